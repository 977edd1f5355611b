"""A county is backed up and brought back by commands, which say what is not in the backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from minzheng.engine.database import actions
from minzheng.engine.database.home import Home
from tests.surfaces.cli.served import minzheng
from tests.throwaway import throwaway_home

pytestmark = pytest.mark.faults

COUNT = ("db", "psql", "-Atc", "SELECT count(*) FROM registry_division")


@pytest.fixture
def home() -> Iterator[Home]:
    with throwaway_home() as home:
        yield home


def test_a_county_is_backed_up_lost_and_brought_back(home: Home) -> None:
    assert minzheng("db", "migrate", home=home).returncode == 0
    counted = minzheng(*COUNT, home=home).stdout
    with throwaway_home() as other, throwaway_home() as beside:
        beside.path.chmod(0o711)
        kept = str(beside.path / "backups")
        saved = minzheng("backup", kept, home=home)
        assert (saved.returncode, saved.stderr) == (0, "")
        assert f"密钥不在备份里：{home.key_ring}" in saved.stdout
        key_ring = shutil.copy(home.key_ring, beside.path / "key-ring")
        assert minzheng("restore", kept, "--key-ring", key_ring, home=home).returncode == 2
        actions.stop(home)
        assert "时间无法识别" in minzheng("restore", kept, "--to", "昨天", home=other).stderr
        assert "密钥文件" in minzheng("restore", kept, home=other).stderr
        early = minzheng("restore", kept, "--key-ring", key_ring, "--to", "2020-01-01T00:00:00", home=other)
        assert "最早的备份到" in early.stderr
        restored = minzheng("restore", kept, "--key-ring", key_ring, home=other)
        assert (restored.returncode, restored.stderr) == (0, "")
        assert "minzheng selfcheck" in restored.stdout
        assert minzheng(*COUNT, home=other).stdout == counted
        assert minzheng("selfcheck", home=other).returncode == 0


def test_an_external_server_is_backed_up_by_who_keeps_it(home: Home) -> None:
    address = {"MINZHENG_DATABASE_URL": "postgresql://app@127.0.0.1:9/mz"}
    for command in (("backup", "/tmp/x"), ("restore", "/tmp/x")):  # noqa: S108 (never made)
        refused = minzheng(*command, home=home, **address)
        assert refused.returncode == 2
        assert "外部数据库" in refused.stderr
