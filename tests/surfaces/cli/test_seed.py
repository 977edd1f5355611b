"""`minzheng seed`, as an operator uses it: in processes of its own, on a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from minzheng.demo.county import DEMO_DAY, MOST_PEOPLE
from minzheng.engine.database.home import Home
from minzheng.surfaces.cli.seed import SeedProblem, checked, write_manifest
from tests.throwaway import throwaway_home

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with throwaway_home(demo=True) as home:
        assert minzheng("db", "migrate", home=home).returncode == 0
        yield home


def environment(home: Home, *, demo: str = "1") -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    return {**clean, "MINZHENG_HOME": str(home.path), "MINZHENG_DEMO": demo}


def minzheng(*arguments: str, home: Home, demo: str = "1") -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], env=environment(home, demo=demo), cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def persons(home: Home) -> int:
    found = minzheng("db", "psql", "--owner", "-Atc", "SELECT count(*) FROM registry_person", home=home)
    return int(found.stdout)


def test_a_county_is_seeded_once_and_replaced_only_when_asked(home: Home, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    done = minzheng("seed", "--people", "200", "--seed", "3", "--manifest", str(manifest), "--fresh", home=home)
    assert done.returncode == 0, done.stderr
    assert "已写入演示县" in done.stdout
    assert "200 人" in done.stdout
    assert persons(home) == 200
    assert json.loads(manifest.read_text(encoding="utf-8"))["people"] == 200
    refused = minzheng("seed", "--people", "100", home=home)
    assert refused.returncode == 2
    assert "登记库里已有人员和家庭。要清空后重新生成，请加 --fresh。" in refused.stderr
    assert persons(home) == 200
    again = minzheng("seed", "--people", "100", "--fresh", home=home)
    assert again.returncode == 0, again.stderr
    assert persons(home) == 100


def test_a_real_county_is_refused_before_anything_starts(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    refused = minzheng("seed", home=home, demo="0")
    assert refused.returncode == 2
    assert "这里是正式的县，不能写入演示数据。" in refused.stderr
    assert not home.path.exists() or not home.releases()


@pytest.mark.faults
def test_killed_half_way_it_leaves_nothing_and_can_be_run_again(home: Home) -> None:
    assert minzheng("seed", "--people", "50", "--fresh", home=home).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "seed", "--people", "20000", "--fresh"], env=environment(home), cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while persons(home) == 50 and time.monotonic() < deadline:
        assert process.poll() is None, "it ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert persons(home) == 0
    assert minzheng("seed", "--people", "60", home=home).returncode == 0
    assert persons(home) == 60


@pytest.mark.parametrize(
    ("people", "seed", "as_of", "sentence"),
    [
        (0, 1, None, "人数应在"),
        (MOST_PEOPLE + 1, 1, None, "人数应在"),
        (10, -1, None, "种子应是"),
        (10, 2**63, None, "种子应是"),
        (10, 1, "2026-02-30", "日期无法识别"),
        (10, 1, "\x00", "日期无法识别"),
        (10, 1, "1999-01-01", "参数只有"),
        (10, 1, "9999-12-31", "参数只有"),
    ],
)
def test_numbers_and_days_out_of_range_are_refused_in_words(
    people: int, seed: int, as_of: str | None, sentence: str
) -> None:
    with pytest.raises(SeedProblem, match=sentence):
        checked(people=people, seed=seed, as_of=as_of)


def test_the_day_is_the_demo_day_unless_another_is_asked_for() -> None:
    assert checked(people=1, seed=0) == DEMO_DAY
    assert checked(people=1, seed=0, as_of="2025-12-31") == date(2025, 12, 31)


def test_a_manifest_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    from minzheng.demo.county import generate

    with pytest.raises(SeedProblem, match="清单文件写不进去"):
        write_manifest(generate(people=2, seed=1, as_of=DEMO_DAY), tmp_path / "no" / "where.json")
