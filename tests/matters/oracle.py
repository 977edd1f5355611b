"""An independent, slow, exact calculator of the assistance cascade, one household at a time.

It follows the statutes as the project's domain reading states them, in plain Python on fractions, and shares nothing with the rules
but the names of facts and parameters. Where the rules and this calculator differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.matters.oracle_destitute import destitute_faults, grant_destitute
from tests.matters.oracle_means import (
    RIGID_RULES,
    ZERO,
    Member,
    Parameters,
    Person,
    Result,
    counting,
    counts,
    deduction_of,
    imputed_of,
    income_of,
    property_faults,
    property_of,
    rounded,
    severe,
    support_of,
    years,
)


def months_old(birth: date, on: date) -> int:
    """Calendar months between the month of birth and this month."""
    return (on.year - birth.year) * 12 + on.month - birth.month


def uplift_of(person: Person, as_of: date, p: Parameters, base: Fraction) -> Fraction:
    """Classified uplift of one person; ``base`` is what a share is a share of."""
    months = months_old(person["birth_on"], as_of)
    elderly = p["uplift_elderly_age"] * 12
    groups = {
        "ELDERLY": months > elderly if p["uplift_age_effect"] == "MONTH_AFTER" else months >= elderly,
        "MINOR": months <= 18 * 12,
        "SEVERE_DISABILITY": severe(person["disability_type"], person["disability_grade"]),
        "SERIOUS_ILLNESS": person["serious_illness"],
        "PREGNANT_OR_NURSING": person["pregnant_or_nursing"],
        "SINGLE_PARENT": person["single_parent"],
    }
    fixed = p["uplift_method"] == "FIXED"
    sums = [
        p["uplift_amount"].get(group, ZERO) if fixed else base * p["uplift_share"].get(group, ZERO)
        for group, holds in groups.items()
        if holds
    ]
    return rounded(sum(sums, ZERO) if p["uplift_stacking"] == "SUM" else max(sums, default=ZERO), "HALF_UP_FEN")


def base_of(income_month: Fraction, guaranteed: Fraction, size: int, p: Parameters) -> Fraction:
    """The allowance before uplift."""
    if p["benefit_method"] == "GAP":
        amount = max(ZERO, guaranteed - income_month)
    else:
        rows = [row for row in p["benefit_tiers"] if income_month / guaranteed <= row["max_ratio"]]
        amount = rows[0]["per_person"] * size if rows else ZERO
    return max(rounded(amount, p["benefit_rounding"]), p["benefit_minimum"])


def single_amount(own: Fraction, standard: Fraction, p: Parameters) -> Fraction:
    """The allowance of one member of an edge family taken in alone."""
    amounts = {
        "OWN_INCOME_GAP": max(ZERO, standard - own),
        "FULL_STANDARD": standard,
        "FIXED": p["single_person_amount"],
        "PERCENT": standard * p["single_person_share"],
    }
    return rounded(amounts[p["single_person_method"]], p["benefit_rounding"])


def rigid_spending(people: list[Person], guaranteed: Fraction, p: Parameters) -> Fraction:
    """Necessary spending over the window."""
    spent: dict[str, Fraction] = {}
    for person in people:
        for item in person["expenses"]:
            spent[item["expense_kind"]] = spent.get(item["expense_kind"], ZERO) + item["expense_amount"]
    total = sum((spent.get(kind, ZERO) for kind in ("MEDICAL", "EDUCATION", "REHAB", "OTHER")), ZERO)
    if p["rigid_living_method"] == "STANDARD":
        return total + guaranteed * p["income_window_months"]
    if p["rigid_living_method"] == "ACTUAL":
        return total + spent.get("LIVING", ZERO) + spent.get("RENT", ZERO)
    return total


def persons(household: Mapping[str, Any], p: Parameters) -> list[Member]:
    """What each person is by themselves: counted or not, destitute or not, income, uplift."""
    people, standard = household["members"], p["dibao_standard"][household["area"]]
    ages = [years(person["birth_on"], household["as_of"]) for person in people]
    members = [Member(age=age, ground=ground) for age, ground in zip(ages, counting(people, ages, p), strict=True)]
    for member in members:
        member.counted = counts(member.ground)
    for row, member in enumerate(members):
        member.destitute_reasons = destitute_faults(row, household, ages, members, p)
    for person, member in zip(people, members, strict=True):
        member.destitute = not member.destitute_reasons and person["asks_destitute_support"]
        grant_destitute(person, member, household["area"], p)
        member.income = income_of(person, p, standard, without_base_pension=p["base_pension_excluded"])
    return members


@dataclass
class Means:
    """Sums over the members whose income is tested; money over the window."""

    people: list[Person]
    guaranteed: Fraction
    earned: Fraction
    support_month: Fraction
    imputed: Fraction
    income: Fraction
    before_deduction: Fraction


def means_of(household: Mapping[str, Any], members: list[Member], p: Parameters) -> Means:
    """Household income: members' income, imputed income and support, less deductible spending, never below nought."""
    pairs = [(person, member) for person, member in zip(household["members"], members, strict=True) if member.assessed]
    standard = p["dibao_standard"][household["area"]]
    deduction = deduction_of([person for person, _ in pairs], p)
    imputed = sum((imputed_of(person, member.age, household["area"], p) for person, member in pairs), ZERO)
    earned = sum((member.income for _, member in pairs), ZERO)
    support = sum((support_of(obligor, household, p, standard) for obligor in household["obligors"]), ZERO)
    received = earned + support * p["income_window_months"]
    return Means(
        people=[person for person, _ in pairs],
        guaranteed=standard * len(pairs),
        earned=earned,
        support_month=support,
        imputed=imputed,
        income=max(ZERO, received + imputed - deduction),
        before_deduction=max(ZERO, received),
    )


