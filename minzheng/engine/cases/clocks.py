"""Limits of time, computed from what happened to a case: pure, without database or clock.

A limit in working days ends with its last working day, the day it starts from does not count (民法典 第二百零一条); one in hours ends
to the minute. A state that pauses stops the limit over the whole procedure: its working days are added at the end.
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
    ends = [end for clock in procedure.clocks.values() if (end := _end_of(clock, procedure, log)) is not None]
    return Due(_step_end(procedure, log, state), min(ends, default=None), paused=procedure.states[state].pauses)


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
    return _end_of_day(CHINA.add_workdays(local_day(at), _SOON - 1))


def last_day(end: datetime) -> date:
    """The last day of a limit, as letters print it."""
    return local_day(end - timedelta(microseconds=1))


def end_of(limit: Limit, start: datetime, *, extra: int = 0) -> datetime:
    """The first instant after a limit.

    Args:
        limit: how long.
        start: when it starts.
        extra: working days added, for times it stood still.
    """
    if limit.unit is LimitUnit.HOURS:
        return start + timedelta(hours=limit.count)
    day = local_day(start)
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            last = CHINA.add_workdays(day, limit.count + extra)
        case LimitUnit.DAYS:
            last = CHINA.add_workdays(days_period_end(day, limit.count), extra)
        case LimitUnit.MONTHS:
            last = CHINA.add_workdays(months_period_end(day, limit.count), extra)
    return _end_of_day(last)


def _step_end(procedure: Procedure, log: Sequence[Moved], state: str) -> datetime | None:
    limits = [step.within for step in procedure.steps_from(state) if step.within is not None]
    entered = next((move.at for move in reversed(log) if move.target == state and move.source != state), None)
    if entered is None or not limits:
        return None
    return min(end_of(limit, entered) for limit in limits)


def _end_of(clock: Clock, procedure: Procedure, log: Sequence[Moved]) -> datetime | None:
    start = next((move.at for move in log if move.step == clock.starts_with), None)
    if start is None:
        return None
    lengthened = any(move.step == EXTENSION for move in log)
    limit = clock.extended if lengthened and clock.extended is not None else clock.within
    return end_of(limit, start, extra=sum(_still(procedure, log, start)))


def _still(procedure: Procedure, log: Sequence[Moved], start: datetime) -> Iterator[int]:
    """Working days of each time that the case stood in a state that pauses and has left it again, after the clock started."""
    for entered, left in pairwise(move for move in log if move.source != move.target or move is log[-1]):
        if procedure.states[entered.target].pauses and left.source == entered.target and entered.at >= start:
            yield CHINA.workdays_between(local_day(entered.at), local_day(left.at))


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA_TIME).astimezone(UTC)
