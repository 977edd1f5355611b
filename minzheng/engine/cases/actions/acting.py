"""Any step of any flow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor, KeyReused
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import gates, telling
from minzheng.engine.cases.context import Context, roles_on
from minzheng.engine.cases.deciding import Decided, decide
from minzheng.engine.cases.effects import EFFECTS
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.moving import logged, lost, won
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.submitting import FILING, file_answers
from minzheng.engine.cases.types import CaseProblem, GateProblem, Given
from minzheng.engine.catalogue.procedures import Procedure, Step
from minzheng.engine.database.sealed_values import open_json

_LONGEST_REASON, _MOST_ITEMS = 2_000, 30
_ACCEPTS = "accept"
"""The step that accepts an application, whether or not a limit starts with it."""


@denials_kept()
@transaction.atomic
def act(*, case: int | str, step: str, by: Actor, at: datetime, given: Given | None = None) -> Movement:
    """Do a step of a case.

    Args:
        case: its identifier or number.
        step: key of the step in its flow.
        by: who.
        at: when.
        given: what they bring to it.

    Returns:
        The movement; the one that was made where the same `given.key` was sent before.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: it is not theirs to do.
        Conflict: the case stands elsewhere, or somebody else was first.
        GateProblem: something the step needs is missing.
        FilingProblem, CaseProblem, NoticeProblem, AwardProblem: what was given cannot be taken.
    """
    given = given or Given()
    found = find_case(case, by=by, lock=True)
    procedure = procedure_of(found)
    before = _sent_before(found, step, given)
    if before is not None:
        return before
    chosen = procedure.steps.get(step)
    if chosen is None:
        raise CaseProblem("这项业务没有这个步骤。", remedy="请刷新页面后重新选择。")
    context = Context(found, procedure, chosen, by, at, given)
    role = _role_for(context)
    _check_given(given)
    if found.state not in chosen.sources or given.expected not in {None, found.movements}:
        raise lost(found, procedure)
    return _done(context, role)


def _done(context: Context, role: str) -> Movement:
    case, step, source = context.case, context.step, context.case.state
    if step.key in FILING and _declares(context):
        file_answers(case, context.procedure, by=context.by, on=context.day, at=context.at)
    missing = gates.missing(context)
    if step.once and any(move.step == step.key for move in context.log):
        missing["once"] = f"“{step.title}”只能办理一次"
    if missing:
        raise GateProblem(step.title, missing)
    due = won(
        case, context.procedure, step.target, step=step.key, at=context.at, log=context.log, **_changes(context)
    )  # fmt: skip
    decided: Decided | None = decide(context) if step.decides else None
    data: dict[str, Any] = {"gates": [need.gate for need in step.needs]}
    if decided is not None:
        data["decision"] = decided.row.pk
    if step.effect is not None:
        EFFECTS[step.effect](context, decided)
    if step.letter is not None:
        data["letter"] = telling.send_letter(context, decided, due, role=role)
    if step.notice is not None:
        data["notice"] = telling.hang_notice(context, decided)
    return logged(
        case, step=step.key, source=source, by=context.by, at=context.at, given=_said(context.given), data=data,
        key=context.given.key, role=role,
    )  # fmt: skip


def _declares(context: Context) -> bool:
    """Whether the family states how it is: who is registered and reports a change need not say everything again."""
    known = context.procedure.opens == "change" and context.case.household_id is not None
    return context.procedure.form is not None and not (known and context.case.answers is None)


def _changes(context: Context) -> dict[str, Any]:
    """What a step changes in the row beside the state."""
    case, step, day = context.case, context.step, context.day
    changes: dict[str, Any] = {}
    if case.submitted_on is None and case.state == context.procedure.start.key and step.target != case.state:
        changes["submitted_on"] = day
    starts = any(clock.starts_with == step.key for clock in context.procedure.clocks.values())
    if (starts or step.key == _ACCEPTS) and case.accepted_on is None:
        changes["accepted_on"] = day
        if case.handler is None and context.by.kind is ActorKind.OFFICER:
            changes["handler"] = context.by.person
    if step.decides is not None:
        changes |= {"outcome": step.decides, "decided_on": day}
    return changes


def _role_for(context: Context) -> str:
    """The role the step is done in.

    Raises:
        AccessProblem: they hold none that may.
    """
    case, step, by = context.case, context.step, context.by
    if by.kind is ActorKind.SYSTEM:
        return ""
    held = roles_on(case, by, on=context.day) & {Role(role) for role in step.by}
    if held:
        return min(held)
    raise denied(
        f"“{step.title}”由{'、'.join(Role(role).label for role in step.by)}办理，您没有这个岗位。",
        action=f"cases.{step.key}", by=by, at=context.at, subject=Subject("case", case.pk), division=case.division_id,
        detail={"roles": list(step.by)},
    )  # fmt: skip


def _sent_before(case: Case, step: str, given: Given) -> Movement | None:
    if given.key is None:
        return None
    found = Movement.objects.filter(key=given.key).first()
    if found is None:
        return None
    said = {} if found.given is None else open_json(Sealed.GIVEN, found.pk, found.given)
    if (found.case_id, found.step) != (case.pk, step) or said != _said(given):
        raise KeyReused
    return found


def _check_given(given: Given) -> None:
    texts = (given.reason, *given.supplement, *given.places)
    if len(given.supplement) > _MOST_ITEMS or any(len(text) > _LONGEST_REASON or "\0" in text for text in texts):
        raise CaseProblem(
            f"填写的文字过长，或者含有不能保存的字符：每项不超过{_LONGEST_REASON}字，清单不超过{_MOST_ITEMS}项。",
            remedy="请改短后重新提交。",
        )


def _said(given: Given) -> dict[str, Any]:
    said = {
        "reason": given.reason,
        "supplement": list(given.supplement),
        "reasons": list(given.reasons),
        "places": list(given.places),
        "amount": given.amount,
        "data": dict(given.data),
    }
    return {name: value for name, value in said.items() if value}


__all__ = ["Procedure", "Step", "act"]
