"""Work lists: what waits for whom, the most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from minzheng.engine.access.queries import officer_names
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.cases import clocks
from minzheng.engine.cases.escalation import days_late, risen_to, risen_to_one_of
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case, SavedView
from minzheng.engine.cases.procedures import declared, procedure_of
from minzheng.engine.cases.types import CaseProblem, Lamp
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.names import mask_name

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for no limit in a cursor: those without one come last."""
_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What of the cases to list.

    Attributes:
        waits_for: roles the case waits for; empty for any.
        procedures, states: keys; empty for any.
        division: a township or village; None for everywhere one sees.
        handler: an officer; 0 for those nobody handles; None for any.
        overdue: those past a limit alone.
        risen: those alone that have risen to the asker, because they are late.
        near_relative: those alone in which somebody who works here has a near relative.
        closed: those that are done, newest first, in place of those that run.
    """

    waits_for: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    division: DivisionCode | None = None
    handler: int | None = None
    overdue: bool = False
    risen: bool = False
    near_relative: bool = False
    closed: bool = False


@dataclass(frozen=True)
class QueueRow:
    """One line of a work list; the name is masked.

    Attributes:
        due: the first instant that is too late.
        days_late: working days past the limit; risen_to: whose it has become therefore.
        urged: the family asked how it goes on, and nothing was done since.
    """

    id: int
    number: str
    procedure: str
    title: str
    state: str
    state_title: str
    phase: str
    applicant: str
    division: int
    village: str
    township: str
    lamp: Lamp
    due: datetime | None
    handler: str
    opened_at: datetime
    near_relative: bool
    movements: int
    urged: bool
    days_late: int
    risen_to: Role | None


@dataclass(frozen=True)
class Page:
    """Some lines, and where the next begin; None at the end."""

    rows: tuple[QueueRow, ...]
    next: str | None


@dataclass(frozen=True)
class Counts:
    """How many cases run, wait for the asker's roles, are near their end, past it, have risen to the asker, and stand still."""

    running: int = 0
    mine: int = 0
    amber: int = 0
    overdue: int = 0
    risen: int = 0
    paused: int = 0


@dataclass(frozen=True)
class StateCount:
    """How many cases of a procedure stand in one state, and how many of them are past a limit.

    Attributes:
        called: the procedure's name; title: the state's.
        closed: a case in this state is done.
    """

    procedure: str
    called: str
    state: str
    title: str
    closed: bool
    cases: int
    overdue: int


