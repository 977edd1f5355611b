"""Limits of time, computed from what happened to a case: pure, without database or clock.

A limit in working days ends with its last working day, the day it starts from does not count (民法典 第二百零一条); one in days or months
that ends on a rest day ends on the next working day (第二百零三条); one in hours ends to the minute. A state that pauses stops the limit
over the whole procedure: its days, or its working days, are added at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from minzheng.engine.cases.types import Lamp
from minzheng.engine.catalogue.procedures import Clock, Limit, LimitUnit, Procedure
from minzheng.kernel.periods import days_period_end, months_period_end
from minzheng.kernel.working_days import CHINA

CHINA_TIME = ZoneInfo("Asia/Shanghai")
EXTENSION = "extend"
"""The movement that lengthens a limit, beside the steps that a flow declares."""

_SOON = 2
"""A case is amber when its limit ends today or on the next working day."""


@dataclass(frozen=True)
class Moved:
    """What a clock needs to know of a movement."""

    step: str
    source: str
    target: str
    at: datetime


@dataclass(frozen=True)
class Still:
    """A time in which a limit stood still."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Due:
    """The limits of a case; each is the first instant that is too late.

    Attributes:
        step: of the step that is next.
        total: of the whole procedure.
        paused: whether the limit of the procedure stands still.
    """

    step: datetime | None
    total: datetime | None
    paused: bool = False

    @property
    def nearest(self) -> datetime | None:
        """The earlier of the two."""
        return min((end for end in (self.step, self.total) if end is not None), default=None)


def local_day(at: datetime) -> date:
    """The day it is in China at an instant."""
    return at.astimezone(CHINA_TIME).date()


def due(procedure: Procedure, log: Sequence[Moved], *, state: str) -> Due:
    """Compute the limits of a case.

    Args:
        procedure: the version the case was opened under.
        log: every movement in order, extensions among them.
        state: where the case stands.

    Raises:
        CalendarMissing: a limit runs into a year without a holiday table.
    """
    if procedure.states[state].final:
        return Due(None, None)
    total = _total(procedure, log)
    return Due(_step_end(procedure, log, state), total, paused=_paused(procedure, log, state, total))


def kept(procedure: Procedure, log: Sequence[Moved]) -> bool | None:
    """Whether a case whose last movement closed it was done within the limit of its procedure; None where none ran."""
    total = _total(procedure, log)
    return None if total is None else log[-1].at < total


def lamp(due: Due, *, at: datetime) -> Lamp:
    """The colour of a case at an instant."""
    end = due.nearest
    if due.paused and (due.step is None or at < due.step):
        return Lamp.PAUSED
    if end is None:
        return Lamp.NONE
    if at >= end:
        return Lamp.RED
    return Lamp.AMBER if end <= amber_until(at) else Lamp.GREEN


def amber_until(at: datetime) -> datetime:
    """Limits that end until then are near their end: what counts together asks it once."""
    return end_of_day(CHINA.add_workdays(local_day(at), _SOON - 1))


def last_day(end: datetime) -> date:
    """The last day of a limit, as letters print it."""
    return local_day(end - timedelta(microseconds=1))


def end_of(limit: Limit, start: datetime, *, still: Sequence[Still] = ()) -> datetime:
    """The first instant after a limit.

    Args:
        limit: how long.
        start: when it starts.
        still: times in which it stood still. One that began after the limit had ended lengthens nothing.
    """
    if limit.unit is LimitUnit.HOURS:
        return start + timedelta(hours=limit.count)
    working, last = limit.unit is LimitUnit.WORKING_DAYS, _last_day(limit, local_day(start))
    for each in still:
        if each.since >= end_of_day(_rolled(last)):
            break
        since, until = local_day(each.since), local_day(each.until)
        given_back = CHINA.workdays_between(since, until) if working else (until - since).days
        last = CHINA.add_workdays(last, given_back) if working else max(last, since) + timedelta(days=given_back)
    return end_of_day(_rolled(last))


def _last_day(limit: Limit, day: date) -> date:
    """The last day of a limit that never stands still, on a rest day perhaps."""
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            return CHINA.add_workdays(day, limit.count)
        case LimitUnit.DAYS:
            return days_period_end(day, limit.count)
        case _:
            return months_period_end(day, limit.count)


def _rolled(day: date) -> date:
    return days_period_end(day, 0, roll=CHINA)


def _step_end(procedure: Procedure, log: Sequence[Moved], state: str) -> datetime | None:
    limits = [step.within for step in procedure.steps_from(state) if step.within is not None]
    entered = next((move.at for move in reversed(log) if move.target == state and move.source != state), None)
    if entered is None or not limits:
        return None
    return min(end_of(limit, entered) for limit in limits)


def _total(procedure: Procedure, log: Sequence[Moved]) -> datetime | None:
    ends = [end for clock in procedure.clocks.values() if (end := _end_of(clock, procedure, log)) is not None]
    return min(ends, default=None)


def _end_of(clock: Clock, procedure: Procedure, log: Sequence[Moved]) -> datetime | None:
    start = next((move.at for move in log if move.step == clock.starts_with), None)
    if start is None:
        return None
    lengthened = any(move.step == EXTENSION for move in log)
    limit = clock.extended if lengthened and clock.extended is not None else clock.within
    return end_of(limit, start, still=[each for each in _still(procedure, log) if each.since >= start])


def _still(procedure: Procedure, log: Sequence[Moved]) -> Iterator[Still]:
    """Each time that the case stood in a state that pauses and has left it again."""
    for entered, left in pairwise(move for move in log if move.source != move.target):
        if procedure.states[entered.target].pauses:
            yield Still(entered.at, left.at)


def _paused(procedure: Procedure, log: Sequence[Moved], state: str, total: datetime | None) -> bool:
    """Whether the limit stands still now; one that had ended before does not begin to."""
    if not procedure.states[state].pauses:
        return False
    entered = next((move.at for move in reversed(log) if move.target == state and move.source != state), None)
    return total is None or entered is None or entered < total


def end_of_day(day: date) -> datetime:
    """The first instant after a day in China."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA_TIME).astimezone(UTC)