def refusals(household: Mapping[str, Any], members: list[Member], means: Means, p: Parameters) -> dict[str, set[str]]:
    """Reasons against each kind of assistance of a family; none means that it qualifies."""
    counted = [person for person, member in zip(household["members"], members, strict=True) if member.counted]
    owned, size, window = property_of(household["assets"], p, counted), len(means.people), p["income_window_months"]
    found = {
        "dibao": property_faults(owned, p, p["dibao_financial_months"] * means.guaranteed, size),
        "edge": property_faults(owned, p, p["edge_financial_months"] * means.guaranteed, size),
    }
    found["rigid"] = set(found["edge"])
    if not means.income < means.guaranteed * window:
        found["dibao"].add("INCOME_NOT_BELOW_STANDARD")
    if not means.income < p["edge_multiple"] * means.guaranteed * window:
        found["edge"].add("INCOME_NOT_BELOW_EDGE")
    before = means.before_deduction
    if not before / window * 12 < p["disposable_income_year"][household["area"]] * size:
        found["rigid"].add("INCOME_NOT_BELOW_DPI")
    if not (before == 0 or rigid_spending(means.people, means.guaranteed, p) > p["rigid_ratio"] * before):
        found["rigid"].add("RIGID_RATIO_NOT_EXCEEDED")
    return found


def category(members: list[Member], against: Mapping[str, set[str]], as_of: date) -> str:
    """One application, judged in this order."""
    if any(member.destitute for member in members) and not any(member.assessed for member in members):
        return "TEKUN"
    if not against["dibao"]:
        return "DIBAO"
    if not against["edge"]:
        return "EDGE"
    return "RIGID" if as_of >= RIGID_RULES and not against["rigid"] else "NONE"


def assess(household: Mapping[str, Any], p: Parameters) -> Result:
    """The whole cascade for one household."""
    people, as_of = household["members"], household["as_of"]
    members = persons(household, p)
    means = means_of(household, members, p)
    against = refusals(household, members, means, p)
    size, qualifies = len(means.people), not against["dibao"]
    base = base_of(means.income / p["income_window_months"], means.guaranteed, size, p) if qualifies else ZERO
    standard = p["dibao_standard"][household["area"]]
    single(people, members, p, standard, may_be_alone=not against["edge"] and not qualifies)
    for person, member in zip(people, members, strict=True):
        own = base / max(1, size) + member.single_base
        member.uplift = uplift_of(person, as_of, p, own if p["uplift_base_method"] == "OWN_BENEFIT" else standard)
    uplift = sum((member.uplift for member in members if member.assessed), ZERO) if qualifies else ZERO
    grants = sum((member.single_base + member.uplift for member in members if member.single), ZERO)
    support_money = sum((member.basic + member.care for member in members), ZERO)
    return Result(
        result=category(members, against, as_of),
        size=size,
        income=means.income,
        support_month=means.support_month,
        imputed=means.imputed,
        base=base,
        uplift=uplift,
        total=base + uplift,
        monthly_total=base + uplift + grants + support_money,
        reasons=against if as_of >= RIGID_RULES else against | {"rigid": set()},
        members=members,
    )


def single(
    people: list[Person], members: list[Member], p: Parameters, standard: Fraction, *, may_be_alone: bool
) -> None:
    """Members of an edge family who are severely disabled or seriously ill and poor themselves."""
    for person, member in zip(people, members, strict=True):
        if severe(person["disability_type"], person["disability_grade"]):
            member.single_basis = "SEVERE_DISABILITY"
        elif person["serious_illness"]:
            member.single_basis = "SERIOUS_ILLNESS"
        own = max(ZERO, member.income) / p["income_window_months"]
        member.single = may_be_alone and member.assessed and member.single_basis != "NONE" and own < standard
        if member.single:
            member.single_base = single_amount(own, standard, p)
