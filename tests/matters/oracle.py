"""An independent, slow, exact calculator of the assistance cascade, one household at a time.

It follows the statutes as the project's domain reading states them, in plain Python on fractions, and shares nothing with the rules
but the names of facts and parameters. Where the rules and this calculator differ, one of them is wrong.
"""

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
SELF_CARE = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")


@dataclass
class Member:
    """What the calculator finds about one person; money in fen."""

    ground: str = ""
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


def without_labour(kind: str, grade: str) -> bool:
    """The other list: disabilities that mean no labour capacity for destitute persons."""
    if kind in MENTAL:
        return grade in {"GRADE_1", "GRADE_2", "GRADE_3"}
    return (kind == "PHYSICAL" and grade in {"GRADE_1", "GRADE_2"}) or (kind == "VISUAL" and grade == "GRADE_1")


def counting(people: list[Person], ages: list[int]) -> list[str]:
    """Why each person counts as living together, or why not."""
    grounds = [by_relation(person, age) for person, age in zip(people, ages, strict=True)]
    grown = any(
        person["relation"] in CHILDREN and age >= 18 and stays_a_child(person, age)
        for person, age in zip(people, ages, strict=True)
    )
    for row, person in enumerate(people):
        # In-laws count only through their spouse, a grown child who counts; the register does not say who married whom.
        if person["relation"] in {"28", "38"} and not excluded(person):
            grounds[row] = "IN_LAW_OF_MEMBER" if grown and person["long_term_coresident"] else "NOT_CORESIDENT"
        if person["counting_decision"] != "NONE":
            grounds[row] = f"OFFICER_{person['counting_decision']}"
    return grounds


def excluded(person: Person) -> str | None:
    """The first ground on which a person does not count whatever the relation."""
    return next((code for flag, code in EXCLUDED_PERSONS.items() if person[flag]), None)


def stays_a_child(person: Person, age: int) -> bool:
    """Minor, in full-time education up to bachelor level, or unable to live independently."""
    return age < 18 or person["schooling"] in {"SCHOOL", "UNDERGRADUATE"} or person["adult_child_dependent"]


def by_relation(person: Person, age: int) -> str:
    """The ground by relation, officers' decisions and in-laws aside."""
    relation = person["relation"]
    if relation in {"01", "02", "03"}:
        return "APPLICANT"
    if excluded(person):
        return str(excluded(person))
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


def earnings(person: Person, p: Parameters) -> Earnings:
    """Items by category, without what is not counted."""
    found = Earnings()
    for item in person["incomes"]:
        kind, amount, months = item["income_kind"], Fraction(item["income_amount"]), item["income_months"]
        if kind in p["excluded_incomes"]:
            continue
        if kind[0] == "W":
            found.wage, found.wage_months = found.wage + amount, found.wage_months + months
        elif kind[0] == "B":
            found.business += amount
        elif kind[0] == "P":
            found.property += amount
        elif kind == "T02":
            found.pension, found.pension_months = found.pension + amount, found.pension_months + months
        elif kind[0] == "T" or (kind[0] == "X" and kind in p["counted_allowances"]):
            found.transfer += amount
        elif kind[0] == "O":
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
    return min(found.wage, cost)


def base_pension(found: Earnings, p: Parameters) -> Fraction:
    """The part of the resident pension that the nation fixes."""
    months = found.pension_months or p["income_window_months"]
    return min(found.pension, p["base_pension_month"] * months)


def income_of(person: Person, p: Parameters, standard: Fraction, *, without_base_pension: bool) -> Fraction:
    """Net income of one person over the window."""
    found = earnings(person, p)
    pension = found.pension - (base_pension(found, p) if without_base_pension else ZERO)
    net_wage = found.wage - work_cost(found, p, standard)
    return net_wage + found.business + found.property + found.transfer + pension - found.paid


def imputed_of(person: Person, age: int, p: Parameters) -> Fraction:
    """What the labour coefficient adds; nothing for those who cannot be expected to work."""
    spared = (
        person["schooling"] != "NONE"
        or person["serious_illness"]
        or person["pregnant_or_nursing"]
        or person["imputation_waiver"] != "NONE"
        or severe(person["disability_type"], person["disability_grade"])
    )
    if p["imputation_method"] == "OFF" or spared or not p["imputation_age_from"] <= age < p["imputation_age_until"]:
        return ZERO
    found = earnings(person, p)
    expected = p["minimum_wage"] * person["labour_coefficient"] * p["income_window_months"]
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
        theirs = Fraction(obligor["obligor_area_standard"]) or standard
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


