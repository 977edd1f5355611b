"""The cascade of `minzheng/matters/social_assistance` written by hand in NumPy, for the demo county's choice of methods.

What a good engineer writes who needs exactly these outputs once, for households whose every fact is known: whole numbers
throughout, tables for codes, parts of the population on two threads, no rule kept apart from another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.amounts import Amounts, most_supported
from benchmarks.populations import AS_OF
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import ALL
from minzheng.kernel.facts import Level
from minzheng.matters.social_assistance.means_test import income, members
from minzheng.matters.social_assistance.means_test import property as means

Array = NDArray[Any]
PART = 32_768
RESULT = {item.key: item.number for item in ALL["benefit_type"]}
NOT_COUNTED, COUNTED, BY_STAY, IN_LAW = range(4)
"""What a relation alone says about who is counted."""


def _number(code_list: str, key: str) -> int:
    return ALL[code_list].number(key)


def _table(code_list: str, *groups: tuple[int, Any]) -> Array:
    """A table from code number to what its group says; 0 for codes of no group."""
    table = np.zeros(max(item.number for item in ALL[code_list]) + 1, np.int64)
    for value, keys in groups:
        table[[_number(code_list, key) for key in keys]] = value
    return table


def _flags(code_list: str, *keys: str) -> Array:
    return _table(code_list, (1, keys)).astype(bool)


APPLICANT, SPOUSE = _flags("relation", "01", "02", "03"), _flags("relation", "10", "11", "12")
CHILD, CHILD_IN_LAW = _flags("relation", *members.SONS, *members.DAUGHTERS), _flags("relation", "28", "38")
DUTY = _flags("relation", *members.PARENTS, *members.PARENTS_IN_LAW, *members.GRANDPARENTS, *members.GRANDCHILDREN, *members.SIBLINGS)  # fmt: skip
WAGE, BUSINESS = _flags("income_kind", *income.WAGES), _flags("income_kind", *income.BUSINESS)
FINANCIAL, VEHICLE = _flags("asset_kind", *means.FINANCIAL), _flags("asset_kind", *means.VEHICLES)
NECESSARY = _flags("expense_kind", "MEDICAL", "EDUCATION", "REHAB", "OTHER")


def _by_code(code_list: str, values: Mapping[str, Fraction], scale: int) -> Array:
    return _table(code_list, *((int(value * scale), [key]) for key, value in values.items()))


def _times(amount: Any, share: Fraction) -> Any:
    return amount * share.numerator // share.denominator


def _total(values: Array, offsets: Array, kind: type = np.int64) -> Array:
    """Sum of each parent's rows, as a difference of running sums: many times faster than adding up piece by piece."""
    running = np.zeros(len(values) + 1, kind)
    np.cumsum(values, out=running[1:])
    return np.diff(running[offsets])


def _any(flags: Array, offsets: Array) -> Array:
    return _total(flags, offsets) > 0