def queue(wanted: Filter, *, by: Actor, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """List cases that run, the most urgent first (or those that are done, the newest first).

    Args:
        wanted: which.
        by: who asks.
        at: now, for lamps.
        after: `next` of the page before.
        limit: lines of a page, at most 200.

    Raises:
        CaseProblem: `after` is none that was given.
    """
    size = max(1, min(limit, _MOST))
    found = _filtered(wanted, by, at).select_related("person", "division__parent")
    found = _after(found, after, closed=wanted.closed)
    order = ("-opened_at", "-id") if wanted.closed else (F("due").asc(nulls_last=True), "id")
    cases = list(found.order_by(*order)[: size + 1])
    shown = cases[:size]
    more = _cursor(shown[-1], closed=wanted.closed) if len(cases) > size else None
    return Page(rows_of(shown, at), more)


def counts(*, by: Actor, at: datetime) -> Counts:
    """Count the cases that run."""
    held = {each.role for each in by.assignments}
    roles = sorted(role.value for role in held)
    soon = clocks.amber_until(at)
    found = cases_of(by).filter(closed=False).aggregate(
        running=Count("id"), risen=Count("id", filter=risen_to_one_of(held, at=at)), mine=Count("id", filter=Q(waits_for__in=roles)), overdue=Count("id", filter=Q(due__lte=at)),
        amber=Count("id", filter=Q(due__gt=at, due__lte=soon, paused=False)), paused=Count("id", filter=Q(paused=True)),
    )  # fmt: skip
    return Counts(**found)


def waiting_for(*, by: Actor) -> int:
    """Count the running cases that wait for the asker's roles: what stands beside the menu on every page."""
    roles = sorted({each.role.value for each in by.assignments})
    return cases_of(by).filter(closed=False, waits_for__in=roles).count()


def by_state(*, by: Actor, at: datetime) -> list[StateCount]:
    """Count the cases somebody sees, state by state, as the flows are declared."""
    groups = cases_of(by).values("chapter", "procedure", "version", "state").annotate(
        cases=Count("id"), overdue=Count("id", filter=Q(due__lte=at, closed=False))
    )  # fmt: skip
    found = []
    for group in groups:
        procedure = declared(group["chapter"], group["procedure"], group["version"])
        place = list(procedure.states).index(group["state"])
        state = procedure.states[group["state"]]
        row = StateCount(
            group["procedure"],
            procedure.title,
            group["state"],
            state.title,
            state.final,
            group["cases"],
            group["overdue"],
        )
        found.append((group["procedure"], place, row))
    return [row for *_, row in sorted(found, key=lambda each: each[:2])]


def _filtered(wanted: Filter, by: Actor, at: datetime) -> QuerySet[Case]:
    found = cases_of(by).filter(closed=wanted.closed)
    for field, values in (("waits_for", wanted.waits_for), ("procedure", wanted.procedures), ("state", wanted.states)):
        if values:
            found = found.filter(Q((f"{field}__in", values)))
    if wanted.division is not None:
        found = found.filter(division__gte=wanted.division.number, division__lte=wanted.division.last_number)
    if wanted.handler is not None:
        found = found.filter(handler=wanted.handler) if wanted.handler else found.filter(handler__isnull=True)
    if wanted.risen:
        found = found.filter(risen_to_one_of({each.role for each in by.assignments}, at=at))
    if wanted.near_relative:
        found = found.filter(near_relative=True)
    return found.filter(due__lte=at) if wanted.overdue else found


def _after(found: QuerySet[Case], cursor: str | None, *, closed: bool) -> QuerySet[Case]:
    if cursor is None:
        return found
    try:
        instant, number = cursor.split("~")
        when, row = datetime.fromisoformat(instant), int(number)
    except ValueError:
        raise CaseProblem("翻页位置不正确。", remedy="请从第一页重新开始。") from None
    if closed:
        return found.filter(Q(opened_at__lt=when) | Q(opened_at=when, id__lt=row))
    if when == _NEVER:
        return found.filter(due__isnull=True, id__gt=row)
    return found.filter(Q(due__gt=when) | Q(due=when, id__gt=row) | Q(due__isnull=True))


def _cursor(case: Case, *, closed: bool) -> str:
    when = case.opened_at if closed else case.due or _NEVER
    return f"{when.isoformat()}~{case.pk}"


def rows_of(cases: Sequence[Case], at: datetime) -> tuple[QueueRow, ...]:
    """Cases as lines of a list."""
    names = officer_names(case.handler for case in cases if case.handler is not None)
    return tuple(_row(case, names, at) for case in cases)


def numbers_of(cases: Collection[int], *, by: Actor) -> dict[int, str]:
    """The numbers of cases by identifier, as far as somebody may see them."""
    return dict(cases_of(by).filter(pk__in=cases).values_list("pk", "number"))


def saved_views(*, by: Actor) -> list[tuple[int, str, str]]:
    """The filters an officer keeps: identifier, name, and what stands in the address."""
    kept = SavedView.objects.filter(person=by.person or 0).order_by("pk")
    return list(kept.values_list("pk", "name", "query"))


def number_opened_with(key: UUID) -> str | None:
    """Return the number of the case that was opened with a key; None where none was."""
    found = Case.objects.filter(submission_key=key).values_list("number", flat=True).first()
    return None if found is None else str(found)


def row_of(case: Case, *, at: datetime) -> QueueRow:
    """One case as a line of a list."""
    (row,) = rows_of([case], at)
    return row


def _row(case: Case, names: dict[int, str], at: datetime) -> QueueRow:
    procedure = procedure_of(case)
    state = procedure.states[case.state]
    return QueueRow(
        id=case.pk, number=case.number, procedure=case.procedure, title=procedure.title, state=case.state, state_title=state.title,
        phase=state.phase, applicant="" if case.person is None else mask_name(case.person.name), division=case.division_id,
        village=case.division.name, township="" if case.division.parent is None else case.division.parent.name, lamp=lamp_of(case, at),
        due=case.due, handler=names.get(case.handler or 0, ""), opened_at=case.opened_at, near_relative=case.near_relative,
        movements=case.movements, urged=case.urged_at is not None, days_late=0 if case.closed else days_late(case.due, at=at),
        risen_to=None if case.closed else risen_to(case.waits_for, case.due, at=at),
    )  # fmt: skip


def lamp_of(case: Case, at: datetime) -> Lamp:
    """The colour of a case, from what stands in its row."""
    return clocks.lamp(clocks.Due(case.step_due, case.total_due, paused=case.paused), at=at)
