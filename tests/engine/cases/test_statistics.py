"""How the offices keep up, counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.cases import clocks, queries
from minzheng.engine.cases.clocks import Moved, kept
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.queries import Funds, OfficeCount, Reached
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.months import Month
from tests.engine.cases.conftest import MONDAY, SOCIAL, VILLAGE, County, county

COUNTY, TOWNSHIP = DivisionCode("530129"), DivisionCode("530129001")
DIBAO = newest(SOCIAL, "minimum_living_allowance.application")
LATE = MONDAY + timedelta(days=120)
OPENED = [Moved("open", "", "DRAFT", MONDAY), Moved("submit", "DRAFT", "SUBMITTED", MONDAY)]


def counted(county: County, place: DivisionCode, post: str, at: datetime) -> dict[int, OfficeCount]:
    with scoped(actor := county.actors[post]):
        return queries.offices(place, since=date(2026, 8, 1), by=actor, at=at, soon=clocks.amber_until(at))


def test_a_case_closed_before_the_end_of_its_limit_was_done_in_time_and_later_was_not() -> None:
    log = [*OPENED, Moved("accept", "SUBMITTED", "INVESTIGATING", MONDAY)]
    end = clocks.due(DIBAO, log, state="INVESTIGATING").total
    assert end is not None
    for closed, answer in ((end - timedelta(seconds=1), True), (end, False)):
        assert kept(DIBAO, [*log, Moved("withdraw", "INVESTIGATING", "WITHDRAWN", closed)]) is answer


def test_nothing_is_said_of_a_case_whose_limit_never_ran() -> None:
    assert kept(DIBAO, [*OPENED, Moved("withdraw", "SUBMITTED", "WITHDRAWN", LATE)]) is None


def test_time_in_which_a_limit_stood_still_is_given_back_when_it_is_judged() -> None:
    log = [*OPENED, Moved("accept", "SUBMITTED", "INVESTIGATING", MONDAY)]
    end = clocks.due(DIBAO, log, state="INVESTIGATING").total
    assert end is not None
    paused = next(state.key for state in DIBAO.states.values() if state.pauses)
    log += [Moved("pause", "INVESTIGATING", paused, MONDAY + timedelta(days=1))]
    closed = Moved("withdraw", paused, "WITHDRAWN", end + timedelta(days=3))
    assert kept(DIBAO, [*log, closed]) is True


def test_what_runs_what_came_and_what_was_done_is_counted_by_place(county: County) -> None:
    case = county.accepted()
    running = OfficeCount(running=1, submitted=1)
    assert counted(county, COUNTY, "head", MONDAY) == {TOWNSHIP.number: running}
    assert counted(county, TOWNSHIP, "clerk", MONDAY) == {VILLAGE: running}
    assert counted(county, COUNTY, "head", LATE)[TOWNSHIP.number].overdue == 1
    county.do(case, "withdraw", "clerk", MONDAY + timedelta(days=2), reason="本人撤回")
    done = counted(county, COUNTY, "head", LATE)[TOWNSHIP.number]
    assert done == OfficeCount(submitted=1, done=1, timed=1, in_time=1)
    assert done.share_in_time == 100
    assert county.seen(case).in_time is True


def test_what_was_closed_too_late_lowers_the_share(county: County) -> None:
    case = county.accepted()
    county.do(case, "withdraw", "clerk", LATE, reason="本人撤回")
    assert counted(county, COUNTY, "head", LATE)[TOWNSHIP.number].share_in_time == 0


@pytest.mark.parametrize("place", [COUNTY, TOWNSHIP])
def test_nobody_counts_what_is_not_theirs_to_see(place: DivisionCode, county: County) -> None:
    county.accepted()
    actor = county.actors["stranger"]
    assert counted(county, place, "stranger", MONDAY) == {}
    with scoped(actor):
        assert queries.most_asked(place, since=date(2026, 8, 1), by=actor) == []
        assert queries.reached(place, DIBAO.code, chapter=SOCIAL, since=date(2026, 8, 1), by=actor) == []


def test_a_month_says_what_came_what_was_done_and_how_long_it_took(county: County) -> None:
    case = county.accepted()
    county.do(case, "withdraw", "clerk", MONDAY + timedelta(days=31), reason="本人撤回")
    with scoped(head := county.actors["head"]):
        months = queries.by_month(COUNTY, since=Month(2026, 7), until=Month(2026, 10), by=head)
    assert [(str(each.month), each.submitted, each.done, each.days) for each in months] == [
        ("2026-07", 0, 0, None), ("2026-08", 1, 0, None), ("2026-09", 0, 1, 31.0)
    ]  # fmt: skip


def test_stages_are_counted_as_far_as_a_case_came(county: County) -> None:
    county.reviewed()
    with scoped(head := county.actors["head"]):
        found = queries.reached(COUNTY, DIBAO.code, chapter=SOCIAL, since=date(2026, 8, 1), by=head)
    assert found == [Reached("申请", 1), Reached("调查", 1), Reached("公示", 1), Reached("确认", 1), Reached("给予", 0)]


def test_what_was_withdrawn_counts_in_the_first_stage_alone(county: County) -> None:
    case = county.investigated()
    county.do(case, "withdraw", "clerk", MONDAY + timedelta(days=3), reason="本人撤回")
    with scoped(head := county.actors["head"]):
        found = queries.reached(COUNTY, DIBAO.code, chapter=SOCIAL, since=date(2026, 8, 1), by=head)
    assert [each.cases for each in found] == [1, 0, 0, 0, 0]


def test_petty_funds_are_counted_with_what_is_in_them(county: County) -> None:
    from minzheng.engine.cases import imprest

    with scoped(head := county.actors["head"]):
        assert queries.imprest_funds(COUNTY, by=head) == Funds(0, 0)
        imprest.open_fund(division=TOWNSHIP.number, ceiling=500_000, service=SOCIAL, by=head, at=MONDAY)
        imprest.refill(division=TOWNSHIP.number, amount=300_000, document="拨1号", service=SOCIAL, by=head, at=MONDAY)
        assert queries.imprest_funds(COUNTY, by=head) == Funds(1, 300_000)
    with scoped(stranger := county.actors["stranger"]):
        assert queries.imprest_funds(COUNTY, by=stranger) == Funds(0, 0)


__all__ = ["county"]
