"""What a connected server says about itself, for the operator's checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

_QUESTION = """
SELECT current_setting('server_version_num')::int,
       current_setting('server_encoding'),
       current_setting('data_checksums') = 'on',
       current_setting('fsync') = 'on',
       current_setting('synchronous_commit') <> 'off',
       current_setting('full_page_writes') = 'on',
       current_user::text,
       rolsuper OR rolbypassrls,
       EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relpersistence <> 't'),
       has_schema_privilege('public', 'CREATE'),
       clock_timestamp(),
       pg_database_size(current_database())
FROM pg_roles WHERE rolname = current_user
"""


@dataclass(frozen=True)
class ServerFacts:
    """Answers of the server to the connected role.

    Attributes:
        version: e.g. 180004.
        encoding: of the database; must be UTF8.
        checksums: damaged pages are noticed.
        fsync: commits reach the disk.
        synchronous_commit: commits wait for the disk.
        full_page_writes: torn pages are repaired.
        role: the connected role.
        privileged: the role is superuser or bypasses row-level security.
        owns_tables: the role owns tables.
        may_create: the role may change the schema.
        now: the server's clock.
        size: bytes of the database.
    """

    version: int
    encoding: str
    checksums: bool
    fsync: bool
    synchronous_commit: bool
    full_page_writes: bool
    role: str
    privileged: bool
    owns_tables: bool
    may_create: bool
    now: datetime
    size: int


def examine(cursor: Any) -> ServerFacts:
    """Ask the server.

    Args:
        cursor: a DB-API cursor of the application role.
    """
    cursor.execute(_QUESTION)
    return ServerFacts(*cursor.fetchone())
