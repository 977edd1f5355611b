"""Over every flow, however a case walks: its limits are what a stopwatch says that somebody clicks day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.cases.clocks import EXTENSION, Moved, Still, due, end_of, lamp, last_day, local_day
from minzheng.engine.cases.procedures import procedures_in
from minzheng.engine.cases.types import Lamp
from minzheng.engine.catalogue.procedures import Limit, LimitUnit, Procedure
from minzheng.kernel.months import Month
from minzheng.kernel.working_days import CHINA

PROCEDURES = {procedure.code: procedure for procedure in procedures_in("social_assistance")}
FIRST, DAYS, MOST = date(2025, 1, 6), 250, 14


@dataclass
class Walk:
    """What happened to a case."""

    procedure: Procedure
    log: list[Moved]

    @property
    def state(self) -> str:
        return self.log[-1].target

    def entered(self) -> datetime:
        """When it came to where it stands."""
        return next(move.at for move in reversed(self.log) if move.target == self.state and move.source != self.state)


def walked(procedure: Procedure, random: Random) -> Walk:
    """Take any steps that the flow has, on working days at office hours, and lengthen the limit now and then."""
    start = next(state.key for state in procedure.states.values() if state.start)
    day = CHINA.next_workday(FIRST + timedelta(days=random.randrange(DAYS)))
    walk = Walk(procedure, [Moved("open", "", start, at(day, random))])
    for _ in range(random.randrange(MOST)):
        steps = list(procedure.steps_from(walk.state))
        if not steps:
            break
        day = CHINA.add_workdays(day, random.choice((0, 1, 2, 5, 11, 30)))
        moment = max(at(day, random), walk.log[-1].at)
        if random.random() < 0.1:
            walk.log.append(Moved(EXTENSION, walk.state, walk.state, moment))
        step = random.choice(steps)
        walk.log.append(Moved(step.key, walk.state, step.target, moment))
    return walk


def at(day: date, random: Random) -> datetime:
    return datetime.combine(day, time(random.randrange(1, 9), random.randrange(60)), UTC)


def stopwatch(limit: Limit, start: datetime, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """The first instant after a limit, found by going through the days one after the other."""
    if limit.unit is LimitUnit.HOURS:
        return start + timedelta(hours=limit.count)
    day, left = local_day(start), limit.count
    if limit.unit is LimitUnit.MONTHS:
        month = Month.of(day) + limit.count
        left = (month.first_day.replace(day=min(day.day, month.last_day.day)) - day).days
    still = [(local_day(since), local_day(until)) for since, until in pauses]
    while left:
        day += timedelta(days=1)
        counts = CHINA.is_workday(day) or limit.unit is not LimitUnit.WORKING_DAYS
        left -= counts and not any(since < day <= until for since, until in still)
    while True:  # whoever is stopped on the very last day has it again on the day of going on
        again = [until for since, until in still if since == day < until]
        if not again and CHINA.is_workday(day):
            break
        day = max(again) if again else day + timedelta(days=1)
    return datetime.combine(day, time(16), UTC)


def pauses_of(walk: Walk) -> list[tuple[datetime, datetime]]:
    moves = [move for move in walk.log if move.source != move.target]
    states = walk.procedure.states
    return [(come.at, gone.at) for come, gone in pairwise(moves) if states[come.target].pauses]


def totals(walk: Walk) -> Iterator[datetime]:
    for clock in walk.procedure.clocks.values():
        started = [move.at for move in walk.log if move.step == clock.starts_with]
        if started:
            longer = any(move.step == EXTENSION for move in walk.log) and clock.extended is not None
            limit = clock.extended if longer and clock.extended is not None else clock.within
            yield stopwatch(limit, started[0], [each for each in pauses_of(walk) if each[0] >= started[0]])


@pytest.mark.parametrize("code", sorted(PROCEDURES))
@given(st.integers(0, 2**32))
def test_limits_are_those_of_a_stopwatch(code: str, seed: int) -> None:
    walk = walked(PROCEDURES[code], Random(seed))
    found, state = due(walk.procedure, walk.log, state=walk.state), walk.procedure.states[walk.state]
    if state.final:
        assert found.nearest is None
        return
    assert found.total == min(totals(walk), default=None)
    own = [step.within for step in walk.procedure.steps_from(walk.state) if step.within is not None]
    assert found.step == min((stopwatch(limit, walk.entered(), []) for limit in own), default=None)


@pytest.mark.parametrize("code", sorted(PROCEDURES))
@given(st.integers(0, 2**32), st.integers(0, 200))
def test_a_case_is_red_from_the_end_of_its_limit_and_never_while_it_rightly_stands_still(
    code: str, seed: int, days: int
) -> None:
    walk = walked(PROCEDURES[code], Random(seed))
    found, now = due(walk.procedure, walk.log, state=walk.state), walk.log[-1].at + timedelta(days=days)
    colour = lamp(found, at=now)
    overdue_before = found.total is not None and found.total <= walk.entered()
    if walk.procedure.states[walk.state].pauses and not overdue_before and (found.step is None or now < found.step):
        assert colour is Lamp.PAUSED
    elif found.nearest is None:
        assert colour is Lamp.NONE
    else:
        assert (colour is Lamp.RED) is (now >= found.nearest)
        assert colour is not Lamp.AMBER or CHINA.workdays_between(local_day(now), last_day(found.nearest)) <= 1


@given(st.sampled_from(["1 wd", "10 wd", "30 wd", "7 d", "60 d", "2 months"]), st.integers(0, 2**32))
def test_however_often_it_stands_still_a_limit_is_that_of_a_stopwatch(limit: str, seed: int) -> None:
    random = Random(seed)
    day = CHINA.next_workday(FIRST + timedelta(days=random.randrange(DAYS)))
    start, pauses = at(day, random), []
    for _ in range(random.randrange(4)):
        since = CHINA.add_workdays(day, random.choice((0, 1, 3, 9)))
        day = CHINA.add_workdays(since, random.choice((1, 4, 15)))
        pauses.append((max(at(since, random), start, *(until for _, until in pauses)), at(day, random)))
    found = end_of(Limit.read(limit), start, still=[Still(*pause) for pause in pauses])
    assert found == stopwatch(Limit.read(limit), start, pauses)
