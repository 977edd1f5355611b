"""Deciding: computed anew on what is known, kept with all it stood on, carried out in the awards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.engine.assessments.one_household import Entitlement
from minzheng.engine.awards import actions as awards
from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.queries import grants_of
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.models import Decision
from minzheng.engine.cases.sealed import Sealed, next_id, seal_json
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.models import Household, Person, Source
from minzheng.engine.registry.types import SourceKind
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON
from minzheng.kernel.deadlines import first_payment_month
from minzheng.kernel.months import Month

_LONGEST_EXIT = 6
"""Months of a gradual exit (低保兜底通知2022 四)."""
_PAID = frozenset({"TEKUN", "DIBAO", "DIBAO_SINGLE"})
"""Benefits paid every month; of the others a decision is a recognition, or is paid once."""


@dataclass(frozen=True)
class Decided:
    """A decision and what letters say of it.

    Attributes:
        row: as kept.
        entitlements: what is given from now on.
        before: fen a month until now.
        reasons: why something is refused, lowered or stopped, in words.
    """

    row: Decision
    entitlements: tuple[Entitlement, ...]
    before: int
    reasons: tuple[str, ...]

    @property
    def amount(self) -> int | None:
        """Fen a month, or once; None for a recognition without money."""
        return self.row.amount


def decide(context: Context) -> Decided:
    """Make the decision that the step of a context makes.

    Raises:
        CaseProblem: the rules say something else than the step.
        AwardProblem: a benefit of the kind is already in payment.
    """
    kind = str(context.step.decides)
    given, codes = _outcome(context, kind)
    before = _in_payment(context)
    _check_direction(kind, _monthly(given), sum(grant.monthly_amount for grant in before))
    start = first_payment_month(context.day)
    _carry_out(context, kind, given, before, start)
    row = _kept(context, kind, given, codes, start)
    reasons = tuple(dict.fromkeys([*(DECISION_REASON.label(code) for code in codes)]))
    return Decided(row, given, sum(grant.monthly_amount for grant in before), reasons)


def _outcome(context: Context, kind: str) -> tuple[tuple[Entitlement, ...], tuple[str, ...]]:
    """What is given from now on, and the codes of the reasons."""
    if not context.procedure.results:
        return (), context.given.reasons
    if kind in {"grant", "increase", "reduce", "keep"}:
        return context.entitlements, context.given.reasons
    failed = (failure.code for failure in context.assessment.failures(context.procedure.results))
    return (), context.given.reasons or tuple(dict.fromkeys(failed))


def _in_payment(context: Context) -> list[Grant]:
    if context.case.household_id is None:
        return []
    wanted = {BENEFIT_TYPE.number(benefit) for benefit in context.procedure.results}
    rows = grants_of(context.case.household_id, on=context.day, known_at=context.at)
    return [grant for grant in rows if grant.benefit in wanted]


def _check_direction(kind: str, new: int, old: int) -> None:
    wrong = {
        "increase": new <= old,
        "reduce": not 0 < new < old,
        "keep": old == 0,
        "stop": old == 0,
        "gradual_exit": old == 0,
    }
    if wrong.get(kind, False):
        raise CaseProblem(
            f"核算的月救助金为{new / 100:.2f}元，现为{old / 100:.2f}元，与所作决定不符。", remedy="请按核算结果选择办理方式。"
        )  # fmt: skip


def _carry_out(
    context: Context, kind: str, given: Sequence[Entitlement], before: Iterable[Grant], start: Month
) -> None:
    if context.procedure.opens not in {"grant", "change"} or kind in {"refuse", "keep", "close"}:
        return
    source = registry.record_source(
        kind=SourceKind.OFFICER, title=f"{context.procedure.title}：{context.step.title}", reference=context.case.number,
        by=context.by.name, at=context.at,
    )  # fmt: skip
    until = start + _exit_months(context) if kind == "gradual_exit" else start
    if kind != "grant":
        for grant in before:
            awards.end_grant(grant=grant, until_month=until, source=source, at=context.at)
    _award(context, [each for each in given if each.benefit in _PAID], start, source)


def _award(context: Context, given: Sequence[Entitlement], start: Month, source: Source) -> None:
    household = Household.objects.filter(pk__in=[context.household.household]).first() if given else None
    persons = Person.objects.in_bulk([each.person for each in given if each.person is not None])
    for each in given:
        if household is None or not each.amount:
            continue
        awards.record_grant(
            household=household, person=None if each.person is None else persons[each.person], benefit=each.benefit,
            from_month=start, monthly_amount=each.amount, persons=each.persons, number=context.case.number, source=source,
            at=context.at,
        )  # fmt: skip


def _exit_months(context: Context) -> int:
    months = context.given.data.get("months")
    if not isinstance(months, int) or not 0 < months <= _LONGEST_EXIT:
        raise CaseProblem("请填写渐退期月数。", remedy=f"应为1至{_LONGEST_EXIT}个月。")
    return months


def _kept(context: Context, kind: str, given: Sequence[Entitlement], codes: Sequence[str], start: Month) -> Decision:
    row, computed = next_id(Decision), context.assessment if context.procedure.results else None
    amounts = [each.amount for each in given if each.amount is not None]
    benefit = given[0].benefit if given else "NONE"
    return Decision.objects.create(
        id=row, case=context.case, kind=kind, result=BENEFIT_TYPE.number(benefit), reasons=list(codes),
        amount=sum(amounts) if amounts else context.given.amount, persons=sum(each.persons for each in given) or None,
        from_month=start.first_day if kind not in {"refuse", "close", "keep"} else None,
        as_of=context.day, known_at=context.at, rules=computed.rules if computed else "",
        inputs=computed.inputs if computed else "", grounds=seal_json(Sealed.GROUNDS, row, _grounds(context, given)),
        decided_at=context.at, decided_by=context.by.person,
    )  # fmt: skip


def _grounds(context: Context, given: Sequence[Entitlement]) -> dict[str, Any]:
    if not context.procedure.results:
        return {"reason": context.given.reason}
    computed = context.assessment
    return {
        "reason": context.given.reason,
        "result": computed.result,
        "given": [[each.benefit, each.person, each.amount, each.persons] for each in given],
        "members": [[member.person, member.name, member.relation] for member in computed.household.members],
        "failed": [
            [failure.code, failure.condition, failure.person]
            for failure in computed.failures(context.procedure.results)
        ],
        "parameters": computed.parameters,
        "explanation": computed.explanation,
    }


def _monthly(given: Iterable[Entitlement]) -> int:
    return sum(each.amount or 0 for each in given if each.benefit in _PAID)
