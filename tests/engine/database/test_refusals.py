"""Why a server does not start, and what the operator is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minzheng.engine.database import actions, cluster, sizing
from minzheng.engine.database.account import Account
from minzheng.engine.database.home import Home
from minzheng.engine.database.key_ring import create_key_ring
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import Server, server_of


def test_a_broken_setting_is_reported_with_the_log_that_names_it(home: Home) -> None:
    actions.start(home, durable=False)
    actions.stop(home)
    (home.path / "own.conf").write_text("work_mem = 'plenty'\n")
    with pytest.raises(DatabaseProblem, match=r"server\.log") as caught:
        actions.start(home)
    log = Path(str(caught.value).partition("请查看 ")[2].partition("，")[0])
    assert "work_mem" in log.read_text()
    (home.path / "own.conf").write_text("work_mem = '5MB'\n")
    assert actions.start(home, durable=False).started_now


def test_a_full_disk_is_noticed_before_anything_is_made(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "free_bytes", lambda _path: 100 << 20)
    with pytest.raises(DatabaseProblem, match="只剩 100 MB，建库至少需要 300 MB"):
        actions.start(home)
    assert home.releases() == []


def test_a_home_the_account_cannot_enter_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "can_enter", lambda _account, _directory: False)
    with pytest.raises(DatabaseProblem, match="无法进入目录"):
        actions.start(home)


def test_a_socket_directory_that_is_a_link_is_refused(home: Home, tmp_path: Path) -> None:
    home.create()
    home.socket.symlink_to(tmp_path)
    with pytest.raises(DatabaseProblem, match="套接字目录"):
        actions.start(home, durable=False)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (a plain look)
    home.socket.unlink()


def test_demonstration_keys_are_refused_in_a_real_county(home: Home) -> None:
    home.create()
    create_key_ring(home.key_ring, demo=True)
    with pytest.raises(DatabaseProblem, match="是演示用的"):
        actions.start(home)


def test_a_long_log_is_put_aside_at_a_start(home: Home) -> None:
    actions.start(home, durable=False)
    actions.stop(home)
    server: Server = server_of(home)
    with server.log.open("ab") as log:
        log.truncate(17 << 20)
    actions.start(home, durable=False)
    assert server.log.stat().st_size < 1 << 20
    assert server.log.with_suffix(".log.1").stat().st_size == 17 << 20


def test_a_machine_without_shared_memory_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizing, "_SHARED_MEMORY", "/none")
    assert sizing.shared_memory_size() == 0
