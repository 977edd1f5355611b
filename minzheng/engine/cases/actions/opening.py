"""Opening a case, and changing what is filled in until it is submitted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor, KeyReused
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.context import roles_on
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.moving import logged
from minzheng.engine.cases.numbering import next_number
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.submitting import FILING
from minzheng.engine.cases.types import CaseProblem, Channel
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import next_id, seal_json
from minzheng.engine.registry.models import Division, Household, Person

_MOST_BYTES = 256_000
_COUNTY = 10**6


@denials_kept()
@transaction.atomic
def open_case(
    *, procedure: Procedure, division: int, channel: Channel, answers: Mapping[str, Any] | None = None,
    household: Household | None = None, person: Person | None = None, related: Case | None = None, key: UUID | None = None,
    by: Actor, at: datetime,
) -> Case:  # fmt: skip
    """Open a case.

    Args:
        procedure: its newest version.
        division: the village (12 digits) it belongs to; a case of a procedure kept at the county belongs to its county.
        channel: how it came in.
        answers: what is filled in so far.
        household, person: whom it concerns, where they are registered already.
        related: the case it follows from.
        key: the sender's own mark: sent again with the same content, the same case is answered.
        by: who.
        at: when.

    Raises:
        AccessProblem: they may not open such a case there.
        CaseProblem: no such village, the answers are too long, or the key was used for something else.
    """
    _require(procedure, division, by=by, at=at)
    if procedure.at_county:
        division = division // _COUNTY * _COUNTY
    if not Division.objects.filter(code=division).exists():
        raise CaseProblem("没有这个村（社区）。", remedy="请重新选择所在的村（社区）。")
    digest = _digest(procedure, division, answers)
    try:
        with transaction.atomic():
            return _opened(procedure, division, channel, answers, household, person, related, key, digest, by=by, at=at)
    except IntegrityError:
        found = Case.objects.filter(submission_key=key).first() if key is not None else None
        if found is None:
            raise
        if found.submission_digest != digest:
            raise KeyReused from None
        return found


@denials_kept()
@transaction.atomic
def save_answers(*, case: int | str, answers: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """Keep what is filled in so far; a case takes answers until it is submitted, and while papers are missing.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: they may not file it.
        CaseProblem: it takes no answers any more, or they are too long.
    """
    found = find_case(case, by=by, lock=True)
    procedure = procedure_of(found)
    state = procedure.states[found.state]
    if not any(step.key in FILING for step in procedure.steps_from(found.state)):
        raise CaseProblem(f"这件业务现在是“{state.title}”，申请内容不能再改。", remedy="如有变化，请告知经办人员。")
    if by.kind is not ActorKind.SYSTEM and not roles_on(found, by, on=clocks.local_day(at)) & {
        Role(role) for role in procedure.by
    }:
        raise denied(
            "您不能填写这件申请。", action="cases.save_answers", by=by, at=at, subject=Subject("case", found.pk)
        )
    check_size(answers)
    Case.objects.filter(pk=found.pk).update(answers=seal_json(Sealed.ANSWERS, found.pk, dict(answers)))
    audit.record(
        action="cases.save_answers", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id
    )
    found.refresh_from_db()
    return found


def _opened(
    procedure: Procedure, division: int, channel: Channel, answers: Mapping[str, Any] | None, household: Household | None,
    person: Person | None, related: Case | None, key: UUID | None, digest: str, *, by: Actor, at: datetime,
) -> Case:  # fmt: skip
    row, day, state = next_id(Case), clocks.local_day(at), procedure.start.key
    due = clocks.due(procedure, [clocks.Moved("open", "", state, at)], state=state)
    applicant = person.pk if person is not None else by.person if by.kind is ActorKind.RESIDENT else None
    case = Case.objects.create(
        id=row, number=next_number(division=division, year=day.year), chapter=procedure.chapter, procedure=procedure.code,
        version=procedure.version, household=household, person_id=applicant, division_id=division, channel=channel,
        restricted=procedure.restricted, waits_for=next(iter(procedure.start.waits_for), ""), state=state, state_since=at, movements=1, opened_at=at,
        step_due=due.step, total_due=due.total, due=due.nearest,
        answers=None if answers is None else seal_json(Sealed.ANSWERS, row, dict(answers)), submission_key=key,
        submission_digest=digest, related=related,
    )  # fmt: skip
    logged(case, step="open", source="", by=by, at=at)
    return case


def _require(procedure: Procedure, division: int, *, by: Actor, at: datetime) -> None:
    if by.kind is ActorKind.SYSTEM:
        return
    wanted = {Role(role) for role in procedure.by}
    held = (
        {Role.APPLICANT, Role.AGENT} if by.kind is ActorKind.RESIDENT
        else by.roles_for(service=procedure.chapter, division=division)
    )  # fmt: skip
    if not wanted & held:
        raise denied(
            f"您不能在这个地方提出“{procedure.title}”。", action="cases.open", by=by, at=at, division=division,
            detail={"procedure": procedure.code, "roles": list(procedure.by)},
        )  # fmt: skip


def _digest(procedure: Procedure, division: int, answers: Mapping[str, Any] | None) -> str:
    text = check_size(answers or {})
    return hashlib.sha256(f"{procedure.code}\n{division}\n{text}".encode()).hexdigest()


def check_size(answers: Mapping[str, Any]) -> str:
    """Return answers as they are compared. Raises CaseProblem if they cannot be kept, or are too long."""
    try:
        text = json.dumps(answers, ensure_ascii=False, sort_keys=True, allow_nan=False)
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError):
        raise CaseProblem("申请内容不能保存：含有无法识别的字符或者数值。", remedy="请核对后重新填写。") from None
    if size > _MOST_BYTES:
        raise CaseProblem(f"申请内容超过{_MOST_BYTES // 1000}KB。", remedy="请删去多余的内容。")
    return text
