"""How the offices keep up: what runs, what came, what was done and whether in time; by place, by month, by stage. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Avg,
    BigIntegerField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import TruncDate, TruncMonth

from minzheng.engine.access.scoping import visible
from minzheng.engine.access.types import Actor
from minzheng.engine.cases.clocks import CHINA_TIME
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case, ImprestEntry, ImprestFund
from minzheng.engine.cases.procedures import declared
from minzheng.kernel.division_codes import DivisionCode, DivisionLevel
from minzheng.kernel.months import Month

_TOWNSHIP = 1_000
_GIVES = frozenset({"grant", "aid", "first_aid", "special"})
"""Decisions by which a family gets what it asked for."""


@dataclass(frozen=True)
class OfficeCount:
    """What one place has to do and did.

    Attributes:
        running, overdue, soon: cases now; soon: whose limit ends today or on the next working day.
        submitted, done: in the time asked about.
        timed, in_time: of the done, those with a statutory limit, and those done within it.
    """

    running: int = 0
    overdue: int = 0
    soon: int = 0
    submitted: int = 0
    done: int = 0
    timed: int = 0
    in_time: int = 0

    def __add__(self, other: OfficeCount) -> OfficeCount:
        return OfficeCount(
            self.running + other.running, self.overdue + other.overdue, self.soon + other.soon, self.submitted + other.submitted,
            self.done + other.done, self.timed + other.timed, self.in_time + other.in_time,
        )  # fmt: skip

    @property
    def share_in_time(self) -> float | None:
        """Percent of the done cases with a limit that were done within it; None where there were none."""
        return self.in_time * 100 / self.timed if self.timed else None


@dataclass(frozen=True)
class MonthCount:
    """A month: what was asked for, what was done, and the days a done case took on average (None where none was done)."""

    month: Month
    submitted: int
    done: int
    days: float | None


@dataclass(frozen=True)
class Reached:
    """How many of the cases of a procedure came so far."""

    stage: str
    cases: int


@dataclass(frozen=True)
class Funds:
    """The petty funds of the townships (临时救助备用金): how many there are, and fen in them altogether."""

    townships: int
    balance: int


def offices(place: DivisionCode, *, since: date, by: Actor, at: datetime, soon: datetime) -> dict[int, OfficeCount]:
    """Count by the places below a place: the townships of a county, the villages of a township; itself among them where it has cases.

    Args:
        place: whose.
        since: from which day on what came and what was done is counted.
        by: who asks; they count what they may see.
        at: now.
        soon: limits that end until then are near.
    """
    begin = datetime.combine(since, time(), CHINA_TIME)
    cases = _within(cases_of(by), place).annotate(place=_place(place.level))
    now = cases.filter(closed=False).values("place").annotate(
        running=Count("id"), overdue=Count("id", filter=Q(due__lte=at)), soon=Count("id", filter=Q(due__gt=at, due__lte=soon, paused=False))
    )  # fmt: skip
    came = cases.filter(submitted_on__gte=since).values("place").annotate(submitted=Count("id"))
    done = cases.filter(closed=True, state_since__gte=begin).values("place").annotate(
        done=Count("id"), timed=Count("in_time"), in_time=Count("id", filter=Q(in_time=True))
    )  # fmt: skip
    found: dict[int, OfficeCount] = {}
    counted: Iterable[dict[str, Any]] = (dict(each) for rows in (now, came, done) for each in rows)
    for row in counted:
        code = row.pop("place")
        found[code] = found.get(code, OfficeCount()) + OfficeCount(**row)
    return found


def by_month(place: DivisionCode, *, since: Month, until: Month, by: Actor) -> list[MonthCount]:
    """Count month by month, those in which nothing happened among them; `until` is not counted any more."""
    cases = _within(cases_of(by), place)
    begin = datetime.combine(since.first_day, time(), CHINA_TIME)
    came = _by_month(
        cases.filter(submitted_on__gte=since.first_day)
        .values(month=TruncMonth("submitted_on"))
        .annotate(cases=Count("id"))
        .order_by()
    )
    took = ExpressionWrapper(
        TruncDate("state_since", tzinfo=CHINA_TIME) - F("submitted_on"), output_field=DurationField()
    )
    done = _by_month(
        cases.filter(closed=True, submitted_on__isnull=False, state_since__gte=begin)
        .values(month=TruncMonth("state_since", tzinfo=CHINA_TIME))
        .annotate(cases=Count("id"), mean=Avg(took))
        .order_by()
    )
    return [
        MonthCount(
            month,
            came.get(month, {}).get("cases", 0),
            done.get(month, {}).get("cases", 0),
            done[month]["mean"] / timedelta(days=1) if month in done else None,
        )
        for month in since.until(until)
    ]


def reached(place: DivisionCode, procedure: str, *, chapter: str, since: date, by: Actor) -> list[Reached]:
    """Count how far the cases of a procedure came that were asked for since a day: stage after stage, and what was granted in the end.

    What was withdrawn, not accepted or ended without a decision counts in the first stage alone.
    """
    groups = _within(cases_of(by), place).filter(chapter=chapter, procedure=procedure, submitted_on__gte=since).values(
        "version", "state", "closed", "outcome"
    ).annotate(cases=Count("id"))  # fmt: skip
    stages: list[str] = []
    counted: dict[str, int] = {}
    granted, can_give = 0, False
    for group in groups:
        found = declared(chapter, procedure, group["version"])
        phases = list(dict.fromkeys(state.phase for state in found.states.values() if not state.final))
        stages += [phase for phase in phases if phase not in stages]
        last = _last_stage(phases, found.states[group["state"]].phase, closed=group["closed"], outcome=group["outcome"])
        for phase in phases[: last + 1]:
            counted[phase] = counted.get(phase, 0) + group["cases"]
        can_give |= any(step.decides in _GIVES for step in found.steps.values())
        granted += group["cases"] if group["closed"] and group["outcome"] in _GIVES else 0
    rows = [Reached(stage, counted.get(stage, 0)) for stage in stages]
    return [*rows, Reached("给予", granted)] if can_give else rows


def most_asked(place: DivisionCode, *, since: date, by: Actor) -> list[tuple[str, str, int]]:
    """Return chapter, key and cases of each procedure that was asked for since a day, the most frequent first."""
    groups = (
        _within(cases_of(by), place)
        .filter(submitted_on__gte=since)
        .values("chapter", "procedure")
        .annotate(cases=Count("id"))
    )
    ordered = sorted(groups, key=lambda group: (-group["cases"], group["procedure"]))
    return [(group["chapter"], group["procedure"], group["cases"]) for group in ordered]


def imprest_funds(place: DivisionCode, *, by: Actor) -> Funds:
    """Count the petty funds within a place, and what is in them."""
    last = ImprestEntry.objects.filter(fund=OuterRef("pk")).order_by("-serial").values("balance")[:1]
    found = visible(ImprestFund.objects.all(), by).filter(
        division__gte=place.number, division__lte=place.last_number
    ).aggregate(townships=Count("id"), balance=Sum(Subquery(last)))  # fmt: skip
    return Funds(found["townships"], found["balance"] or 0)


def _within(cases: QuerySet[Case], place: DivisionCode) -> QuerySet[Case]:
    return cases.filter(division__gte=place.number, division__lte=place.last_number)


def _place(level: DivisionLevel) -> ExpressionWrapper[Any]:
    code = F("division_id")
    below_county = level < DivisionLevel.TOWNSHIP
    return ExpressionWrapper(code / _TOWNSHIP * _TOWNSHIP if below_county else code, output_field=BigIntegerField())


def _by_month(rows: Iterable[Any]) -> Mapping[Month, dict[str, Any]]:
    return {Month.of(row["month"]): row for row in rows}


def _last_stage(phases: list[str], phase: str, *, closed: bool, outcome: str) -> int:
    if closed:
        return len(phases) - 1 if outcome else 0
    return phases.index(phase) if phase in phases else 0
