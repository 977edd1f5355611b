"""Who the server runs as."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from types import SimpleNamespace

import pytest

from minzheng.engine.database import account
from minzheng.engine.database.account import Account, server_account
from minzheng.engine.database.problems import DatabaseProblem

STRANGER = Account(name="stranger", uid=54321, gid=54321, demoted=True)


def test_an_ordinary_user_runs_it_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    found = server_account(tmp_path / "none")
    assert (found.name, found.uid, found.demoted) == ("12345", 12345, False)
    assert found.process_options() == {}


def test_an_ordinary_user_is_told_whose_data_these_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    owner = pwd.getpwuid(tmp_path.stat().st_uid).pw_name
    with pytest.raises(DatabaseProblem, match=f"属于系统账户 {owner}"):
        server_account(tmp_path)


def test_root_never_runs_it_as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Path, "stat", lambda _path, **_options: SimpleNamespace(st_uid=0, st_gid=0))
    monkeypatch.setattr(Path, "exists", lambda _path: True)
    with pytest.raises(DatabaseProblem, match="不能以 root 运行"):
        server_account(tmp_path)


@pytest.mark.parametrize(
    ("known", "expected"),
    [({"postgres", "minzheng", "nobody"}, "postgres"), ({"minzheng", "nobody"}, "minzheng"), ({"nobody"}, "nobody")],
)
def test_root_prefers_postgres_then_its_own_account_then_nobody(
    known: set[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(name: str) -> SimpleNamespace:
        if name not in known:
            raise KeyError(name)
        return SimpleNamespace(pw_uid=777, pw_gid=778)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", look_up)
    monkeypatch.setattr(account.shutil, "which", lambda *_arguments, **_options: None)
    found = server_account(tmp_path / "none")
    assert found == Account(name=expected, uid=777, gid=778, demoted=True)
    assert found.process_options() == {"user": 777, "group": 778, "extra_groups": []}


def test_root_makes_an_account_where_none_is_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def look_up(name: str) -> SimpleNamespace:
        if name not in made:
            raise KeyError(name)
        return SimpleNamespace(pw_uid=900, pw_gid=900)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", look_up)
    monkeypatch.setattr(account.shutil, "which", lambda *_arguments, **_options: "/usr/sbin/useradd")
    monkeypatch.setattr(account.subprocess, "run", lambda command, **_options: made.append(command[-1]))
    assert server_account(tmp_path / "none").name == "minzheng"


def test_a_closed_parent_keeps_the_account_out(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    assert not STRANGER.can_enter(inner)
    assert STRANGER.can_enter(Path("/usr/bin"))


def test_the_owner_and_the_group_enter_by_their_own_bits(tmp_path: Path) -> None:
    status = tmp_path.stat()
    tmp_path.chmod(0o710)
    group = Account(name="g", uid=54321, gid=status.st_gid, demoted=True)
    owner = Account(name="o", uid=status.st_uid, gid=54321, demoted=True)
    assert group._may_search(tmp_path)
    assert owner._may_search(tmp_path)
    assert not STRANGER._may_search(tmp_path)
