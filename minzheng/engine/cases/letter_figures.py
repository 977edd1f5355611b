"""What a decision stood on, as its letter prints it: figures, hearing, account, the next review, the end of a gradual exit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from minzheng.engine.assessments.figures import Figure, Shortcoming
from minzheng.engine.cases.carrying import PAID, exit_months
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.deciding import Decided
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.registry.queries.facts import facts_of
from minzheng.engine.registry.queries.households import masked_account_of
from minzheng.engine.registry.types import SubjectKind
from minzheng.kernel.codes import BENEFIT_TYPE, HARDSHIP_CAUSE, LABOUR_CAPACITY
from minzheng.kernel.deadlines import first_payment_month, review_due

_COMPUTED = frozenset({"grant", "increase", "reduce", "stop", "gradual_exit", "refuse", "aid"})
_YEARLY = frozenset({"TEKUN"})
_CAN_WORK = frozenset(LABOUR_CAPACITY.number(key) for key in ("FULL", "PARTIAL"))
_INTERVAL = "review_interval"


def letter_figures(context: Context, decided: Decided) -> dict[str, Any]:
    """Return what the letter of a decision may print beyond the decision itself; nothing of decisions that no rule computes.

    Raises:
        CaseProblem: nobody said for how many months a gradual exit lasts.
        TamperedError: the account was altered.
    """
    kind = decided.row.kind
    if not context.procedure.results:
        return {}
    emergency = _emergency(context) if "TEMP" in context.procedure.results else {}
    if kind not in _COMPUTED:
        return emergency
    figures = context.assessment.figures
    benefits = [each.benefit for each in decided.entitlements] or list(context.procedure.results)
    found: dict[str, Any] = emergency | {
        "figures": [{"label": each.label, "value": each.value} for each in figures.head],
        "failed": list(_failed(benefits, figures.shortcomings)) if not decided.entitlements else [],
        "workings": list(_workings(benefits, figures.workings)) if decided.entitlements else [],
    }
    if decided.entitlements:
        found["account"] = _account(context)
    if decided.entitlements and any(benefit in PAID for benefit in benefits):
        found["review_by"] = _review_by(context, benefits)
    if kind == "gradual_exit":
        months = exit_months(context)
        found["last_month"] = first_payment_month(context.day) + (months - 1)
    return found


def foreseen_workings(context: Context) -> list[dict[str, str]]:
    """What would be given today and how it is worked out, for a letter that tells before the decision."""
    benefits = [each.benefit for each in context.entitlements]
    return list(_workings(benefits, context.assessment.figures.workings)) if benefits else []


def _failed(benefits: Sequence[str], failed: Mapping[str, Sequence[Shortcoming]]) -> Iterator[dict[str, str]]:
    several = len(benefits) > 1
    for benefit in benefits:
        for each in failed.get(benefit, ()):
            words = "：".join(
                filter(None, (BENEFIT_TYPE.label(benefit) if several else "", each.about, each.condition))
            )
            yield {
                "condition": words,
                "figures": "；".join(map(_said, each.figures)) or "没有可列的数字",
                "law": "、".join(each.articles),
            }


def _said(figure: Figure) -> str:
    return f"{figure.label}{figure.value}" + (f"（{figure.how}）" if figure.how else "")


def _workings(benefits: Sequence[str], workings: Mapping[str, Sequence[Figure]]) -> Iterator[dict[str, str]]:
    for benefit in dict.fromkeys(benefits):
        for each in workings.get(benefit, ()):
            yield {"label": each.label, "value": each.value, "how": each.how}


def _emergency(context: Context) -> dict[str, Any]:
    """The cause that temporary assistance answers, and its form: money, unless the step says otherwise (社会救助法 第二十九条)."""
    household = context.household.household
    facts = facts_of(kind=SubjectKind.HOUSEHOLD, subjects=[household], as_of=context.day, known_at=context.at)
    cause = next((fact.value for fact in facts if fact.fact.name == "hardship_cause"), None)
    return {"cause": HARDSHIP_CAUSE.label(cause) if cause else None, "form": "发放救助金"}


def _account(context: Context) -> str | None:
    return masked_account_of(household=context.household.household, as_of=context.day, known_at=context.at)


def _review_by(context: Context, benefits: Sequence[str]) -> date | None:
    """The day by which the family is looked at again; None while no interval is in force.

    A family in which somebody can work is looked at every half year, others every year (最低生活保障审核确认办法 第三十一条); destitute
    persons every year.
    """
    place = settings.MINZHENG
    locality = governing(county=place.locality, demo=place.demo)
    setting = load_chapter(context.case.chapter).parameters.setting(
        _INTERVAL, place=locality.governs(f"{context.case.division_id:012d}"), on=context.day, demo=place.demo
    )
    months = setting.row.value if setting.row is not None and setting.confirmed else None
    if not isinstance(months, Mapping):
        return None
    stable = set(benefits) <= _YEARLY or not _somebody_can_work(context)
    return review_due(context.day, int(months["STABLE" if stable else "UNSTABLE"]))


def _somebody_can_work(context: Context) -> bool:
    persons = [member.person for member in context.household.members]
    facts = facts_of(kind=SubjectKind.PERSON, subjects=persons, as_of=context.day, known_at=context.at)
    return any(fact.fact.name == "labour_capacity" and fact.value in _CAN_WORK for fact in facts)
