"""The calculator's first half: who counts, what they earn, who must support them, what they own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

Person = Mapping[str, Any]
Parameters = Mapping[str, Any]
ZERO = Fraction(0)
NEW_LAW, RIGID_RULES = date(2026, 7, 1), date(2025, 1, 1)
CHILDREN = {*(str(code) for code in range(20, 40))} - {"28", "38"}
FINANCIAL = {"FINANCIAL", "SECURITIES", "FUND", "INSURANCE", "PRECIOUS", "E_PAYMENT", "CLAIM"}
CONTROL = {"VEHICLE", "SHIP", "FARM_MACHINERY"}
MENTAL = {"INTELLECTUAL", "MENTAL"}
EXCLUDED_PERSONS = {
    "imprisoned": "IMPRISONED",
    "compulsory_drug_rehab": "COMPULSORY_DRUG_REHAB",
    "declared_missing": "DECLARED_MISSING",
    "cleric_three_years": "CLERIC_3Y",
    "conscript": "CONSCRIPT",
}
LUMP_SUM = "T10"
NEVER_FOR_DESTITUTE = {"X01", "X07"}
SELF_CARE = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")


@dataclass
class Member:
    """What the calculator finds about one person; money in fen."""

    age: int
    ground: str
    counted: bool = False
    destitute: bool = False
    destitute_reasons: set[str] = field(default_factory=set)
    income: Fraction = ZERO
    uplift: Fraction = ZERO
    single: bool = False
    single_basis: str = "NONE"
    single_base: Fraction = ZERO
    care_level: str = ""
    basic: Fraction = ZERO
    care: Fraction = ZERO

    @property
    def assessed(self) -> bool:
        """Whether the person belongs to the group whose income is tested."""
        return self.counted and not self.destitute


@dataclass
class Result:
    """What the calculator finds about a household; money in fen."""

    result: str
    size: int
    income: Fraction
    support_month: Fraction
    imputed: Fraction
    base: Fraction
    uplift: Fraction
    total: Fraction
    monthly_total: Fraction
    reasons: dict[str, set[str]]
    members: list[Member]


def years(birth: date, on: date) -> int:
    """Completed years; a birthday that the year does not have falls on the last day of its month."""
    reached = on.month > birth.month or (on.month == birth.month and on.day >= birth.day)
    last_of_february = on.month == birth.month == 2 and birth.day == 29 and on.day == 28 and on.year % 4 != 0
    return on.year - birth.year - (0 if reached or last_of_february else 1)


def rounded(amount: Fraction, how: str) -> Fraction:
    """Money rounded once."""
    if how == "HALF_UP_FEN":
        return Fraction(floor(amount + Fraction(1, 2)))
    yuan = amount / 100
    if how == "CEIL_YUAN":
        return Fraction(ceil(yuan) * 100)
    return Fraction(floor(yuan) if how == "FLOOR_YUAN" else floor(yuan + Fraction(1, 2))) * 100


def severe(kind: str, grade: str) -> bool:
    """Severe disability for minimum living allowance: grades 1-2, or 3 if intellectual or mental."""
    return grade in {"GRADE_1", "GRADE_2"} or (grade == "GRADE_3" and kind in MENTAL)


def counting(people: list[Person], ages: list[int], p: Parameters) -> list[str]:
    """Why each person counts as living together, or why not."""
    grounds = [by_relation(person, age, p) for person, age in zip(people, ages, strict=True)]
    grown = any(
        person["relation"] in CHILDREN and age >= 18 and stays_a_child(person, age)
        for person, age in zip(people, ages, strict=True)
    )
    for row, person in enumerate(people):
        # In-laws count only through their spouse, a grown child who counts; the register does not say who married whom.
        if person["relation"] in {"28", "38"} and not excluded(person, p):
            grounds[row] = "IN_LAW_OF_MEMBER" if grown and person["long_term_coresident"] else "NOT_CORESIDENT"
        if person["counting_decision"] != "NONE":
            grounds[row] = f"OFFICER_{person['counting_decision']}"
    return grounds


def excluded(person: Person, p: Parameters) -> str | None:
    """The first ground on which a person does not count whatever the relation; conscripts where the province says so."""
    found = next((code for flag, code in EXCLUDED_PERSONS.items() if person[flag]), None)
    return None if found == "CONSCRIPT" and p["conscripts_counted"] else found


def stays_a_child(person: Person, age: int) -> bool:
    """Minor, in full-time education up to bachelor level, or unable to live independently."""
    return age < 18 or person["schooling"] in {"SCHOOL", "UNDERGRADUATE"} or person["adult_child_dependent"]


def by_relation(person: Person, age: int, p: Parameters) -> str:
    """The ground by relation, officers' decisions and in-laws aside."""
    relation = person["relation"]
    if relation in {"01", "02", "03"}:
        return "APPLICANT"
    if excluded(person, p):
        return str(excluded(person, p))
    if relation in {"10", "11", "12"}:
        return "SPOUSE"
    if relation in CHILDREN:
        return "DEPENDENT_CHILD" if stays_a_child(person, age) else "ADULT_CHILD_NOT_DEPENDENT"
    # Parents, grandparents, grandchildren, siblings by blood; parents-in-law because the duty may be the spouse's.
    duty = {
        *[
            "50",
            "51",
            "52",
            "53",
            "54",
            "55",
            "56",
            "57",
            "58",
            "59",
            "60",
            "61",
            "62",
            "63",
            "64",
            "69",
            "40",
            "41",
            "42",
            "43",
            "44",
            "49",
            "70",
            "71",
            "73",
            "75",
            "77",
            "79",
        ]
    }
    return "CORESIDENT_WITH_DUTY" if relation in duty and person["long_term_coresident"] else "NOT_CORESIDENT"


