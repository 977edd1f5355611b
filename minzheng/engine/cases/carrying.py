"""Carrying out: what a decision changes in the awards and in the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minzheng.engine.assessments.one_household import Entitlement
from minzheng.engine.awards import actions as awards
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.places import destination_of
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.models import Household, Person, Source
from minzheng.engine.registry.types import SourceKind
from minzheng.kernel.months import Month

PAID = frozenset({"TEKUN", "DIBAO", "DIBAO_SINGLE"})
"""Benefits paid every month; of the others a decision is a recognition, or is paid once."""
_AWARDS = frozenset({"grant", "increase", "reduce", "stop", "gradual_exit"})
_LONGEST_EXIT = 6
"""Months of a gradual exit (低保兜底通知2022 一（三）)."""


def carry_out(context: Context, kind: str, given: Sequence[Entitlement], before: Iterable[Grant], start: Month) -> None:
    """Change the awards, or move the family, as a decision says.

    Args:
        context: of the step that decides.
        kind: what it decides.
        given: what is given from `start` on.
        before: what is in payment until then.
        start: first month it holds for.

    Raises:
        CaseProblem: nobody said for how many months, or where the family lives now.
        AwardProblem: a benefit of the kind is already in payment.
    """
    if kind == "transfer":
        _move(context)
    elif kind in _AWARDS:
        _award_anew(context, kind, given, before, start)


def exit_months(context: Context) -> int:
    """Months of a gradual exit, from what is sent with the step or from the last record that says them.

    Raises:
        CaseProblem: nobody said, or it is longer than may be.
    """
    written = [row["months"] for rows in context.records.values() for row in rows if "months" in row]
    months = context.given.data.get("months", written[-1] if written else None)
    if not isinstance(months, int) or not 0 < months <= _LONGEST_EXIT:
        raise CaseProblem("请填写渐退期月数。", remedy=f"应为1至{_LONGEST_EXIT}个月。")
    return months


def _award_anew(
    context: Context, kind: str, given: Sequence[Entitlement], before: Iterable[Grant], start: Month
) -> None:
    source = registry.record_source(
        kind=SourceKind.OFFICER, title=f"{context.procedure.title}：{context.step.title}", reference=context.case.number,
        by=context.by.name, at=context.at,
    )  # fmt: skip
    until = start + exit_months(context) if kind == "gradual_exit" else start
    if kind != "grant":
        for grant in before:
            awards.end_grant(grant=grant, until_month=until, source=source, at=context.at)
    _award(context, [each for each in given if each.benefit in PAID], start, source)


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


def _move(context: Context) -> None:
    """The family and its case go to the other village; what it receives goes on unchanged."""
    division, address = destination_of(context)
    household = context.case.household
    if household is None:
        raise CaseProblem("这件业务没有登记家庭，不能迁移。", remedy="请先登记家庭和成员。")
    registry.move_household(household=household, division=division, address=address)
    Case.objects.filter(pk=context.case.pk).update(division=division)
    context.case.division_id = division
