"""Looking at a case, and searching for one: both are events, and some looks need a purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.context import roles_on
from minzheng.engine.cases.finding import cases_of, find_case
from minzheng.engine.cases.models import Case, CaseRecord, Decision, Movement
from minzheng.engine.cases.numbering import clean_number
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.queries.queue import QueueRow, rows_of
from minzheng.engine.cases.readings import Readings
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.registry.keys import index_of
from minzheng.engine.registry.queries.people import search_by_name
from minzheng.engine.registry.types import HouseholdOnDay
from minzheng.kernel.id_numbers import check_id_number

_MOST = 50


@dataclass(frozen=True)
class LogLine:
    """One line of what happened, as officers read it."""

    serial: int
    step: str
    title: str
    by: str
    role: str
    at: datetime
    said: Mapping[str, Any]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class RecordLine:
    """A record as officers read it: label → value."""

    id: int
    kind: str
    title: str
    by: str
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class MaterialLine:
    """A page of what was handed in, without the page itself."""

    id: int
    title: str
    page: int
    pages: int
    by: str
    at: datetime


@dataclass(frozen=True)
class DecisionLine:
    """A decision with what it stood on."""

    id: int
    kind: str
    result: int | None
    amount: int | None
    persons: int | None
    from_month: date | None
    reasons: tuple[str, ...]
    at: datetime
    grounds: Mapping[str, Any]


@dataclass(frozen=True)
class CaseView:
    """A case opened for somebody who may see it; `known`: everything that was read about it, and what is read later."""

    case: Case
    procedure: Procedure
    row: QueueRow
    household: HouseholdOnDay | None
    answers: Mapping[str, Any]
    log: tuple[LogLine, ...]
    records: tuple[RecordLine, ...]
    decisions: tuple[DecisionLine, ...]
    materials: tuple[MaterialLine, ...]
    known: Readings


@denials_kept()
@transaction.atomic
def view_case(case: int | str, *, by: Actor, at: datetime, unmasked: Sequence[str] = ()) -> CaseView:
    """Open a case, and record that it was opened and whose data were shown.

    Args:
        case: its identifier or number.
        by: who; `purpose` says why, for a case that they can do nothing with now and never handled.
        at: when.
        unmasked: what the surface shows in full; said in the event.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: a purpose is needed and none was given.
    """
    found = find_case(case, by=by)
    known = Readings(found, at)
    require_purpose(found, by, at, log=known.log)
    household = known.known_household
    persons = [member.person for member in household.members] if household is not None else []
    audit.record(
        action="cases.view", by=by, at=at, subject=known.subject, division=found.division_id,
        detail={"persons": persons, **({"unmasked": list(unmasked)} if unmasked else {})},
    )  # fmt: skip
    procedure = procedure_of(found)
    (row,) = rows_of([found], at)
    return CaseView(
        found,
        procedure,
        row,
        household,
        {} if found.answers is None else open_json(Sealed.ANSWERS, found.pk, found.answers),
        tuple(_log_line(move, procedure) for move in known.log),
        tuple(_record_line(record, procedure) for record in known.record_rows),
        tuple(_decision_line(each) for each in Decision.objects.filter(case=found).order_by("pk")),
        _materials(found),
        known,
    )


@denials_kept()
@transaction.atomic
def search_cases(text: str, *, by: Actor, at: datetime) -> tuple[QueueRow, ...]:
    """Find cases by number, by the applicant's identity number, or by name or pinyin; what was found is recorded, never the text.

    Raises:
        CaseProblem: the text is too short or too long.
    """
    wanted = text.strip()
    if not 2 <= len(wanted) <= 40 or "\0" in wanted:
        raise CaseProblem("请输入受理编号、姓名（拼音）或者身份证号。", remedy="至少两个字。")
    kind, condition = _meaning(wanted, at)
    found = list(
        cases_of(by).filter(condition).select_related("person", "division__parent").order_by("-opened_at")[:_MOST]
    )
    audit.record(
        action="cases.search", by=by, at=at,
        detail={"by": kind, "cases": [case.pk for case in found], "persons": [case.person_id for case in found if case.person_id]},
    )  # fmt: skip
    return rows_of(found, at)


def _meaning(text: str, at: datetime) -> tuple[str, Q]:
    number = clean_number(text)
    if number is not None:
        return "number", Q(number=number)
    check = check_id_number(text, today=clocks.local_day(at))
    if check.valid:
        return "id_number", Q(person__id_number_index=index_of(check.number))
    return "name", Q(person__in=[person.pk for person in search_by_name(text=text, known_at=at)])


def require_purpose(case: Case, by: Actor, at: datetime, *, log: Sequence[Movement] | None = None) -> None:
    """Ask officers what for, who can do nothing with a case now and never handled it.

    Raises:
        AccessProblem: none was given.
    """
    if by.kind is not ActorKind.OFFICER or by.purpose.strip() or case.handler == by.person:
        return
    held = roles_on(case, by, on=clocks.local_day(at))
    theirs = bool(held & _at_work(case))
    moves = case.log.all() if log is None else log
    handled = any(move.person == by.person and move.actor_kind == ActorKind.OFFICER for move in moves)
    if not handled and not theirs:
        raise denied(
            "这件业务不在您的待办中，查看时请写明目的。", action="cases.view", by=by, at=at, subject=Subject("case", case.pk),
            division=case.division_id, detail={"purpose": "missing"},
        )  # fmt: skip


def _at_work(case: Case) -> set[Role]:
    """Whose work a case is where it stands: who may do a step from there; and, until it is closed, who makes records and does no step at all."""
    procedure = procedure_of(case)
    steps = {Role(role) for step in procedure.steps_from(case.state) for role in step.by}
    if case.closed:
        return steps
    anywhere = {Role(role) for step in procedure.steps.values() for role in step.by}
    return steps | {Role(role) for kind in procedure.records.values() for role in kind.by} - anywhere


def _log_line(move: Movement, procedure: Procedure) -> LogLine:
    step = procedure.steps.get(move.step)
    title = (
        step.title
        if step is not None
        else {"open": "开始填写", clocks.EXTENSION: "延长办理期限"}.get(move.step, move.step)
    )
    said = {} if move.given is None else open_json(Sealed.GIVEN, move.pk, move.given)
    role = Role(move.role).label if move.role else ""
    return LogLine(move.serial, move.step, title, move.name, role, move.at, said, move.data)


def _record_line(record: CaseRecord, procedure: Procedure) -> RecordLine:
    declared = procedure.records[record.kind]
    content = open_json(Sealed.RECORD, record.pk, record.content)
    shown = {
        field.label: field.choices.get(content[field.key], content[field.key])
        if field.type == "choice"
        else content[field.key]
        for field in declared.fields
        if field.key in content
    }
    return RecordLine(record.pk, record.kind, declared.title, record.recorder, record.recorded_at, shown)


def _materials(case: Case) -> tuple[MaterialLine, ...]:
    kept = case.materials.filter(struck_at=None).order_by("pk")
    rows = kept.values_list("pk", "title", "page", "pages", "adder", "added_at")
    return tuple(MaterialLine(*row) for row in rows)


def _decision_line(each: Decision) -> DecisionLine:
    return DecisionLine(
        each.pk, each.kind, each.result, each.amount, each.persons, each.from_month, tuple(each.reasons), each.decided_at,
        open_json(Sealed.GROUNDS, each.pk, each.grounds),
    )  # fmt: skip
