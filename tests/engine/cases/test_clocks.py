"""Limits of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.cases import clocks
from minzheng.engine.cases.clocks import Due, Moved, Still, due, end_of, lamp, last_day, local_day
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.types import Lamp
from minzheng.engine.catalogue.procedures import Limit
from minzheng.kernel.working_days import CHINA

DIBAO = newest("social_assistance", "minimum_living_allowance.application")
MONDAY = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
INSTANTS = st.integers(0, 55_000).map(lambda hours: datetime(2020, 2, 1, tzinfo=UTC) + timedelta(hours=hours))
OPENED = [Moved("open", "", "DRAFT", MONDAY), Moved("submit", "DRAFT", "SUBMITTED", MONDAY)]
ACCEPTED = [*OPENED, Moved("accept", "SUBMITTED", "INVESTIGATING", MONDAY)]


@given(INSTANTS, st.integers(1, 60))
def test_a_limit_in_working_days_ends_with_its_last_working_day(start: datetime, days: int) -> None:
    end = end_of(Limit.read(f"{days} wd"), start)
    assert CHINA.is_workday(last_day(end))
    assert CHINA.workdays_between(local_day(start), last_day(end)) == days


@given(INSTANTS, st.integers(1, 72))
def test_a_limit_in_hours_ends_to_the_minute(start: datetime, hours: int) -> None:
    assert end_of(Limit.read(f"{hours} h"), start) == start + timedelta(hours=hours)


@given(INSTANTS, st.sampled_from(["5 wd", "7 d", "2 months"]), st.integers(0, 90), st.integers(0, 40))
def test_time_it_stood_still_is_added_and_never_taken(start: datetime, limit: str, after: int, long: int) -> None:
    still = Still(start + timedelta(days=after), start + timedelta(days=after + long))
    usual, found = end_of(Limit.read(limit), start), end_of(Limit.read(limit), start, still=[still])
    assert found >= usual if still.since < usual else found == usual


def test_a_limit_in_days_gets_back_the_days_it_stood_still() -> None:
    start, still = datetime(2026, 6, 1, 2, tzinfo=UTC), (date(2026, 6, 10), date(2026, 8, 10))
    paused = Still(*(datetime.combine(day, time(2), UTC) for day in still))
    assert last_day(end_of(Limit.read("30 d"), start, still=[paused])) == date(2026, 8, 31)


@given(INSTANTS, st.sampled_from(["7 d", "60 d", "2 months"]))
def test_a_limit_in_days_never_ends_on_a_rest_day(start: datetime, limit: str) -> None:
    assert CHINA.is_workday(last_day(end_of(Limit.read(limit), start)))


def test_no_limit_runs_before_acceptance_but_the_clerks_own() -> None:
    found = due(DIBAO, OPENED, state="SUBMITTED")
    assert found.total is None
    assert found.step is not None
    assert last_day(found.step) == date(2026, 8, 4)


def test_thirty_working_days_run_from_acceptance() -> None:
    found = due(DIBAO, ACCEPTED, state="INVESTIGATING")
    assert found.total is not None
    assert last_day(found.total) == CHINA.add_workdays(date(2026, 8, 3), 30)


def test_an_extension_makes_them_forty_five() -> None:
    log = [*ACCEPTED, Moved(clocks.EXTENSION, "INVESTIGATING", "INVESTIGATING", MONDAY + timedelta(days=20))]
    found = due(DIBAO, log, state="INVESTIGATING")
    assert found.total is not None
    assert last_day(found.total) == CHINA.add_workdays(date(2026, 8, 3), 45)


def test_telling_the_result_of_verification_does_not_start_the_step_anew() -> None:
    log = [*ACCEPTED, Moved("inform_verification", "INVESTIGATING", "INVESTIGATING", MONDAY + timedelta(days=9))]
    assert due(DIBAO, log, state="INVESTIGATING") == due(DIBAO, ACCEPTED, state="INVESTIGATING")


def test_a_closed_case_has_no_limit() -> None:
    log = [*ACCEPTED, Moved("withdraw", "INVESTIGATING", "WITHDRAWN", MONDAY)]
    assert due(DIBAO, log, state="WITHDRAWN") == Due(None, None)


def test_waiting_for_papers_stops_the_clock() -> None:
    log = [*OPENED, Moved("ask_supplement", "SUBMITTED", "SUPPLEMENT", MONDAY)]
    found = due(DIBAO, log, state="SUPPLEMENT")
    assert lamp(found, at=MONDAY + timedelta(days=90)) is Lamp.PAUSED


def test_lamps_turn_amber_on_the_working_day_before_and_red_after_the_last() -> None:
    end = end_of(Limit.read("5 wd"), MONDAY)
    found = Due(end, None)
    days = [(MONDAY + timedelta(days=day)) for day in range(9)]
    colours = [lamp(found, at=at) for at in days]
    assert colours == [*[Lamp.GREEN] * 2, Lamp.GREEN, Lamp.GREEN, *[Lamp.AMBER] * 4, Lamp.RED]


@given(INSTANTS, st.integers(1, 40))
def test_a_lamp_never_goes_back(start: datetime, days: int) -> None:
    found = Due(end_of(Limit.read(f"{days} wd"), start), None)
    order = [Lamp.GREEN, Lamp.AMBER, Lamp.RED]
    seen = [order.index(lamp(found, at=start + timedelta(hours=8 * step))) for step in range(3 * 70)]
    assert seen == sorted(seen)
    assert seen[-1] == 2
