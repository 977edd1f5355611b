"""The clock of a demonstration is turned from its pages, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from minzheng.surfaces import clock
from minzheng.surfaces.desk import demonstration
from tests.engine.cases.conftest import MONDAY
from tests.surfaces.desk.conftest import Desk, county, desk

CLOCK = "/desk/demonstration/clock"


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr(demonstration.clock, "turn", found.append)
    return found


def test_a_day_five_working_days_and_back_to_the_beginning(desk: Desk, turned: list[Any]) -> None:
    for go in ("day", "week", "start"):
        assert desk.post("clerk", CLOCK, go=go, back="/desk/?show=role")["Location"] == "/desk/?show=role"
    assert turned[0] == MONDAY + timedelta(days=1)
    assert turned[1] == MONDAY + timedelta(days=7)
    assert f"{turned[2]:%Y-%m-%d %H:%M}" == "2026-09-01 16:00"


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/signin/out", "/desk/../signin"])
def test_it_never_leads_elsewhere(back: str, desk: Desk, turned: list[Any]) -> None:
    answer = desk.post("clerk", CLOCK, go="day", back=back)
    assert answer["Location"].startswith("/desk/")


def test_what_is_not_on_the_strip_turns_nothing(desk: Desk, turned: list[Any]) -> None:
    assert desk.post("clerk", CLOCK, go="year").status_code == 404
    desk.at(MONDAY.replace(year=2099, month=12, day=31))
    assert desk.post("clerk", CLOCK, go="day").status_code == 404
    assert turned == []


def test_a_real_county_has_no_such_strip_and_turns_nothing(desk: Desk, turned: list[Any], settings: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False})
    assert desk.post("clerk", CLOCK, go="day").status_code == 404
    assert "演示时钟" not in desk.get("clerk", "/desk/").content.decode()
    assert turned == []


def test_the_strip_says_what_time_it_is(desk: Desk) -> None:
    assert "2026-08-03 10:00" in desk.get("clerk", "/desk/").content.decode()


def test_the_clock_is_kept_where_every_process_reads_it(settings: Any, tmp_path: Any) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True, "home": tmp_path})
    clock.turn(MONDAY)
    assert abs((clock.now() - MONDAY).total_seconds()) < 60


__all__ = ["county", "desk"]
