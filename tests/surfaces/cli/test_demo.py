"""`minzheng demo`: from nothing to an explained county, and quickly back to it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from minzheng.engine.database.home import Home
from minzheng.surfaces.cli import demo
from tests.throwaway import throwaway_home

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"
PEOPLE = ("--people", "4000")


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with throwaway_home(demo=True) as home:
        yield home


def minzheng(*arguments: str, home: Home, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], env={**clean, "MINZHENG_HOME": str(home.path), **more}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def first(home: Home) -> subprocess.CompletedProcess[str]:
    return minzheng("demo", *PEOPLE, home=home)


def test_one_command_leads_to_an_assessed_and_explained_county(
    home: Home, first: subprocess.CompletedProcess[str]
) -> None:
    assert first.returncode == 0, first.stderr
    for words in (
        "导入的台账", "1 户籍册摘录.xlsx", "2 低保台账.xlsx", "全县核算", "仁德街道", "4,000 人", "应保未保", "低保家庭，有分类施保增发",
        "特困人员", "两年的办件", "最低生活保障申请", "急难型临时救助", "接下来看什么", "minzheng explain 530129", "minzheng db stop", str(home.path), "全部完成", "均为虚构",
    ):  # fmt: skip
        assert words in first.stdout, words
    assert sorted(path.name[0] for path in (home.path / "ledgers").iterdir()) == ["1", "2", "3", "4", "5"]


def test_the_clock_of_the_demonstration_stands_on_its_day(home: Home, first: subprocess.CompletedProcess[str]) -> None:
    assert "演示时钟：2026-09-01" in first.stdout
    said = minzheng("clock", "show", home=home, MINZHENG_DEMO="1").stdout
    assert said.startswith("2026-09-01 16:")
    assert "演示时钟" in said


def test_the_second_start_shows_the_stored_result(home: Home, first: subprocess.CompletedProcess[str]) -> None:
    minzheng("db", "stop", home=home)
    second = minzheng("demo", *PEOPLE, home=home)
    assert second.returncode == 0, second.stderr
    assert "已有结果，重新打开" in second.stdout
    assert _facts(second.stdout) == _facts(first.stdout)


def test_an_assessment_of_another_day_does_not_hide_the_demo(
    home: Home, first: subprocess.CompletedProcess[str]
) -> None:
    other = minzheng("assess", "--as-of", "2026-06-30", home=home, MINZHENG_DEMO="1")
    assert other.returncode == 0, other.stderr
    again = minzheng("demo", *PEOPLE, home=home)
    assert again.returncode == 0, again.stderr
    assert _facts(again.stdout) == _facts(first.stdout)


def test_it_ends_with_the_pages_where_that_is_asked_for(home: Home, first: subprocess.CompletedProcess[str]) -> None:
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # whoever has it already serves as well
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        asked = minzheng("demo", *PEOPLE, "--serve", home=home)
    assert "不能在 127.0.0.1:8000 上提供服务" in asked.stderr
    assert "选一个演示身份" in asked.stdout
    assert "选一个演示身份" not in first.stdout


def test_a_small_county_without_examples_is_shown_all_the_same() -> None:
    with throwaway_home(demo=True) as tiny:
        done = minzheng("demo", "--people", "3", home=tiny)
    assert done.returncode == 0, done.stderr
    assert "3 人" in done.stdout


def test_another_county_needs_a_fresh_start(home: Home, first: subprocess.CompletedProcess[str]) -> None:
    refused = minzheng("demo", "--people", "500", home=home)
    assert refused.returncode == 2
    assert "已有另一个演示县（people=4000 seed=1 as_of=2026-09-01）" in refused.stderr
    assert "--fresh" in refused.stderr


@pytest.mark.usefixtures("first")
def test_a_fresh_start_gives_the_same_results_again(home: Home, first: subprocess.CompletedProcess[str]) -> None:
    again = minzheng("demo", *PEOPLE, "--fresh", home=home)
    assert again.returncode == 0, again.stderr
    assert "全部完成" in again.stdout
    assert _facts(again.stdout) == _facts(first.stdout)


def test_a_real_home_is_refused(tmp_path: Path) -> None:
    refused = minzheng("demo", home=Home(tmp_path / "home"), MINZHENG_DEMO="0")
    assert refused.returncode == 2
    assert "这里是正式的县" in refused.stderr


def test_reasons_that_differ_in_a_row_number_only_are_counted_together() -> None:
    found = [("同一户的第3行有问题", 2), ("没有填写身份证号", 4), ("同一户的第21行有问题", 3)]
    assert demo._reasons(found) == "同一户的另一行有问题 5；没有填写身份证号 4"


def test_only_benefits_looked_at_before_are_refused() -> None:
    assert demo._refused_before("特困人员救助供养") == []
    assert demo._refused_before("最低生活保障") == []
    assert demo._refused_before("最低生活保障边缘家庭") == ["最低生活保障"]
    assert demo._refused_before("不符合条件") == ["最低生活保障", "最低生活保障边缘家庭", "刚性支出困难家庭"]


def _facts(output: str) -> list[str]:
    """The lines that the county and the law decide: tables and explanations, not times and places."""
    return [line for line in output.splitlines() if line.startswith(("│", "救助类别", "　"))]
