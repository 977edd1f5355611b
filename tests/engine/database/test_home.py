"""Where a county lives on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minzheng.engine.database.home import Home, default_home, write_atomically
from minzheng.engine.database.problems import DatabaseProblem


def test_the_default_home_is_the_working_directory(tmp_path: Path) -> None:
    assert default_home(start=tmp_path, root=False) == tmp_path / ".minzheng"


def test_under_root_a_closed_working_directory_is_not_opened_but_avoided(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = default_home(start=closed, root=True, system_homes=Path("/var/lib/minzheng"))
    assert home.parent == Path("/var/lib/minzheng")
    assert default_home(start=closed, root=True) == home
    assert closed.stat().st_mode & 0o777 == 0o700


def test_under_root_an_open_working_directory_is_used() -> None:
    assert default_home(start=Path("/usr"), root=True) == Path("/usr/.minzheng")


def test_a_long_path_gets_a_short_socket_directory() -> None:
    long = Home(Path("/srv") / ("很长的目录" * 10))
    assert len(os.fsencode(long.socket / ".s.PGSQL.5432")) <= 107
    assert long.socket != Home(long.path / "另一个").socket
    assert Home(Path("/srv/county")).socket == Path("/srv/county/socket")


def test_a_private_file_is_written_whole_and_private(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    write_atomically(file, "甲")
    write_atomically(file, "乙")
    assert file.read_text(encoding="utf-8") == "乙"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_home_that_cannot_be_made_says_where_and_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseProblem, match="不能建立目录"):
        Home(tmp_path / "file" / "home").create()


def test_only_finished_data_directories_count(tmp_path: Path) -> None:
    for name in ("data-16", "data-18.new", "data-x", "database"):
        (tmp_path / name).mkdir()
    assert Home(tmp_path).releases() == [16]
