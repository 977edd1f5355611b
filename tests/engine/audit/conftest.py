"""An officer, an instant, a way to record, and a superuser who tampers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from minzheng.engine.audit import actions
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.credentials import SUPERUSER, passfile
from minzheng.engine.database.home import Home
from minzheng.engine.database.provisioning import DATABASE

AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
LI_MING = Who(kind=ActorKind.OFFICER, account=7, person=3, name="李明", role="county_officer", origin="10.1.2.3")
CASE = Subject("case", 12)


def record(action: str = "cases.submit", **given: Any) -> int:
    return actions.record(**({"action": action, "by": LI_MING, "at": AT, "subject": CASE} | given))


@pytest.fixture
def superuser(county_home: Home, transactional_db: None) -> Iterator[psycopg.Connection]:
    """Somebody who rules the database: no grant and, as it chooses, no trigger binds it."""
    with psycopg.connect(
        host=str(county_home.socket), port=5432, user=SUPERUSER, dbname=DATABASE,
        passfile=str(passfile(county_home, SUPERUSER)), autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def owner(county_home: Home, transactional_db: None) -> Iterator[psycopg.Connection]:
    """The role that owns the tables."""
    with _connect(county_home, "owner") as connection:
        yield connection


@pytest.fixture
def application(county_home: Home, transactional_db: None) -> Iterator[psycopg.Connection]:
    """A second connection of the application role."""
    with _connect(county_home, "default") as connection:
        yield connection


def _connect(home: Home, alias: str) -> psycopg.Connection:
    settings = embedded_settings(home)[alias]
    return psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], **settings["OPTIONS"]
    )  # fmt: skip
