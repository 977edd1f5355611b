"""The calculator on destitute persons: three conditions, and what they receive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tests.matters.oracle_means import (
    MENTAL,
    NEW_LAW,
    SELF_CARE,
    ZERO,
    Member,
    Parameters,
    Person,
    earnings,
    income_of,
    property_of,
    rounded,
    severe,
    years,
)


def without_labour(kind: str, grade: str) -> bool:
    """The other list: disabilities that mean no labour capacity for destitute persons."""
    if kind in MENTAL:
        return grade in {"GRADE_1", "GRADE_2", "GRADE_3"}
    return (kind == "PHYSICAL" and grade in {"GRADE_1", "GRADE_2"}) or (kind == "VISUAL" and grade == "GRADE_1")


def destitute_faults(
    row: int, household: Mapping[str, Any], ages: list[int], members: list[Member], p: Parameters
) -> set[str]:
    """Reasons why a person is not destitute: labour capacity, livelihood, obligors, another grant chosen."""
    person, age, as_of = household["members"][row], ages[row], household["as_of"]
    standard = p["dibao_standard"][household["area"]]
    month = destitute_income(person, p, standard) / p["income_window_months"]
    within = destitute_property(household, members, p, standard)
    # Sixteen and seventeen: minors by the Law; before it, support was extended to eighteen for those in school or without income.
    young = age < 18 and (age < 16 or as_of >= NEW_LAW or person["schooling"] != "NONE" or month == 0)
    found = {
        "HAS_LABOUR_CAPACITY": not (
            age >= 60 or young or without_labour(person["disability_type"], person["disability_grade"])
        ),
        "HAS_INCOME_SOURCE": not (month < standard and within),
        "OBLIGOR_HAS_CAPACITY": any_able(row, household, ages, members, p, within=within),
        "DUPLICATE_BENEFIT": person["orphan_benefit_chosen"],
    }
    return {reason for reason, holds in found.items() if holds}


def destitute_income(person: Person, p: Parameters, standard: Fraction) -> Fraction:
    """The base pension never counts here, nor preferential pensions and old-age allowances that a locality counts."""
    income = income_of(person, p, standard, without_base_pension=True)
    return max(ZERO, income - earnings(person, p).never_for_destitute)


def destitute_property(household: Mapping[str, Any], members: list[Member], p: Parameters, standard: Fraction) -> bool:
    """Property within the rule, measured by all who live together."""
    counted = [person for person, member in zip(household["members"], members, strict=True) if member.counted]
    owned = property_of(household["assets"], p, counted)
    limit = p["dibao_financial_months"] * standard * sum(member.counted for member in members)
    return (
        owned.financial <= limit
        and owned.vehicles <= p["vehicle_limit"]
        and owned.dwellings <= p["dwelling_limit"]
        and not owned.business
    )


def any_able(
    row: int, household: Mapping[str, Any], ages: list[int], members: list[Member], p: Parameters, *, within: bool
) -> bool:
    """Whether anybody who owes support could give it: another member, or an obligor outside."""
    average = p["disposable_income_year"][household["area"]]
    standard = p["dibao_standard"][household["area"]]
    for other, person in enumerate(household["members"]):
        if other == row or not members[other].counted or ages[other] < 18:
            continue
        yearly = destitute_income(person, p, standard) / p["income_window_months"] * 12
        weak = ages[other] >= 70 or severe(person["disability_type"], person["disability_grade"])
        unable = (
            person["receives_destitute_support"]
            or (ages[other] >= 60 and person["receives_dibao"])
            or (weak and yearly < average and within)
            or person["no_civil_capacity"]
        )
        if not unable:
            return True
    return any(
        obligor["supported_member"] in {0, row + 1} and obligor_able(obligor, household["as_of"], average)
        for obligor in household["obligors"]
    )


def obligor_able(obligor: Person, as_of: date, average: Fraction) -> bool:
    """The statutory list of those who cannot support."""
    age = years(obligor["obligor_birth_on"], as_of)
    modest = obligor["obligor_income_year"] < average and obligor["obligor_property_within_limit"]
    weak = age >= 70 or severe(obligor["obligor_disability_type"], obligor["obligor_disability_grade"])
    gone = obligor["obligor_no_civil_capacity"] or obligor["obligor_missing"] or obligor["obligor_imprisoned"]
    return not (
        obligor["obligor_unable"]
        or obligor["obligor_receives_destitute_support"]
        or (age >= 60 and obligor["obligor_receives_dibao"])
        or (weak and modest)
        or (gone and obligor["obligor_property_within_limit"])
    )


def care_level_of(person: Person) -> str:
    """The assessment's conclusion, or six items: none failed, one to three, four to six."""
    if person["self_care_ability"] is not None:
        return str(person["self_care_ability"])
    failed = sum(not person[item] for item in SELF_CARE)
    return "NONE" if failed > 3 else "PARTIAL" if failed else "FULL_SELF_CARE"


def grant_destitute(person: Person, member: Member, area: str, p: Parameters) -> None:
    """Basic living and care money of a destitute person."""
    member.care_level = care_level_of(person)
    if not member.destitute:
        return
    by_multiple = rounded(p["dibao_standard"][area] * p["destitute_basic_multiple"], p["destitute_basic_rounding"])
    member.basic = p["destitute_basic_amount"][area] if p["destitute_basic_method"] == "AMOUNT" else by_multiple
    if p["destitute_income_method"] == "DEDUCT":
        month = destitute_income(person, p, p["dibao_standard"][area]) / p["income_window_months"]
        member.basic = rounded(max(ZERO, member.basic - month), p["destitute_basic_rounding"])
    by_wage = rounded(p["minimum_wage"] * p["destitute_care_share"][member.care_level], p["destitute_care_rounding"])
    member.care = p["destitute_care_amount"][member.care_level] if p["destitute_care_method"] == "AMOUNT" else by_wage
