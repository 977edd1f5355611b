"""What was committed comes back, to the instant that is asked for; what is not whole is never called a backup."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from minzheng.engine.database import actions
from minzheng.engine.database.backups import backups_in
from minzheng.engine.database.home import Home
from minzheng.engine.database.manifests import MANIFEST, harm_in
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import server_of
from minzheng.engine.database.types import Backup
from minzheng.kernel.crypto import RANDOM_BYTES, KeyRing
from tests.engine.database.test_actions import connect
from tests.throwaway import throwaway_home

AT = datetime(2026, 8, 3, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Kept(NamedTuple):
    """A county that was backed up, went on, and was lost."""

    home: Home
    directory: Path
    backup: Backup
    between: datetime


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    """Row 1 before the backup, row 2 after it, row 3 after an instant that is remembered."""
    with throwaway_home() as home, throwaway_home() as beside:
        actions.start(home)
        directory = beside.path / "backups"
        beside.path.chmod(0o711)
        with connect(home, "owner") as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        backup = actions.back_up(home, directory, key_ring=home.key_ring, at=AT)
        with connect(home, "owner") as connection:
            connection.execute("INSERT INTO kept VALUES (2)")
        with connect(home, "owner") as connection:
            (between,) = connection.execute("SELECT clock_timestamp()").fetchone() or (AT,)
            connection.execute("INSERT INTO kept VALUES (3)")
        actions.stop(home)
        yield Kept(home, directory, backup, between)


@pytest.fixture
def copy(kept: Kept, tmp_path: Path) -> Path:
    """The backups once more, to be harmed."""
    return Path(shutil.copytree(kept.directory, tmp_path / "copy"))


def restore(kept: Kept, home: Home, directory: Path | None = None, *, to: datetime | None = None) -> Any:
    return actions.restore(home, directory or kept.directory, key_ring=kept.home.key_ring, to=to)


def rows(home: Home) -> list[int]:
    with connect(home) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM kept ORDER BY n")]


def test_everything_that_was_committed_comes_back(kept: Kept, home: Home) -> None:
    done = restore(kept, home)
    assert rows(home) == [1, 2, 3]
    assert done.until > kept.between
    assert home.key_ring.read_bytes() == kept.home.key_ring.read_bytes()
    assert not home.archived_to.exists()
    with pytest.raises(DatabaseProblem, match="已有一个县"):
        restore(kept, home)
    actions.stop(home)
    with pytest.raises(DatabaseProblem, match="已有一个县"):
        restore(kept, home)
    actions.start(home)
    assert rows(home) == [1, 2, 3]


def test_it_comes_back_to_the_instant_that_is_asked_for(kept: Kept, home: Home) -> None:
    assert restore(kept, home, to=kept.between).until == kept.between
    assert rows(home) == [1, 2]


def test_a_restore_that_was_killed_is_begun_anew(kept: Kept, home: Home) -> None:
    home.create()
    account = server_of(home).account
    home.data().mkdir()
    account.take(home.data())
    (home.data() / "half").touch()
    (home.path / "restoring").touch()
    restore(kept, home)
    assert rows(home) == [1, 2, 3]
    assert not (home.path / "restoring").exists()


def test_it_says_what_cannot_be_reached_and_leaves_the_home_empty(kept: Kept, home: Home) -> None:
    with pytest.raises(DatabaseProblem, match="最早的备份"):
        restore(kept, home, to=kept.backup.finished_at - timedelta(days=1))
    with pytest.raises(DatabaseProblem, match="没有到所要的时间"):
        restore(kept, home, to=kept.between + timedelta(days=365))
    assert home.releases() == []
    assert not actions.status(home).answers


def _cut(data: Path) -> None:
    (data / "PG_VERSION").write_text("")


def _lose(data: Path) -> None:
    (data / "global" / "pg_control").unlink()


def _add(data: Path) -> None:
    (data / "base" / "stranger").touch()


def _lose_the_log(data: Path) -> None:
    for segment in (data / "pg_wal").glob("0*"):
        segment.unlink()


def _change_the_manifest(data: Path) -> None:
    manifest = data / MANIFEST
    manifest.write_text(manifest.read_text().replace("PG_VERSION", "PG_VERSIOM"))


def _lose_the_manifest(data: Path) -> None:
    (data / MANIFEST).unlink()


def _flip(data: Path) -> None:
    file = max(
        data.rglob("*"), key=lambda path: path.stat().st_size if path.is_file() and "pg_wal" not in str(path) else 0
    )
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _lose, _add, _lose_the_log, _change_the_manifest, _lose_the_manifest, _flip])
def test_a_copy_that_was_harmed_is_refused(kept: Kept, home: Home, copy: Path, harm: Callable[[Path], None]) -> None:
    data = copy / kept.backup.path.name / "data"
    assert list(harm_in(data)) == []
    harm(data)
    with pytest.raises(DatabaseProblem, match="不完整或被改动"):
        restore(kept, home, copy)
    assert home.releases() == []


def test_what_is_not_finished_is_no_backup(kept: Kept, home: Home, copy: Path) -> None:
    whole = copy / kept.backup.path.name
    whole.rename(copy / f".{whole.name}")
    assert backups_in(copy) == []
    with pytest.raises(DatabaseProblem, match="没有完整的备份"):
        restore(kept, home, copy)
    (copy / f".{whole.name}" / "backup.json").unlink()
    (copy / f".{whole.name}").rename(whole)
    assert backups_in(copy) == []
    with pytest.raises(DatabaseProblem, match="读不出来"):
        restore(kept, home, copy / "none")


def test_it_refuses_the_keys_of_another_county_and_the_other_kind_of_data(
    kept: Kept, home: Home, tmp_path: Path
) -> None:
    stranger = tmp_path / "key-ring"
    stranger.write_text(KeyRing.generate(bytes(RANDOM_BYTES)).to_text())
    with pytest.raises(DatabaseProblem, match="不是这份备份的密钥"):
        actions.restore(home, kept.directory, key_ring=stranger, to=None)
    with pytest.raises(DatabaseProblem, match="读不出来"):
        actions.restore(home, kept.directory, key_ring=tmp_path / "none", to=None)
    with throwaway_home(demo=True) as demo, pytest.raises(DatabaseProblem, match="正式数据"):
        restore(kept, demo)


def test_no_key_is_among_the_backups(kept: Kept) -> None:
    ring = KeyRing.from_text(kept.home.key_ring.read_text())
    secrets = [key.hex().encode() for key in (*ring.keys.values(), ring.index_key)]
    for file in kept.directory.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(secret in content for secret in secrets)
            assert file.stat().st_mode & 0o077 == 0


def test_it_refuses_a_directory_in_the_home_or_of_another_county(kept: Kept, home: Home) -> None:
    actions.start(home)
    with pytest.raises(DatabaseProblem, match="在数据目录里面"):
        actions.back_up(home, home.path / "b", key_ring=home.key_ring, at=AT)
    with pytest.raises(DatabaseProblem, match="另一个县的备份"):
        actions.back_up(home, kept.directory, key_ring=home.key_ring, at=AT)
    assert not home.archived_to.exists()
