"""Roles, database and grants: who owns the tables and who merely works with them.

The owner changes the schema, the application reads and writes rows; neither is a superuser, so row-level security and grants bind
both the product and whoever breaks into it.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from minzheng.engine.database import credentials
from minzheng.engine.database.home import Home
from minzheng.engine.database.server import PORT

DATABASE = "minzheng"

_ROLE = "CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_GRANTS = (
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {application}",
    "GRANT USAGE ON SCHEMA public TO {application}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {application}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {application}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {application}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "REVOKE CONNECT, TEMPORARY ON DATABASE {database} FROM PUBLIC",
)


def create_roles_and_database(home: Home) -> None:
    """Make owner, application role and database of an embedded server; repeat without harm."""
    with _connect(home, role=credentials.SUPERUSER, database="postgres") as connection:
        for role in (credentials.OWNER, credentials.APPLICATION):
            _create_role(connection, role, passfile=credentials.passfile(home, role))
        if not _exists(connection, "pg_database", "datname", DATABASE):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(credentials.OWNER)
                )
            )
    with _connect(home, role=credentials.OWNER, database=DATABASE) as connection:
        grant_application(connection, application=credentials.APPLICATION)


def grant_application(connection: psycopg.Connection, *, application: str) -> None:
    """Let the application role work with rows, and with nothing else.

    Args:
        connection: of the role that owns the database and will own every table.
        application: name of the role to grant to.
    """
    names = {"database": sql.Identifier(connection.info.dbname), "application": sql.Identifier(application)}
    for statement in _GRANTS:
        connection.execute(sql.SQL(statement).format(**names))


def _create_role(connection: psycopg.Connection, role: str, *, passfile: Path) -> None:
    if not _exists(connection, "pg_roles", "rolname", role):
        connection.execute(sql.SQL(_ROLE).format(role=sql.Identifier(role)))
    secret = passfile.read_text(encoding="ascii").strip().rsplit(":", 1)[1]
    # Hashed here, so that the password itself never reaches the server or its log.
    hashed = connection.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None


def _connect(home: Home, *, role: str, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(home.socket),
        port=PORT,
        user=role,
        dbname=database,
        passfile=str(credentials.passfile(home, role)),
        autocommit=True,
    )
