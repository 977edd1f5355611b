"""A real county is set up once, by its own operator, with no account that anybody knows beforehand."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from minzheng.engine.database.home import Home
from minzheng.kernel.id_numbers import check_digit
from tests.surfaces.cli.served import minzheng
from tests.throwaway import throwaway_home

HEADING = "角色,姓名,身份证号,用户名"
LABELS = ("系统管理员", "安全管理员", "审计管理员")
PASSWORD = re.compile(r"([A-Za-z2-9]{5}-){3}[A-Za-z2-9]{5}")


def number(serial: int) -> str:
    first = f"53019919800101{serial:03d}"
    return first + check_digit(first)


def roll(path: Path, *, labels: tuple[str, ...] = LABELS, heading: str = HEADING) -> Path:
    """A list of administrators: sys1, sys2, sys3 …"""
    rows = [f"{label},张三,{number(place)},sys{place}" for place, label in enumerate(labels, start=1)]
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with throwaway_home() as home:
        yield home


@pytest.fixture(scope="module")
def founded(home: Home, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    return minzheng("init", "--administrators", str(roll(tmp_path_factory.mktemp("roll") / "名单.csv")), home=home)


def accounts(home: Home, *arguments: str, typed: str) -> subprocess.CompletedProcess[str]:
    return minzheng("accounts", *arguments, home=home, typed=typed)


def test_it_sets_up_the_county_and_shows_three_passwords_once(
    home: Home, founded: subprocess.CompletedProcess[str]
) -> None:
    assert (founded.returncode, founded.stderr) == (0, "")
    passwords = {each.group() for each in PASSWORD.finditer(founded.stdout)}
    assert len(passwords) == 3
    assert all(label in founded.stdout for label in LABELS)
    assert number(1) not in founded.stdout
    kept = "".join(path.read_text("utf-8", "replace") for path in home.logs.rglob("*") if path.is_file())
    assert not any(password in kept for password in passwords)
    assert home.mode.read_text() == "real"
    assert home.key_ring.stat().st_mode & 0o777 == 0o600


def test_a_set_up_password_holds_for_nothing_but_its_own_replacement(
    home: Home, founded: subprocess.CompletedProcess[str]
) -> None:
    first = [each.group() for each in PASSWORD.finditer(founded.stdout)][1]
    refused = accounts(home, "list", "--as", "sys2", typed=f"{first}\n")
    assert refused.returncode == 2
    assert "请先更改" in refused.stderr
    assert accounts(home, "change-password", "sys2", typed=f"{first}\nFuxian-2026-lake\n").returncode == 0
    listed = accounts(home, "list", "--as", "sys2", typed="Fuxian-2026-lake\n")
    assert listed.returncode == 0
    assert all(name in listed.stdout for name in ("sys1", "sys2", "sys3"))
    assert "admin" not in listed.stdout


def test_it_refuses_a_county_that_is_there(
    home: Home, founded: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    again = minzheng("init", "--administrators", str(roll(tmp_path / "名单.csv")), home=home)
    assert again.returncode == 2
    assert "本县已经建立" in again.stderr
    assert not PASSWORD.search(again.stdout)


def test_it_refuses_a_demonstration_and_its_keys(tmp_path: Path) -> None:
    with throwaway_home() as other:
        names = str(roll(tmp_path / "名单.csv"))
        demo = minzheng("init", "--administrators", names, home=other, MINZHENG_DEMO="1")
        assert demo.returncode == 2
        assert "演示目录" in demo.stderr
        other.create()
        other.key_ring.write_text("made demo\n")
        refused = minzheng("init", "--administrators", names, home=other)
        assert refused.returncode == 2
        assert "演示用的" in refused.stderr
        assert not other.data().exists()


@pytest.mark.parametrize(
    ("labels", "heading", "said"),
    [
        (LABELS[:2], HEADING, "缺少审计管理员"),
        ((*LABELS, "县民政局负责人"), HEADING, "角色不对"),
        (LABELS, "角色,姓名,用户名", "缺少列：身份证号"),
    ],
)
def test_it_refuses_a_list_that_is_not_the_three(
    home: Home, labels: tuple[str, ...], heading: str, said: str, tmp_path: Path
) -> None:
    with throwaway_home() as other:
        refused = minzheng(
            "init", "--administrators", str(roll(tmp_path / "a.csv", labels=labels, heading=heading)), home=other
        )
        assert refused.returncode == 2
        assert said in refused.stderr


def test_it_refuses_a_list_that_others_can_read_and_asks_nobody_who_is_not_there(home: Home, tmp_path: Path) -> None:
    names = roll(tmp_path / "名单.csv")
    names.chmod(0o644)
    assert "chmod 600" in minzheng("init", "--administrators", str(names), home=home).stderr
    assert "没有人在键盘前" in minzheng("init", home=home).stderr
    assert "没有地区 110101" in minzheng("init", home=home, MINZHENG_LOCALITY="110101").stderr