def counts(ground: str) -> bool:
    """Whether a ground means that the person counts."""
    return ground in {
        "OFFICER_COUNTED",
        "APPLICANT",
        "SPOUSE",
        "DEPENDENT_CHILD",
        "CORESIDENT_WITH_DUTY",
        "IN_LAW_OF_MEMBER",
    }


@dataclass
class Earnings:
    """Income of one person over the window."""

    wage: Fraction = ZERO
    wage_months: int = 0
    business: Fraction = ZERO
    property: Fraction = ZERO
    transfer: Fraction = ZERO
    pension: Fraction = ZERO
    pension_months: int = 0
    paid: Fraction = ZERO
    lump: Fraction = ZERO
    lump_left: Fraction = ZERO
    never_for_destitute: Fraction = ZERO


def counted_part(item: Person, p: Parameters) -> Fraction | None:
    """What counts of one item: all of it, what exceeds the ceiling of an excluded kind, or nothing at all (None)."""
    kind, amount = item["income_kind"], Fraction(item["income_amount"])
    if kind not in p["excluded_incomes"] and (kind[0] != "X" or kind in p["counted_allowances"]):
        return amount
    if p["exclusion_ceiling_method"] == "NONE" or kind not in p["incomes_with_ceiling"]:
        return None
    over = amount - p["exclusion_ceiling"].get(kind, ZERO) * item["income_months"]
    return over if over > 0 else None


def earnings(person: Person, p: Parameters) -> Earnings:
    """Items by category, without what is not counted."""
    found = Earnings()
    for item in person["incomes"]:
        kind, amount, months = item["income_kind"], counted_part(item, p), item["income_months"]
        if amount is None:
            continue
        if kind[0] == "W":
            found.wage, found.wage_months = found.wage + amount, found.wage_months + months
        elif kind[0] == "B":
            found.business += amount
        elif kind[0] == "P":
            found.property += amount
        elif kind == "T02":
            found.pension, found.pension_months = found.pension + amount, found.pension_months + months
        elif kind == LUMP_SUM:
            found.lump += amount
            found.lump_left += max(ZERO, amount - item["lump_sum_spent"])
        elif kind[0] in "TX":
            found.transfer += amount
            found.never_for_destitute += amount if kind in NEVER_FOR_DESTITUTE else ZERO
        else:
            found.paid += amount
    found.business = max(ZERO, found.business)
    return found


