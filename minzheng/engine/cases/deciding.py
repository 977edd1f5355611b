"""Deciding: computed anew on what is known, kept with all it stood on, carried out in awards and register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.engine.assessments.one_household import Entitlement
from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.queries import grants_of
from minzheng.engine.cases.carrying import PAID, carry_out
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.gates import stated_amount
from minzheng.engine.cases.models import Decision
from minzheng.engine.cases.recomputing import attacked_decision, recompute
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.database.sealed_values import next_id, seal_json
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON
from minzheng.kernel.deadlines import first_payment_month
from minzheng.kernel.months import Month

_GIVING = frozenset({"grant", "increase", "reduce", "keep", "aid"})
_TAKING = frozenset({"refuse", "stop", "gradual_exit"})
_STATED = frozenset({"first_aid", "special"})
"""Amounts that no rule computes: within the ceiling of aid before papers, or as agreed in the coordination mechanism."""
_ON_DECISIONS = frozenset({"uphold", "annul"})
_FROM_A_MONTH = frozenset({"grant", "increase", "reduce", "stop", "gradual_exit"})


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
    _check_direction(kind, _monthly(given), before)
    start = first_payment_month(context.day)
    carry_out(context, kind, given, before, start)
    row = _kept(context, kind, given, codes, start)
    return Decided(row, given, _in_all(before), _words(context, kind, codes))


def _outcome(context: Context, kind: str) -> tuple[tuple[Entitlement, ...], tuple[str, ...]]:
    """What is given from now on, and the codes of the reasons."""
    if not _is_computed(context, kind):
        return (), context.given.reasons
    if kind in _GIVING:
        return context.entitlements, context.given.reasons
    failed = (failure.code for failure in context.assessment.failures(context.procedure.results))
    return (), context.given.reasons or tuple(dict.fromkeys(failed))


def _is_computed(context: Context, kind: str) -> bool:
    return bool(context.procedure.results) and kind in _GIVING | _TAKING


def _words(context: Context, kind: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The reasons as letters say them; where several benefits were asked for at once, each with its own."""
    results = context.procedure.results
    if kind not in _TAKING or context.given.reasons or len(results) < 2:
        return tuple(dict.fromkeys(DECISION_REASON.label(code) for code in codes))
    return tuple(
        dict.fromkeys(
            f"{BENEFIT_TYPE.label(benefit)}：{DECISION_REASON.label(failure.code)}"
            for benefit in results
            for failure in context.assessment.failures([benefit])
        )
    )


def _in_payment(context: Context) -> list[Grant]:
    if context.case.household_id is None:
        return []
    wanted = {BENEFIT_TYPE.number(benefit) for benefit in context.procedure.results}
    rows = grants_of(context.case.household_id, on=context.day, known_at=context.at)
    return [grant for grant in rows if grant.benefit in wanted]


def _check_direction(kind: str, new: int, before: Sequence[Grant]) -> None:
    old, ending = _in_all(before), any(grant.until_month is not None for grant in before)
    wrong = {
        # A family in gradual exit that earns less again goes on as before: its grant gets no end any more.
        "increase": new < old or (new == old and not ending),
        "reduce": not 0 < new < old,
        "keep": old == 0,
        "stop": old == 0,
        "gradual_exit": old == 0,
    }
    if wrong.get(kind, False):
        raise CaseProblem(
            f"核算的月救助金为{new / 100:.2f}元，现为{old / 100:.2f}元，与所作决定不符。", remedy="请按核算结果选择办理方式。"
        )  # fmt: skip


def _kept(context: Context, kind: str, given: Sequence[Entitlement], codes: Sequence[str], start: Month) -> Decision:
    row, computed = next_id(Decision), context.assessment if _is_computed(context, kind) else None
    amounts = [each.amount for each in given if each.amount is not None]
    stated = stated_amount(context) if kind in _STATED else None
    benefit = given[0].benefit if given else context.procedure.results[0] if stated is not None else "NONE"
    attacked = attacked_decision(context.case) if kind in _ON_DECISIONS else None
    return Decision.objects.create(
        id=row, case=context.case, kind=kind, result=BENEFIT_TYPE.number(benefit), reasons=list(codes),
        amount=sum(amounts) if amounts else stated, persons=sum(each.persons for each in given) or None,
        from_month=start.first_day if kind in _FROM_A_MONTH else None,
        as_of=context.day, known_at=context.at, rules=computed.rules if computed else "",
        inputs=computed.inputs if computed else "", grounds=seal_json(Sealed.GROUNDS, row, _grounds(context, kind, given, attacked)),
        decided_at=context.at, decided_by=context.by.person, attacks=attacked,
    )  # fmt: skip


def _grounds(context: Context, kind: str, given: Sequence[Entitlement], attacked: Decision | None) -> dict[str, Any]:
    said: dict[str, Any] = {"reason": context.given.reason}
    if attacked is not None and attacked.rules:
        said["recomputed"] = recompute(attacked, known_at=context.at).as_data()
    if not _is_computed(context, kind):
        return said
    computed = context.assessment
    return said | {
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
    return sum(each.amount or 0 for each in given if each.benefit in PAID)


def _in_all(grants: Iterable[Grant]) -> int:
    return sum(grant.monthly_amount for grant in grants)