def property_of(assets: Iterable[Mapping[str, Any]], p: Parameters) -> Property:
    """Exempt things do not count."""
    owned = [asset for asset in assets if not asset["asset_exempt"]]
    dwellings = [asset for asset in owned if asset["asset_kind"] == "DWELLING"]
    return Property(
        financial=sum((Fraction(asset["asset_value"]) for asset in owned if asset["asset_kind"] in FINANCIAL), ZERO),
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


def months_old(birth: date, on: date) -> int:
    """Calendar months between the month of birth and this month."""
    return (on.year - birth.year) * 12 + on.month - birth.month


def uplift_of(person: Person, as_of: date, p: Parameters, standard: Fraction) -> Fraction:
    """Classified uplift of one person."""
    months = months_old(person["birth_on"], as_of)
    elderly = p["uplift_elderly_age"] * 12
    groups = {
        "ELDERLY": months > elderly if p["uplift_age_effect"] == "MONTH_AFTER" else months >= elderly,
        "MINOR": months <= 18 * 12,
        "SEVERE_DISABILITY": severe(person["disability_type"], person["disability_grade"]),
        "SERIOUS_ILLNESS": person["serious_illness"],
    }
    fixed = p["uplift_method"] == "FIXED"
    sums = [
        p["uplift_amount"].get(group, ZERO) if fixed else standard * p["uplift_share"].get(group, ZERO)
        for group, holds in groups.items()
        if holds
    ]
    return rounded(sum(sums, ZERO) if p["uplift_stacking"] == "SUM" else max(sums, default=ZERO), "HALF_UP_FEN")


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
    """The base pension never counts here."""
    return max(ZERO, income_of(person, p, standard, without_base_pension=True))


def destitute_property(household: Mapping[str, Any], members: list[Member], p: Parameters, standard: Fraction) -> bool:
    """Property within the rule, measured by all who live together."""
    owned = property_of(household["assets"], p)
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
    return any(obligor_able(obligor, household["as_of"], average) for obligor in household["obligors"])


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
    by_wage = rounded(p["minimum_wage"] * p["destitute_care_share"][member.care_level], p["destitute_care_rounding"])
    member.care = p["destitute_care_amount"][member.care_level] if p["destitute_care_method"] == "AMOUNT" else by_wage


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


def assess(household: Mapping[str, Any], p: Parameters) -> Result:
    """The whole cascade for one household."""
    people, as_of, window = household["members"], household["as_of"], p["income_window_months"]
    standard = p["dibao_standard"][household["area"]]
    ages = [years(person["birth_on"], as_of) for person in people]
    members = [Member(ground=ground, counted=counts(ground)) for ground in counting(people, ages)]
    for row, member in enumerate(members):
        member.destitute_reasons = destitute_faults(row, household, ages, members, p)
    for person, member in zip(people, members, strict=True):
        member.destitute = not member.destitute_reasons and person["asks_destitute_support"]
        grant_destitute(person, member, household["area"], p)
        member.income = income_of(person, p, standard, without_base_pension=p["base_pension_excluded"])
        member.uplift = uplift_of(person, as_of, p, standard)
    group = [row for row, member in enumerate(members) if member.assessed]
    size, guaranteed = len(group), standard * len(group)
    support = sum((support_of(obligor, household, p, standard) for obligor in household["obligors"]), ZERO)
    imputed = sum((imputed_of(people[row], ages[row], p) for row in group), ZERO)
    deduction = sum(
        (
            item["expense_amount"] * p["rigid_deduction_share"].get(item["expense_kind"], ZERO)
            for row in group
            for item in people[row]["expenses"]
        ),
        ZERO,
    )
    earned = sum((members[row].income for row in group), ZERO)
    income = max(ZERO, earned + imputed + support * window - deduction)
    month = income / window
    owned = property_of(household["assets"], p)
    dibao = property_faults(owned, p, p["dibao_financial_months"] * guaranteed, size)
    edge = property_faults(owned, p, p["edge_financial_months"] * guaranteed, size)
    rigid = set(edge)
    if not income < guaranteed * window:
        dibao.add("INCOME_NOT_BELOW_STANDARD")
    if not income < p["edge_multiple"] * guaranteed * window:
        edge.add("INCOME_NOT_BELOW_EDGE")
    before = max(ZERO, earned + support * window)
    if not before / window * 12 < p["disposable_income_year"][household["area"]] * size:
        rigid.add("INCOME_NOT_BELOW_DPI")
    spending = rigid_spending([people[row] for row in group], guaranteed, p)
    if not (before == 0 or spending > p["rigid_ratio"] * before):
        rigid.add("RIGID_RATIO_NOT_EXCEEDED")
    qualifies = not dibao
    base = base_of(month, guaranteed, size, p) if qualifies else ZERO
    uplift = sum((members[row].uplift for row in group), ZERO) if qualifies else ZERO
    single(people, members, p, standard, may_be_alone=not edge and bool(dibao))
    if any(member.destitute for member in members) and size == 0:
        result = "TEKUN"
    elif qualifies:
        result = "DIBAO"
    elif not edge:
        result = "EDGE"
    else:
        result = "RIGID" if as_of >= RIGID_RULES and not rigid else "NONE"
    grants = sum((member.single_base + member.uplift for member in members if member.single), ZERO)
    support_money = sum((member.basic + member.care for member in members), ZERO)
    return Result(
        result=result, size=size, income=income, support_month=support, imputed=imputed, base=base, uplift=uplift,
        total=base + uplift, monthly_total=base + uplift + grants + support_money,
        reasons={"dibao": dibao, "edge": edge, "rigid": rigid if as_of >= RIGID_RULES else set()}, members=members,
    )  # fmt: skip


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
