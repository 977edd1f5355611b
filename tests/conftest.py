"""The ground every test stands on: a real PostgreSQL, closed network, reproducible examples."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

from minzheng.engine.database import actions as database
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from tests.throwaway import throwaway_home

hypothesis_settings.register_profile("minzheng", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "minzheng")


@pytest.fixture(scope="session")
def county_home() -> Iterator[Home]:
    """A home with a running server, thrown away after the session; also what commands in child processes use."""
    with throwaway_home() as home, pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINZHENG_HOME", str(home.path))
        patch.delenv("MINZHENG_DATABASE_URL", raising=False)
        database.start(home, durable=False)
        try:
            yield home
        finally:
            database.stop(home)


@pytest.fixture(scope="session")
def django_db_setup(county_home: Home, django_db_blocker: Any) -> Iterator[None]:
    """Migrate as the owner; every test then works as the application role, as in a county."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    for alias, parameters in embedded_settings(county_home).items():
        connections[alias].settings_dict.update(parameters)
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "MINZHENG", settings.MINZHENG.model_copy(update={"home": county_home.path}))
    patch.setattr(
        type(connections["default"].ops), "execute_sql_flush", lambda _self, statements: _flush(county_home, statements)
    )
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections["owner"].close()
        yield
        connections.close_all()
    patch.undo()


def _flush(home: Home, statements: list[str]) -> None:
    """Empty the tables as the owner: the application role may not TRUNCATE."""
    owner = embedded_settings(home)["owner"]
    with psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], dbname=owner["NAME"], **owner["OPTIONS"]
    ) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture
def repository() -> Path:
    """Root of the source tree."""
    return Path(__file__).resolve().parent.parent
