"""One clock, which a demonstration can set and a real county cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from minzheng.surfaces import clock
from minzheng.surfaces.cli.main import main

READERS = re.compile(r"datetime\.(?:now|utcnow)\(|date\.today\(|timezone\.now\(|\btime\.time\(")
# The clock itself, and the last resort, which must work where no setting can be read.
ALLOWED = {"minzheng/surfaces/clock.py", "minzheng/surfaces/cli/main.py"}


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Path]:
    """Make the commands work on a home that is a demonstration or not."""

    def make(demo: bool) -> Path:
        given = settings.MINZHENG.model_copy(update={"home": tmp_path, "demo": demo})
        monkeypatch.setattr(settings, "MINZHENG", given)
        return tmp_path / "clock-ahead"

    return make


def seconds_apart(first: object, second: object) -> float:
    return abs((first - second).total_seconds())  # type: ignore[operator, no-any-return]


def test_it_tells_beijing_time(county: Callable[[bool], Path]) -> None:
    county(False)
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert seconds_apart(clock.now(), clock.actual()) < 5


def test_a_demonstration_sets_it_and_it_runs_on(
    county: Callable[[bool], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    county(True)
    assert main(["clock", "set", "2027-02-28T23:59:00"]) == 0
    first = clock.now()
    assert (first.year, first.month, first.day, first.hour) == (2027, 2, 28, 23)
    assert clock.now() > first
    assert clock.today() == first.date()
    assert seconds_apart(clock.actual(), first) > 86_400
    assert main(["clock", "show"]) == 0
    assert "演示时钟" in capsys.readouterr().out
    assert main(["clock", "reset"]) == 0
    assert seconds_apart(clock.now(), clock.actual()) < 5


def test_a_real_county_cannot_be_set_and_does_not_look(
    county: Callable[[bool], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    setting = county(False)
    for arguments in (["set", "2027-02-28"], ["reset"]):
        assert main(["clock", *arguments]) == 2
        assert "正式的县不能拨动时钟" in capsys.readouterr().err
    setting.write_text("86400\n")
    assert clock.ahead() == timedelta()


@pytest.mark.parametrize(("to", "said"), [("明天", "无法识别"), ("1999-01-01", "年份应在"), ("9999-12-31", "年份应在")])
def test_a_time_that_is_none_is_refused(
    to: str, said: str, county: Callable[[bool], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    county(True)
    assert main(["clock", "set", to]) == 2
    assert said in capsys.readouterr().err


def test_nobody_else_reads_a_clock(repository: Path) -> None:
    files = {str(path.relative_to(repository)): path for path in (repository / "minzheng").rglob("*.py")}
    readers = {name for name, path in files.items() if READERS.search(path.read_text("utf-8"))}
    assert readers == ALLOWED
