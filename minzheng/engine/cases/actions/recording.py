"""Records made on the way: a visit, a hearing, a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.context import roles_on
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import CaseRecord
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, Fault, FilingProblem
from minzheng.engine.catalogue.procedures import RecordField, RecordKind
from minzheng.engine.database.sealed_values import next_id, seal_json
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.kernel.money import parse_yuan

_LONGEST, _MOST = 4_000, 50


@denials_kept()
@transaction.atomic
def add_record(*, case: int | str, kind: str, content: Mapping[str, Any], by: Actor, at: datetime) -> CaseRecord:
    """Add a record to a case that is not closed; a later one of the kind takes the place of an earlier one, which stays.

    Args:
        case: its identifier or number.
        kind: key of a record that its procedure declares.
        content: values by field, as people write them: dates and amounts as text, people as a list of names.
        by: who made it.
        at: when.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: their role does not make such records.
        CaseProblem: the procedure has no such record, or the case is closed.
        FilingProblem: something in it is missing or wrong; everything wrong is named.
    """
    found = find_case(case, by=by)
    procedure = procedure_of(found)
    declared = procedure.records.get(kind)
    if declared is None:
        raise CaseProblem("这项业务没有这种记录。", remedy="请刷新页面后重新选择。")
    if found.closed:
        raise CaseProblem("这件业务已经办结，不能再补记录。", remedy="如需更正，请另行登记。")
    held = roles_on(found, by, on=clocks.local_day(at))
    if by.kind is not ActorKind.SYSTEM and not held & {Role(role) for role in declared.by}:
        raise denied(
            f"“{declared.title}”由{'、'.join(Role(role).label for role in declared.by)}填写。", action="cases.record", by=by,
            at=at, subject=Subject("case", found.pk), division=found.division_id, detail={"kind": kind},
        )  # fmt: skip
    row = next_id(CaseRecord)
    record = CaseRecord.objects.create(
        id=row, case=found, kind=kind, content=seal_json(Sealed.RECORD, row, checked(declared, content)),
        recorded_by=by.person, recorder=by.name, role=by.role, recorded_at=at, after_movement=found.movements,
    )  # fmt: skip
    audit.record(
        action="cases.record", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id,
        detail={"kind": kind, "record": row},
    )  # fmt: skip
    return record


def checked(declared: RecordKind, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as it is kept.

    Raises:
        FilingProblem: everything that is missing or wrong.
    """
    known = {field.key: field for field in declared.fields}
    faults = [Fault(key[:60], f"{declared.title}没有这一栏") for key in content if key not in known]
    kept: dict[str, Any] = {}
    for field in declared.fields:
        value = content.get(field.key)
        if value in (None, "", []):
            if field.required:
                faults.append(Fault(field.key, f"{declared.title}：请填写{field.label}"))
            continue
        sentence, kept[field.key] = _read(field, value)
        if sentence is not None:
            faults.append(Fault(field.key, f"{declared.title}：{field.label}{sentence}"))
    if faults:
        raise FilingProblem(faults)
    return kept


def _read(field: RecordField, value: Any) -> tuple[str | None, Any]:
    """What is wrong, if anything, and the value as kept."""
    match field.type:
        case "flag":
            return (None, value) if isinstance(value, bool) else ("应填是或否", None)
        case "choice":
            return (None, value) if isinstance(value, str) and value in field.choices else ("请重新选择", None)
        case "count":
            whole = type(value) is int and 0 <= value <= 1_000_000
            return (None, value) if whole else ("应为不小于零的整数", None)
        case "people" | "files":
            return _list(field, value)
        case "date":
            return _date(value)
        case "money":
            return _money(value)
    good = isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value
    return (None, value) if good else (f"应为文字，不超过{_LONGEST}字", None)


def _list(field: RecordField, value: Any) -> tuple[str | None, Any]:
    texts = value if isinstance(value, list) else []
    good = len(texts) <= _MOST and all(
        isinstance(each, str) and 0 < len(each) <= 100 and "\0" not in each for each in texts
    )
    if not good or not texts:
        return "格式不对，请重新填写", None
    if len(set(texts)) < field.at_least:
        return f"至少{field.at_least}名" if field.type == "people" else f"至少{field.at_least}项", None
    return None, list(texts)


def _date(value: Any) -> tuple[str | None, Any]:
    try:
        day = parse_date(value) if isinstance(value, str) else None
    except DateProblem as problem:
        return f"：{problem}", None
    return ("应为日期", None) if day is None else (None, day.isoformat())


def _money(value: Any) -> tuple[str | None, Any]:
    try:
        return (None, parse_yuan(value)) if isinstance(value, str) else ("应为金额", None)
    except ValueError as problem:
        return f"：{problem}", None
