"""Django's connection settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from minzheng.engine.database.connections import embedded_settings, external_settings
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem

OWNER = "postgresql://owner:o@db.county:6432/mz"


def test_embedded_settings_hold_no_password_and_touch_no_disk(tmp_path: Path) -> None:
    settings = embedded_settings(Home(tmp_path / "home"))
    assert (settings["default"]["USER"], settings["owner"]["USER"]) == ("minzheng_app", "minzheng_owner")
    assert "PASSWORD" not in settings["default"]
    assert settings["default"]["OPTIONS"] == {"passfile": str(tmp_path / "home/secrets/minzheng_app.pgpass")}
    assert not (tmp_path / "home").exists()


def test_external_addresses_are_taken_apart() -> None:
    settings = external_settings(
        application_url="postgresql://app:p%40ss@db.county/mz?sslmode=verify-full", owner_url=OWNER
    )
    default, owner = settings["default"], settings["owner"]
    assert (default["NAME"], default["USER"], default["PASSWORD"], default["HOST"], default["PORT"]) == (
        "mz",
        "app",
        "p@ss",
        "db.county",
        "",
    )
    assert default["OPTIONS"] == {"sslmode": "verify-full"}
    assert (owner["USER"], owner["PORT"]) == ("owner", "6432")


def test_a_machine_that_never_migrates_needs_no_owner() -> None:
    settings = external_settings(application_url="postgresql://app@db/mz", owner_url="")
    assert settings["owner"] == settings["default"]


@pytest.mark.parametrize(
    "address", ["mysql://app@db/mz", "postgresql://app@db/mz?nonsense=1", "postgresql://db", "http://", "乱写", "\x00"]
)
def test_an_unreadable_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(DatabaseProblem, match="MINZHENG_DATABASE_URL"):
        external_settings(application_url=address, owner_url=OWNER)


def test_application_and_owner_must_differ() -> None:
    with pytest.raises(DatabaseProblem, match="同一个数据库角色"):
        external_settings(application_url=OWNER, owner_url=OWNER)
