"""Beside the flow: who handles a case, more time for it, a complaint about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.queries import assignments_of, require
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import clocks, telling
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.moving import logged, won
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.readings import related_officers
from minzheng.engine.cases.types import CaseProblem, Given
from minzheng.engine.catalogue.procedures import Step
from minzheng.engine.registry.queries.households import household_on

LEADS = (Role.TOWNSHIP_LEAD, Role.COUNTY_LEAD)
HANDLERS = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICER, Role.COUNTY_LEAD)
"""Who answers for an extension; who may have a case on their desk."""


@denials_kept()
@transaction.atomic
def assign(*, case: int | str, officer: int, reason: str = "", by: Actor, at: datetime) -> Case:
    """Give a case to an officer: take it, hand it over, or withdraw from it (回避).

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: the officer does not work there, is a near relative of the family, or the case is closed.
    """
    found = find_case(case, by=by, lock=True)
    require(
        by, HANDLERS, service=found.chapter, division=found.division_id, action="cases.assign", at=at,
        subject=Subject("case", found.pk),
    )  # fmt: skip
    day = clocks.local_day(at)
    if found.closed:
        raise CaseProblem("这件业务已经办结。", remedy="不必再分派。")
    roles = {
        each.role
        for each in assignments_of(officer, on=day)
        if each.covers(service=found.chapter, division=found.division_id)
    }
    if not roles & set(HANDLERS):
        raise CaseProblem("这名工作人员不在这个地方办理这项业务。", remedy="请另选一名。")
    if officer in _relatives(found, at):
        raise CaseProblem("这名工作人员与申请家庭有近亲属关系，应当回避。", remedy="请另选一名。")
    before = found.handler
    Case.objects.filter(pk=found.pk).update(handler=officer)
    audit.record(
        action="cases.assign", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id,
        detail={"officer": officer, "before": before, "reason": bool(reason.strip())},
    )  # fmt: skip
    found.handler = officer
    return found


@denials_kept()
@transaction.atomic
def extend(*, case: int | str, reason: str, by: Actor, at: datetime) -> Movement:
    """Lengthen the limit of a case to what the law allows, once; a lead answers for it.

    Raises:
        NoCase, AccessProblem: it is not theirs, or they do not lead.
        CaseProblem: no reason, no limit that can be lengthened, or it was lengthened before.
        Conflict: somebody else was first.
    """
    found = find_case(case, by=by, lock=True)
    require(
        by, LEADS, service=found.chapter, division=found.division_id, action="cases.extend", at=at,
        subject=Subject("case", found.pk),
    )  # fmt: skip
    procedure = procedure_of(found)
    if not reason.strip():
        raise CaseProblem("没有写明延长期限的理由。", remedy="请写明理由，并书面告知申请人。")
    if found.closed or found.accepted_on is None or not any(clock.extended for clock in procedure.clocks.values()):
        raise CaseProblem("这件业务没有可以延长的期限。", remedy="请按期办理。")
    if found.extended:
        raise CaseProblem("这件业务的期限已经延长过一次。", remedy="请按延长后的期限办理。")
    state = found.state
    context = Context(found, procedure, _extension(state), by, at, Given(reason=reason.strip()))
    due = won(found, procedure, state, step=clocks.EXTENSION, at=at, log=context.log, extended=True)
    letter = telling.send_letter(context, None, due)
    return logged(
        found,
        step=clocks.EXTENSION,
        source=state,
        by=by,
        at=at,
        given={"reason": reason.strip()},
        data={"letter": letter},
    )


@denials_kept()
@transaction.atomic
def mark_complaint(*, case: int | str, open_: bool, by: Actor, at: datetime) -> Case:
    """Say that a complaint about the family or the handling is open, or settled; while open, the county itself visits.

    Raises:
        NoCase, AccessProblem: it is not theirs.
    """
    found = find_case(case, by=by, lock=True)
    require(
        by, (*HANDLERS, Role.HOTLINE), service=found.chapter, division=found.division_id, action="cases.mark_complaint",
        at=at, subject=Subject("case", found.pk),
    )  # fmt: skip
    Case.objects.filter(pk=found.pk).update(complaint_open=open_)
    audit.record(
        action="cases.mark_complaint", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id,
        detail={"open": open_},
    )  # fmt: skip
    found.complaint_open = open_
    return found


def _extension(state: str) -> Step:
    """The extension as a step: it leads nowhere and tells the family."""
    return Step(
        key=clocks.EXTENSION, title="延长办理期限", sources=(state,), target=state, by=LEADS, within=None, set_locally=False,
        needs=(), once=True, letter="extension", notice=None, decides=None, law=None,
    )  # fmt: skip


def _relatives(case: Case, at: datetime) -> frozenset[int]:
    if case.household_id is None:
        return frozenset()
    household = household_on(household=case.household_id, as_of=clocks.local_day(at), known_at=at)
    return frozenset() if household is None else related_officers(member.person for member in household.members)


__all__ = ["assign", "extend", "mark_complaint"]