def _up_to_yuan(amount: Array, unit: int) -> Array:
    return -(-amount // (100 * unit)) * 100


def assess(part: Population, amounts: Amounts) -> dict[str, Array]:
    """Every output for the households of one part."""
    facts, offsets = part.values, part.offsets
    counts = np.diff(offsets[Level.MEMBER])
    area, declared_unit = facts["area"], amounts.unit
    standard = amounts.standard[area]
    person = _people(facts, offsets)
    person |= _incomes(facts, offsets[Level.INCOME], amounts)
    estate = _estate(facts, offsets[Level.ASSET], amounts)
    estate["financial"] += _total(person["lump_sums"] * person["counted"], offsets[Level.MEMBER])
    support, able = _support(facts, offsets[Level.OBLIGOR], area, amounts)
    able_outside = _for_members(able, facts["supported_member"], offsets)

    # Destitute members first: they leave the family before it is assessed.
    poor_enough = _within_destitute_limit(person, estate, offsets, standard, amounts)
    window = amounts["income_window_months"]
    own = np.maximum(0, person["income"] - person["pension_counted"] + person["pension"] - person["base_pension"])
    own *= declared_unit // window
    standard_of_member = np.repeat(standard, counts)
    destitute = _destitute(
        facts, person, own, np.repeat(poor_enough, counts), standard_of_member, amounts, offsets, able_outside
    )
    assessed = person["counted"] & ~destitute
    size = _total(assessed, offsets[Level.MEMBER])

    outputs = _household(facts, offsets, person, assessed, size, support, estate, standard, amounts)
    outputs |= _single(person, assessed, outputs, standard_of_member, offsets, amounts)
    outputs["destitute_total"] = _total(
        _destitute_amount(facts, destitute, standard, counts, amounts), offsets[Level.MEMBER]
    )
    outputs["monthly_total"] = outputs["dibao_total"] + outputs["single_person_total"] + outputs["destitute_total"]
    all_destitute = _any(destitute, offsets[Level.MEMBER]) & (size == 0)
    result = np.where(outputs["rigid_reasons"] == 0, RESULT["RIGID"], RESULT["NONE"])
    result[outputs["edge_reasons"] == 0] = RESULT["EDGE"]
    result[outputs["dibao_reasons"] == 0] = RESULT["DIBAO"]
    result[all_destitute] = RESULT["TEKUN"]
    return outputs | {"assistance_result": result}


def _ages_by_day(first: int) -> tuple[Array, Array]:
    """Completed years and calendar months of age of those born on each day from ``first`` to the day of assessment."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(AS_OF) + 1)
    months = days.astype("datetime64[M]")
    day_of_month = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    age_in_months = AS_OF.year * 12 + AS_OF.month - 1 - (months.astype(np.int64) + 1970 * 12)
    return (age_in_months - (day_of_month > AS_OF.day)) // 12, age_in_months


OLDEST = -40_000
"""Born in 1860, in days from 1970: nobody alive is older."""
YEARS, MONTHS = _ages_by_day(OLDEST)


def _people(facts: Mapping[str, Array], offsets: Mapping[Level, Array]) -> dict[str, Array]:
    relation, decision = facts["relation"], facts["counting_decision"]
    age, months = YEARS[facts["birth_on"] - OLDEST], MONTHS[facts["birth_on"] - OLDEST]
    schooling = facts["schooling"]
    student = (schooling == _number("schooling", "SCHOOL")) | (schooling == _number("schooling", "UNDERGRADUATE"))
    stays = CHILD[relation] & ((age < 18) | student | facts["adult_child_dependent"])
    grown = np.repeat(_any(stays & (age >= 18), offsets[Level.MEMBER]), np.diff(offsets[Level.MEMBER]))
    coresident = facts["long_term_coresident"]
    by_relation = SPOUSE[relation] | stays | (coresident & (DUTY[relation] | (CHILD_IN_LAW[relation] & grown)))
    excluded = facts["imprisoned"] | facts["compulsory_drug_rehab"] | facts["declared_missing"]
    excluded = excluded | facts["cleric_three_years"] | facts["conscript"]
    counted = APPLICANT[relation] | (by_relation & ~excluded)
    counted[decision == _number("counting_decision", "NOT_COUNTED")] = False
    counted[decision == _number("counting_decision", "COUNTED")] = True
    severe = _severe(facts["disability_type"], facts["disability_grade"])
    return {"age": age, "months": months, "counted": counted, "severe": severe, "ill": facts["serious_illness"]}


SEVERE_BY_TYPE = np.zeros((8, 5), bool)
SEVERE_BY_TYPE[:, [1, 2]] = True
SEVERE_BY_TYPE[[_number("disability_type", "INTELLECTUAL"), _number("disability_type", "MENTAL")], 3] = True

NO_LABOUR = np.zeros((8, 5), bool)
NO_LABOUR[[_number("disability_type", "INTELLECTUAL"), _number("disability_type", "MENTAL")], 1:4] = True
NO_LABOUR[_number("disability_type", "PHYSICAL"), 1:3] = True
NO_LABOUR[_number("disability_type", "VISUAL"), 1] = True


def _severe(kind: Array, grade: Array) -> Array:
    return SEVERE_BY_TYPE[kind, grade]


SIGN = _table("income_kind", (1, (*income.PROPERTY, *income.TRANSFERS)), (-1, income.TRANSFERS_OUT))


def _incomes(facts: Mapping[str, Array], offsets: Array, amounts: Amounts) -> dict[str, Array]:
    kind, amount, months = facts["income_kind"], facts["income_amount"], facts["income_months"].astype(np.int64)
    assert not amounts["excluded_incomes"]
    assert not amounts["counted_allowances"]
    window = int(amounts["income_window_months"])
    wages, pensions = WAGE[kind], kind == _number("income_kind", "T02")
    wage = _total(amount * wages, offsets)
    employed = np.minimum(window, _total(months * wages, offsets))
    earned = wage - np.minimum(wage, int(amounts["work_cost_amount"]) * employed)
    business = np.maximum(0, _total(amount * BUSINESS[kind], offsets))
    pension, pension_months = _total(amount * pensions, offsets), _total(months * pensions, offsets)
    base = np.minimum(
        pension, int(amounts["base_pension_month"]) * np.where(pension_months > 0, pension_months, window)
    )
    counted = pension - base if amounts["base_pension_excluded"] else pension
    whole = earned + business + counted + _total(amount * SIGN[kind], offsets)
    lump_sums = np.maximum(0, amount - facts["lump_sum_spent"]) * (kind == _number("income_kind", "T10"))
    return {
        "lump_sums": _total(lump_sums, offsets),
        "income": whole,
        "pension": pension,
        "base_pension": base,
        "pension_counted": counted,
    }


def _estate(facts: Mapping[str, Array], offsets: Array, amounts: Amounts) -> dict[str, Array]:
    kind, counts = facts["asset_kind"], ~facts["asset_exempt"]
    dwelling = (kind == _number("asset_kind", "DWELLING")) & counts
    large = (kind == _number("asset_kind", "BUSINESS")) & (
        facts["asset_capital"] > int(amounts["business_capital_limit"])
    )
    return {
        "financial": _total(facts["asset_value"] * (FINANCIAL[kind] & counts), offsets),
        "vehicles": _total(VEHICLE[kind] & counts, offsets),
        "dwellings": _total(dwelling, offsets),
        "dwelling_area": _total(facts["asset_area"] * dwelling, offsets),
        "large_business": _any(large & counts, offsets),
    }


def _support(facts: Mapping[str, Array], offsets: Array, area: Array, amounts: Amounts) -> tuple[Array, Array]:
    """Support per household and month in 1/unit fen, and whether each obligor is able to support."""
    of, unit = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets)), amounts.unit
    area, mode, age = area[of], facts["support_mode"], YEARS[facts["obligor_birth_on"] - OLDEST]
    elsewhere = facts["obligor_area_standard"]
    standard = np.where(elsewhere > 0, elsewhere * unit, amounts.standard[area])
    threshold = _times(standard * facts["obligor_household_size"], amounts["support_threshold_multiple"])
    spare = np.maximum(0, facts["obligor_household_income"] * unit - threshold)
    formula = (
        _times(spare, amounts["support_share"]) // np.maximum(1, facts["supported_total"]) * facts["supported_here"]
    )
    gross, children = facts["gross_income_month"] * unit, facts["children_total"]
    many = _times(gross, amounts["child_support_share_many"]) // np.maximum(1, children) * facts["children_here"]
    by_children = np.where(children <= 1, _times(gross, amounts["child_support_share_one"]), many)
    estimated = np.where(mode == _number("support_mode", "FORMULA"), formula, 0)
    estimated = np.where(mode == _number("support_mode", "CHILD_RATIO"), by_children, estimated)
    severe = _severe(facts["obligor_disability_type"], facts["obligor_disability_grade"])
    away = facts["obligor_missing"] | facts["obligor_imprisoned"]
    on_aid = facts["obligor_receives_dibao"] | facts["obligor_receives_destitute_support"]
    none = facts["obligor_unable"] | away | on_aid | severe | facts["support_waived"]
    actual = facts["actual_support_month"] * unit
    collectable = facts["judgement_enforceable"] & ~facts["obligor_missing"] & ~facts["obligor_unable"]
    judged = np.maximum(actual, np.where(collectable, facts["judgement_month"] * unit, 0))
    counted = np.where(actual > 0, actual, np.where(none, 0, estimated))
    counted = np.where(mode == _number("support_mode", "JUDGEMENT"), judged, counted)
    alone = facts["single_basis"][of] == _number("single_basis", "ADULT_SEVERE_DISABLED_UNEMPLOYED")
    exempt = alone & ((facts["obligor_relation"] == _number("obligor_relation", "SIBLING")) | (age >= 60))
    counted[exempt] = 0
    within = facts["obligor_property_within_limit"]
    poor = (facts["obligor_income_year"] * unit < amounts.average_income[area]) & within
    weak = ((age >= 70) | severe) & poor
    out_of_reach = (facts["obligor_no_civil_capacity"] | away) & within
    old_on_dibao = (age >= 60) & facts["obligor_receives_dibao"]
    unable = facts["obligor_unable"] | facts["obligor_receives_destitute_support"] | old_on_dibao | weak | out_of_reach
    return _total(counted, offsets), ~unable


def _for_members(able: Array, supported: Array, offsets: Mapping[Level, Array]) -> Array:
    """Whether any obligor of each member is able: one who must support that member, or everybody of the household."""
    of_members, of_obligors = offsets[Level.MEMBER], offsets[Level.OBLIGOR]
    found = np.repeat(_any(able & (supported == 0), of_obligors), np.diff(of_members))
    first = np.repeat(of_members[:-1], np.diff(of_obligors))
    one = able & (supported > 0)
    found[first[one] + supported[one] - 1] = True
    return found


def _within_destitute_limit(
    person: Mapping[str, Array],
    estate: Mapping[str, Array],
    offsets: Mapping[Level, Array],
    standard: Array,
    amounts: Amounts,
) -> Array:
    limit = int(amounts["dibao_financial_months"]) * standard * _total(person["counted"], offsets[Level.MEMBER])
    return (
        (estate["financial"] * amounts.unit <= limit)
        & (estate["vehicles"] <= amounts["vehicle_limit"].numerator)
        & (estate["dwellings"] <= amounts["dwelling_limit"].numerator)
        & ~estate["large_business"]
    )


def _destitute(
    facts: Mapping[str, Array], person: Mapping[str, Array], own: Array, within: Array, standard: Array, amounts: Amounts,
    offsets: Mapping[Level, Array], able_outside: Array,
) -> Array:  # fmt: skip
    counts = np.diff(offsets[Level.MEMBER])
    age = person["age"]
    no_labour = (age >= 60) | (age < 18) | NO_LABOUR[facts["disability_type"], facts["disability_grade"]]
    average = np.repeat(amounts.average_income[facts["area"]], counts)
    weak = ((age >= 70) | person["severe"]) & (own * 12 < average) & within
    unable = (age < 18) | ((age >= 60) & facts["receives_dibao"]) | facts["receives_destitute_support"]
    able = person["counted"] & ~(unable | weak | facts["no_civil_capacity"])
    others = np.repeat(_total(able, offsets[Level.MEMBER]), counts) - able
    alone = (others <= 0) & ~able_outside
    qualifies = no_labour & (own < standard) & within & alone & ~facts["orphan_benefit_chosen"]
    return qualifies & facts["asks_destitute_support"]


def _household(
    facts: Mapping[str, Array], offsets: Mapping[Level, Array], person: Mapping[str, Array], assessed: Array, size: Array,
    support: Array, estate: Mapping[str, Array], standard: Array, amounts: Amounts,
) -> dict[str, Array]:  # fmt: skip
    unit, window, of_members = amounts.unit, int(amounts["income_window_months"]), offsets[Level.MEMBER]
    guaranteed = standard * size
    before = np.maximum(0, _total(person["income"] * assessed, of_members) * unit + support * window)
    deduction, necessary = _expenses(facts, offsets[Level.EXPENSE], amounts)
    after = np.maximum(0, before - _total(deduction * assessed, of_members) * (unit // 60))
    monthly = after // window
    financial = estate["financial"] * unit
    edge_limit = int(amounts["edge_financial_months"]) * guaranteed
    per_head = int(amounts["dwelling_area_per_head"] * 100)
    property_reasons = [
        estate["vehicles"] > amounts["vehicle_limit"].numerator,
        (estate["dwellings"] > amounts["dwelling_limit"].numerator)
        & ((per_head == 0) | (estate["dwelling_area"] > per_head * size)),
        estate["large_business"],
    ]
    ratio = amounts["rigid_ratio"]
    rigid_expense = _total(necessary * assessed, of_members) * unit
    reasons = {
        "dibao": [monthly >= guaranteed, financial > int(amounts["dibao_financial_months"]) * guaranteed],
        "edge": [monthly >= _times(guaranteed, amounts["edge_multiple"]), financial > edge_limit],
        "rigid": [
            before * 12 >= amounts.average_income[facts["area"]] * size * window,
            (rigid_expense <= _times(before, ratio)) & (before > 0),
            financial > edge_limit,
        ],
    }
    outputs = {f"{matter}_reasons": _bits([*first, *property_reasons]) for matter, first in reasons.items()}
    dibao = outputs["dibao_reasons"] == 0
    base = np.maximum(int(amounts["benefit_minimum"]), _up_to_yuan(np.maximum(0, guaranteed - monthly), unit)) * dibao
    person["uplift"] = _uplift(person, np.repeat(standard, np.diff(of_members)), amounts)
    uplift = _total(person["uplift"] * assessed, of_members) * dibao
    return outputs | {
        "household_income": after,
        "dibao_base": base,
        "dibao_uplift": uplift,
        "dibao_total": base + uplift,
    }


def _expenses(facts: Mapping[str, Array], offsets: Array, amounts: Amounts) -> tuple[Array, Array]:
    """Deductible expenses of each member in 1/60 fen and necessary ones in fen."""
    kind, amount = facts["expense_kind"], facts["expense_amount"]
    shares = _by_code("expense_kind", amounts["rigid_deduction_share"], 60)
    return _total(amount * shares[kind], offsets), _total(amount * NECESSARY[kind], offsets)


def _bits(failed: list[Array]) -> Array:
    bits = np.zeros(len(failed[0]), np.int64)
    for position, flags in enumerate(failed):
        bits |= flags.astype(np.int64) << position
    return bits


def _uplift(person: Mapping[str, Array], standard: Array, amounts: Amounts) -> Array:
    """Increase of each member, rounded to the fen, half up."""
    assert amounts["uplift_share"].keys() <= {"ELDERLY", "MINOR", "SEVERE_DISABILITY", "SERIOUS_ILLNESS"}
    share, scale = amounts["uplift_share"], math.lcm(*(value.denominator for value in amounts["uplift_share"].values()))
    severe, ill = int(share["SEVERE_DISABILITY"] * scale), int(share["SERIOUS_ILLNESS"] * scale)
    elderly = person["months"] > int(amounts["uplift_elderly_age"]) * 12
    most = np.maximum(
        elderly * int(share["ELDERLY"] * scale), (person["months"] <= 18 * 12) * int(share["MINOR"] * scale)
    )
    most = np.maximum(most, np.maximum(person["severe"] * severe, person["ill"] * ill))
    fen = scale * amounts.unit
    return (standard * most * 2 + fen) // (2 * fen)


def _single(
    person: Mapping[str, Array], assessed: Array, outputs: Mapping[str, Array], standard: Array, offsets: Mapping[Level, Array], amounts: Amounts
) -> dict[str, Array]:  # fmt: skip
    of_members = offsets[Level.MEMBER]
    edge_only = (outputs["edge_reasons"] == 0) & (outputs["dibao_reasons"] != 0)
    own = np.maximum(0, person["income"] * (amounts.unit // int(amounts["income_window_months"])))
    chosen = (
        assessed & np.repeat(edge_only, np.diff(of_members)) & (person["severe"] | person["ill"]) & (own < standard)
    )
    amount = (_up_to_yuan(np.maximum(0, standard - own), amounts.unit) + person["uplift"]) * chosen
    return {"single_person_total": _total(amount, of_members)}


def _destitute_amount(
    facts: Mapping[str, Array], destitute: Array, standard: Array, counts: Array, amounts: Amounts
) -> Array:
    items = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")
    failed = sum((~facts[name]).astype(np.int8) for name in items)
    number = {key: _number("self_care_ability", key) for key in ("FULL_SELF_CARE", "PARTIAL", "NONE")}
    by_items = np.where(failed > 3, number["NONE"], np.where(failed > 0, number["PARTIAL"], number["FULL_SELF_CARE"]))
    level = np.where(facts["self_care_ability"] > 0, facts["self_care_ability"], by_items)
    care = {
        key: Fraction(-(-amounts["minimum_wage"] * share // 100) * 100)
        for key, share in amounts["destitute_care_share"].items()
    }
    basic = _up_to_yuan(_times(standard, amounts["destitute_basic_multiple"]), amounts.unit)
    return (np.repeat(basic, counts) + _by_code("self_care_ability", care, 1)[level]) * destitute


def run(
    population: Population, settings: Mapping[str, Setting], *, threads: int = 2, part: int = PART
) -> tuple[dict[str, Array], int]:
    """All outputs for the whole population, and the unit of household_income."""
    amounts = Amounts.of(settings, most_supported(population))
    outputs: dict[str, Array] = {}

    def one(start: int) -> None:
        stop = min(start + part, population.size)
        for name, column in assess(population.part(start, stop), amounts).items():
            if name not in outputs:
                outputs.setdefault(name, np.empty(population.size, np.int64))
            outputs[name][start:stop] = column

    with ThreadPoolExecutor(threads) as pool:
        for done in pool.map(one, range(0, population.size, part)):
            assert done is None
    return outputs, amounts.unit