def work_cost(found: Earnings, p: Parameters, standard: Fraction) -> Fraction:
    """What going to work costs; never more than the wage."""
    months = min(p["income_window_months"], found.wage_months)
    monthly = {
        "NONE": ZERO,
        "FIXED": p["work_cost_amount"],
        "PERCENT_OF_STANDARD": standard * p["work_cost_share"],
        "PERCENT_OF_MINIMUM_WAGE": p["minimum_wage"] * p["work_cost_share"],
    }
    method = p["work_cost_method"]
    cost = found.wage * p["work_cost_share"] if method == "PERCENT_OF_WAGE" else monthly[method] * months
    most = p["work_cost_cap"] * months if p["work_cost_cap_method"] == "PER_MONTH" else cost
    return min(found.wage, cost, most)


def base_pension(found: Earnings, p: Parameters) -> Fraction:
    """The part of the resident pension that the nation fixes."""
    months = found.pension_months or p["income_window_months"]
    return min(found.pension, p["base_pension_month"] * months)


def income_of(person: Person, p: Parameters, standard: Fraction, *, without_base_pension: bool) -> Fraction:
    """Net income of one person over the window."""
    found = earnings(person, p)
    pension = found.pension - (base_pension(found, p) if without_base_pension else ZERO)
    net_wage = found.wage - work_cost(found, p, standard)
    return net_wage + found.business + found.property + found.transfer + lump_in_window(found, p) + pension - found.paid


def lump_in_window(found: Earnings, p: Parameters) -> Fraction:
    """One-off money as income of the window: all, the part that falls on it, or none where it is property."""
    spread = found.lump * p["income_window_months"] / p["lump_sum_months"]
    return {"PROPERTY": ZERO, "INCOME_IN_WINDOW": found.lump, "AMORTISE": min(found.lump, spread)}[p["lump_sum_method"]]


def deduction_of(people: Iterable[Person], p: Parameters) -> Fraction:
    """Deductible spending of those who are assessed, each kind within the cap of a member or of the household."""
    of_members = [spending_of([person], p) for person in people]
    if p["rigid_deduction_cap_method"] == "PER_HOUSEHOLD":
        of_members = [spending_of(people, p)]
    if p["rigid_deduction_cap_method"] == "NONE":
        return sum((amount for spent in of_members for amount in spent.values()), ZERO)
    cap = p["rigid_deduction_cap"]
    return sum((min(amount, cap.get(kind, ZERO)) for spent in of_members for kind, amount in spent.items()), ZERO)


def spending_of(people: Iterable[Person], p: Parameters) -> dict[str, Fraction]:
    """Deductible spending by kind, before any cap."""
    spent: dict[str, Fraction] = {}
    for person in people:
        for item in person["expenses"]:
            share = p["rigid_deduction_share"].get(item["expense_kind"], ZERO)
            spent[item["expense_kind"]] = spent.get(item["expense_kind"], ZERO) + item["expense_amount"] * share
    return spent


def imputed_of(person: Person, age: int, area: str, p: Parameters) -> Fraction:
    """What the labour coefficient adds; nothing for those who cannot be expected to work."""
    spared = (
        person["schooling"] != "NONE"
        or person["serious_illness"]
        or person["pregnant_or_nursing"]
        or person["imputation_waiver"] != "NONE"
        or severe(person["disability_type"], person["disability_grade"])
    )
    until = p["imputation_age_until_women"] if person["sex"] == "FEMALE" else p["imputation_age_until"]
    if p["imputation_method"] == "OFF" or spared or not p["imputation_age_from"] <= age < until:
        return ZERO
    found = earnings(person, p)
    month = p["minimum_wage"]
    if p["imputation_base_method"] == "DISPOSABLE_INCOME":
        month = p["disposable_income_year"][area] / 12
    expected = month * person["labour_coefficient"] * p["income_window_months"]
    return max(ZERO, expected - found.wage - found.business)


