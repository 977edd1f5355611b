"""What must be so before a step: each gate answers nothing, or the sentence that says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.places import destination_of
from minzheng.engine.cases.recomputing import attacked_decision
from minzheng.engine.cases.telling_times import answer_until
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.procedures import Need
from minzheng.engine.notices.queries import phase_of
from minzheng.engine.notices.types import NoticePhase
from minzheng.engine.registry.queries.facts import facts_of
from minzheng.engine.registry.types import SubjectKind
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON
from minzheng.kernel.dates import from_day_number
from minzheng.kernel.periods import full_years

GateFunction: TypeAlias = "Callable[[Context, Any], str | None]"

HEARING_SINCE = date(2026, 7, 1)
"""From this day no adverse decision without hearing the family (社会救助法 第四十八条)."""
BY_OFFICER = frozenset(
    {"NOT_LOCAL", "DUPLICATE_BENEFIT", "NON_COOPERATION", "FALSE_DECLARATION", "WITHDRAWN", "DEATH", "MOVED_OUT"}
)
"""Reasons that a person finds, not a rule."""
_ADULT = 18


def missing(context: Context) -> dict[str, str]:
    """What the step of a context still needs: gate (``record.home_visit`` where it asks for one of several) → sentence."""
    found = ((_key(need), GATES[need.gate](context, need.argument)) for need in context.step.needs)
    return {gate: sentence for gate, sentence in found if sentence is not None}


def _key(need: Need) -> str:
    return f"{need.gate}.{need.argument}" if isinstance(need.argument, str) else need.gate


def _reason(context: Context, _: Any) -> str | None:
    return None if context.given.reason.strip() else "请写明理由"


def _supplement_list(context: Context, _: Any) -> str | None:
    items = [item for item in context.given.supplement if item.strip()]
    return None if items else "请一次性列明需要补充的全部材料"


def _authorised(context: Context, _: Any) -> str | None:
    signed = {str(name) for record in context.records.get("authorisation", ()) for name in record.get("person", ())}
    members = context.household.members
    births = {
        fact.subject: from_day_number(fact.value)
        for fact in facts_of(
            kind=SubjectKind.PERSON, subjects=[member.person for member in members], as_of=context.day, known_at=context.at
        )
        if fact.fact.name == "birth_on"
    }  # fmt: skip
    unsigned = [
        member.name
        for member in members
        if member.name not in signed and _is_adult(births.get(member.person), context.day)
    ]
    return f"还没有签署核对授权：{'、'.join(unsigned)}" if unsigned else None


def _is_adult(born: date | None, on: date) -> bool:
    """Somebody whose birth nobody knows signs too."""
    return born is None or (born <= on and full_years(born, on) >= _ADULT)


def _record(context: Context, kind: str) -> str | None:
    return None if context.records.get(kind) else f"还没有{context.procedure.records[kind].title}"


def _other_person_than(context: Context, steps: list[str]) -> str | None:
    if context.by.kind is not ActorKind.OFFICER:
        return None
    own = [
        move
        for move in context.log
        if move.step in steps and move.person == context.by.person and move.actor_kind == ActorKind.OFFICER
    ]
    if not own:
        return None
    title = context.procedure.steps[own[-1].step].title
    return f"您已办理“{title}”，这一步须由另一名工作人员办理"


def _not_related(context: Context, _: Any) -> str | None:
    if context.by.kind is ActorKind.OFFICER and context.by.person in context.related_officers:
        return "您与申请家庭有近亲属关系，依法应当回避，请交由他人办理"
    return None


def _uninvolved(context: Context, _: Any) -> str | None:
    """Nobody looks into what they did themselves."""
    if context.by.kind is not ActorKind.OFFICER or context.case.related_id is None:
        return None
    theirs = Movement.objects.filter(
        case=context.case.related_id, person=context.by.person, actor_kind=ActorKind.OFFICER
    )
    return "您办过所反映的业务，应当由他人核实" if theirs.exists() else None


def _publicity(context: Context, _: Any) -> str | None:
    if context.notice is None:
        return "还没有公示"
    phase = phase_of(context.notice, on=context.day)
    if phase is NoticePhase.COMPLETE:
        return None
    return {
        NoticePhase.RUNNING: f"公示期到{context.notice.ends_on}，还没有满",
        NoticePhase.OBJECTED: "公示异议还没有处理完",
        NoticePhase.TAKEN_DOWN_EARLY: "公示提前撤下，应当重新公示",
    }[phase]


def _assessed(context: Context, _: Any) -> str | None:
    questions = context.assessment.questions(context.procedure.results)
    return f"核算还有待核实的事项：{'；'.join(questions)}" if questions else None


def _result(context: Context, benefits: list[str]) -> str | None:
    if context.assessment.given(benefits):
        return None
    wanted = "、".join(BENEFIT_TYPE.label(benefit) for benefit in benefits)
    why = "；".join(dict.fromkeys(failure.condition for failure in context.assessment.failures(benefits)))
    return f"按现有事实核算不符合{wanted}{f'（未满足：{why}）' if why else ''}"


def _only(context: Context, benefits: list[str]) -> str | None:
    others = {each.benefit for each in context.entitlements} - set(benefits)
    return f"按核算结果还应给予{'、'.join(BENEFIT_TYPE.label(each) for each in sorted(others))}" if others else None


def _failed_only(context: Context, codes: list[str]) -> str | None:
    failed = {failure.code for failure in context.assessment.failures(context.procedure.results)}
    others = sorted(failed - set(codes))
    return f"还有其他原因：{'、'.join(DECISION_REASON.label(code) for code in others)}" if others else None


def _refusable(context: Context, benefits: list[str]) -> str | None:
    unknown = [code for code in context.given.reasons if code not in BY_OFFICER]
    if unknown:
        words = "、".join(DECISION_REASON.label(code) for code in BY_OFFICER)
        return f"理由由核算得出，另可选择：{words}"
    if context.given.reasons:
        return None
    if context.assessment.given(benefits):
        return "按现有事实核算符合条件，不能不予确认"
    questions = context.assessment.questions(benefits)
    if questions:
        return f"还有待核实的事项，不能据此不予确认：{'；'.join(questions)}"
    return None if context.assessment.failures(benefits) else "没有查明哪一项条件不符合，请写明理由代码"


def _county_visit(context: Context, _: Any) -> str | None:
    if not (context.case.near_relative or context.case.complaint_open):
        return None
    why = "近亲属备案" if context.case.near_relative else "收到投诉举报"
    return None if context.records.get("county_visit") else f"{why}的，县级应当入户调查"


def _hearing(context: Context, _: Any) -> str | None:
    if context.day < HEARING_SINCE:
        return None
    heard = context.records.get("hearing", ())
    if not heard:
        return "作出不利决定以前，应当听取当事人意见并记录"
    until = answer_until(context.procedure, context.log)
    if heard[-1].get("stance") == "SILENT" and until is not None and context.day <= until:
        return f"当事人还没有陈述意见，可以陈述到{until}，期满以后才能作出决定"
    return None


def _reminders(context: Context, count: int) -> str | None:
    made = len(context.records.get("reminder", ()))
    return None if made >= count else f"应当书面催告{count}次，已催告{made}次"


def stated_amount(context: Context) -> int | None:
    """The amount in fen that the record a step asks for states; None where none is stated."""
    kinds = [need.argument for need in context.step.needs if need.gate == "amount"]
    rows = context.records.get(kinds[0], ()) if kinds else ()
    amount = context.given.amount if context.given.amount is not None else rows[-1].get("amount") if rows else None
    return amount if isinstance(amount, int) else None


def _amount(context: Context, _: str) -> str | None:
    amount = stated_amount(context)
    return None if amount is not None and amount > 0 else "还没有写明金额"


def _small_amount(context: Context, _: str) -> str | None:
    ceiling = context.money("small_first_ceiling")
    if ceiling is None:
        return "参数未确认：小金额先行救助上限"
    amount = stated_amount(context) or 0
    return None if amount <= ceiling else f"先行救助金额{amount / 100:.2f}元超过上限{ceiling / 100:.2f}元"


def _township_ceiling(context: Context, _: Any) -> str | None:
    if context.assessment.approver == "TOWNSHIP" or not context.assessment.approver:
        return None
    return "金额超过乡镇、街道审批额度，应当报县级审批"


def _destination(context: Context, _: Any) -> str | None:
    try:
        destination_of(context)
    except CaseProblem as problem:
        return problem.what.rstrip("。")
    return None


def _attacked(context: Context, _: Any) -> str | None:
    return None if attacked_decision(context.case) else "还没有关联被复议、被诉的决定"


def _follow_up(context: Context, _: Any) -> str | None:
    return None if Case.objects.filter(related=context.case).exists() else "还没有另行登记后续业务"


def _done(context: Context, steps: list[str]) -> str | None:
    if any(move.step in steps for move in context.log):
        return None
    return f"还没有办理：{'或者'.join(dict.fromkeys(context.procedure.steps[step].title for step in steps))}"


GATES: dict[str, GateFunction] = {
    "reason": _reason,
    "supplement_list": _supplement_list,
    "authorised": _authorised,
    "record": _record,
    "other_person_than": _other_person_than,
    "uninvolved": _uninvolved,
    "not_related": _not_related,
    "publicity": _publicity,
    "assessed": _assessed,
    "result": _result,
    "only": _only,
    "refusable": _refusable,
    "county_visit": _county_visit,
    "hearing": _hearing,
    "reminders": _reminders,
    "failed_only": _failed_only,
    "amount": _amount,
    "small_amount": _small_amount,
    "township_ceiling": _township_ceiling,
    "destination": _destination,
    "attacked": _attacked,
    "follow_up": _follow_up,
    "done": _done,
}
"""What each gate of the catalogue tests."""