def support_of(obligor: Person, household: Mapping[str, Any], p: Parameters, standard: Fraction) -> Fraction:
    """What one obligor outside the household counts for in a month."""
    age = years(obligor["obligor_birth_on"], household["as_of"])
    if household["single_basis"] == "ADULT_SEVERE_DISABLED_UNEMPLOYED" and (
        obligor["obligor_relation"] == "SIBLING" or age >= 60
    ):
        return ZERO
    received = Fraction(obligor["actual_support_month"])
    if obligor["support_mode"] == "JUDGEMENT":
        out_of_reach = obligor["obligor_missing"] or obligor["obligor_unable"] or not obligor["judgement_enforceable"]
        return received if out_of_reach else max(received, Fraction(obligor["judgement_month"]))
    if received > 0:
        return received
    return ZERO if owes_nothing(obligor) else estimated(obligor, p, standard)


def owes_nothing(obligor: Person) -> bool:
    """Found unable, or not pursued for a stated reason."""
    grounds = (
        "obligor_unable", "obligor_missing", "obligor_imprisoned", "obligor_receives_dibao",
        "obligor_receives_destitute_support", "support_waived",
    )  # fmt: skip
    return any(obligor[ground] for ground in grounds) or severe(
        obligor["obligor_disability_type"], obligor["obligor_disability_grade"]
    )


def estimated(obligor: Person, p: Parameters, standard: Fraction) -> Fraction:
    """By formula or by share of income, where neither judgement nor payment says how much."""
    if obligor["support_mode"] == "FORMULA":
        elsewhere = p["support_standard_method"] == "OBLIGOR_AREA" and Fraction(obligor["obligor_area_standard"])
        theirs = elsewhere or standard
        spared = p["support_threshold_multiple"] * theirs * obligor["obligor_household_size"]
        spare = max(ZERO, obligor["obligor_household_income"] - spared)
        return spare * p["support_share"] / max(1, obligor["supported_total"]) * obligor["supported_here"]
    if obligor["support_mode"] == "CHILD_RATIO":
        gross = Fraction(obligor["gross_income_month"])
        if obligor["children_total"] <= 1:
            return gross * p["child_support_share_one"]
        return gross * p["child_support_share_many"] / obligor["children_total"] * obligor["children_here"]
    return ZERO


@dataclass
class Property:
    """What the household owns that is not exempt."""

    financial: Fraction
    vehicles: int
    dwellings: int
    area: Fraction
    areas_known: bool
    business: bool


def property_of(assets: Iterable[Mapping[str, Any]], p: Parameters, counted: Iterable[Person]) -> Property:
    """Exempt things do not count; what is left of one-off money counts where the locality calls it property."""
    left = sum((earnings(person, p).lump_left for person in counted), ZERO)
    owned = [asset for asset in assets if not asset["asset_exempt"]]
    dwellings = [asset for asset in owned if asset["asset_kind"] == "DWELLING"]
    return Property(
        financial=sum(
            (Fraction(asset["asset_value"]) for asset in owned if asset["asset_kind"] in FINANCIAL),
            left if p["lump_sum_method"] == "PROPERTY" else ZERO,
        ),
        vehicles=sum(asset["asset_kind"] in CONTROL for asset in owned),
        dwellings=len(dwellings),
        area=sum((asset["asset_area"] for asset in dwellings), ZERO),
        areas_known=all(asset["asset_area"] > 0 for asset in dwellings),
        business=any(
            asset["asset_kind"] == "BUSINESS" and asset["asset_capital"] > p["business_capital_limit"]
            for asset in owned
        ),
    )


def property_faults(owned: Property, p: Parameters, limit: Fraction, size: int) -> set[str]:
    """Reasons why property is above what the allowance (or the edge family) may have; equality passes."""
    # A second dwelling may pass by area per head only where the locality sets an area and the areas are recorded.
    by_area = p["dwelling_area_per_head"] > 0 and owned.areas_known and owned.area <= p["dwelling_area_per_head"] * size
    found = {
        "PROPERTY_FINANCIAL": owned.financial > limit,
        "PROPERTY_VEHICLE": owned.vehicles > p["vehicle_limit"],
        "PROPERTY_DWELLING": owned.dwellings > p["dwelling_limit"] and not by_area,
        "PROPERTY_BUSINESS": owned.business,
    }
    return {reason for reason, holds in found.items() if holds}
