from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.decisive import considered, deciding, is_nought, row_above, rows_below
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.language import (
    at_least,
    either,
    first_of,
    known_where,
    member_requires,
    member_rule,
    requires,
    rounded,
    rule,
)  # fmt: skip
from minzheng.engine.rules.parts import Parts
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import AREA_CLASS, DISABILITY_GRADE, INCOME_KIND
from minzheng.kernel.facts import Level
from tests.engine.rules.spoken import LAW, evaluated, population, rule_set

WAGE, PENSION, FARM = (INCOME_KIND.number(key) for key in ("W01", "T02", "B01"))
WAGES = ("W01", "W02")
URBAN, RURAL = AREA_CLASS.number("URBAN"), AREA_CLASS.number("RURAL")


def decided(function: Any, people: Population, *helpers: Any, row: int = 0, **parameters: Any) -> list[tuple[str, int]]:
    """What decided the value of a rule."""
    rules = rule_set(*helpers, function)
    name = function.rule.name or function.__name__
    return list(deciding(Parts(evaluated(rules, people, [name], **parameters)), name, row))


def household(**values: Any) -> Population:
    """One household with no members; None is unknown."""
    return population({name: [value] for name, value in values.items()})


@rule(LAW)
def vehicle(has_car, has_ship):
    """有交通工具"""
    return has_car | has_ship


@rule(LAW)
def both(has_car, has_ship):
    """有车又有船"""
    return has_car & has_ship


@pytest.mark.parametrize(
    ("car", "ship", "names"),
    [
        (1, 0, ["has_car"]),
        (0, 1, ["has_ship"]),
        (1, 1, ["has_car"]),
        (0, 0, ["has_car", "has_ship"]),
        (None, 0, ["has_car"]),
        (None, 1, ["has_ship"]),
        (None, None, ["has_car", "has_ship"]),
    ],
)
def test_one_true_side_of_or_is_enough_and_both_false_sides_are_needed(car: Any, ship: Any, names: list[str]) -> None:
    assert decided(vehicle, household(has_car=car, has_ship=ship)) == [(name, 0) for name in names]


@pytest.mark.parametrize(
    ("car", "ship", "names"),
    [
        (1, 1, ["has_car", "has_ship"]),
        (0, 1, ["has_car"]),
        (1, 0, ["has_ship"]),
        (0, 0, ["has_car"]),
        (None, 1, ["has_car"]),
        (None, 0, ["has_ship"]),
    ],
)
def test_one_false_side_of_and_is_enough_and_both_true_sides_are_needed(car: Any, ship: Any, names: list[str]) -> None:
    assert decided(both, household(has_car=car, has_ship=ship)) == [(name, 0) for name in names]


def test_a_recorded_fact_is_preferred_to_a_rule_that_needs_reasons_itself() -> None:
    @rule(LAW)
    def wealthy(vehicle, declared):
        """富裕"""
        return vehicle | declared

    assert decided(wealthy, household(has_car=1, declared=1), vehicle) == [("declared", 0)]


def test_of_comparisons_the_side_that_holds_counts() -> None:
    @rule(LAW)
    def notable(rent, rooms, has_car):
        """可疑"""
        return (rent > 100) | (rooms >= 5) & ~has_car

    assert decided(notable, household(rent=200, rooms=9, has_car=0)) == [("rent", 0)]
    assert decided(notable, household(rent=50, rooms=9, has_car=0)) == [("rooms", 0), ("has_car", 0)]
    assert decided(notable, household(rent=50, rooms=2, has_car=0)) == [("rent", 0), ("rooms", 0)]


def test_what_stands_under_a_condition_counts_where_the_condition_holds() -> None:
    @rule(LAW)
    def paid(rent, has_car):
        """所付"""
        return rent.where(has_car)

    assert decided(paid, household(rent=5, has_car=1)) == [("rent", 0), ("has_car", 0)]
    assert decided(paid, household(rent=5, has_car=0)) == [("has_car", 0)]


def test_what_was_not_established_leads_to_what_is_missing() -> None:
    @rule(LAW)
    def income(rent, declared):
        """收入"""
        return known_where(declared, at_least(0, rent))

    @rule(LAW)
    def low(rent, declared):
        """低"""
        return (rent < 10).known_where(declared)

    for function in (income, low):
        assert decided(function, household(rent=5, declared=1)) == [("rent", 0), ("declared", 0)]
        assert decided(function, household(rent=5, declared=None)) == [("declared", 0)]
        assert decided(function, household(rent=5, declared=0)) == [("declared", 0)]


def test_of_an_unknown_sum_only_the_unknown_parts_count() -> None:
    @rule(LAW)
    def spare(rent, standard, rooms):
        """余额"""
        return standard * 2 - rent - rooms

    assert decided(spare, household(rent=5, rooms=1)) == [("standard", 0)]
    assert decided(spare, household(rent=None, rooms=1), standard=1) == [("rent", 0)]
    assert decided(spare, household(rent=5, rooms=1), standard=1) == [("standard", 0), ("rent", 0), ("rooms", 0)]


def test_how_to_round_counts_when_nobody_has_set_it() -> None:
    @rule(LAW)
    def payable(rent, rounding):
        """应付"""
        return rounded(rent / 3, rounding)

    assert decided(payable, household(rent=5)) == [("rounding", 0)]


def test_of_either_only_the_branch_taken_counts() -> None:
    @rule(LAW)
    def chosen(has_car, rent, rooms):
        """所选"""
        return either(has_car, rent, rooms)

    people = {"rent": 5, "rooms": 1}
    assert decided(chosen, household(has_car=1, **people)) == [("has_car", 0), ("rent", 0)]
    assert decided(chosen, household(has_car=0, **people)) == [("has_car", 0), ("rooms", 0)]
    assert decided(chosen, household(has_car=None, **people)) == [("has_car", 0)]


@rule(LAW)
def classified(has_car, has_ship, declared):
    """分类"""
    return first_of("area_class", URBAN=has_car, RURAL=has_ship & declared, otherwise="URBAN")


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"has_car": 1}, ["has_car"]),
        ({"has_car": 0, "has_ship": 1, "declared": 1}, ["has_ship", "declared"]),
        ({"has_car": 0, "has_ship": 0, "declared": 1}, ["has_car", "has_ship"]),
        ({"has_car": None, "has_ship": 1, "declared": 1}, ["has_car"]),
        ({"has_car": 0, "has_ship": 1, "declared": None}, ["declared"]),
    ],
)
def test_of_a_list_of_cases_the_one_met_counts_and_of_none_met_all(values: dict[str, Any], names: list[str]) -> None:
    assert decided(classified, household(**values)) == [(name, 0) for name in names]


def test_where_no_case_is_met_and_a_column_stands_in_only_that_column_counts() -> None:
    @rule(LAW)
    def placed(has_car, area):
        """所在"""
        return first_of("area_class", URBAN=has_car, otherwise=area)

    assert decided(placed, household(has_car=0, area=RURAL)) == [("area", 0)]
    assert decided(placed, household(has_car=1, area=RURAL)) == [("has_car", 0)]


def test_a_substitute_counts_only_where_it_is_taken() -> None:
    @rule(LAW)
    def resolved(area, classified):
        """定类"""
        return area.unless("URBAN", classified)

    assert decided(resolved, household(area=URBAN, has_car=1), classified) == [("area", 0), ("classified", 0)]
    assert decided(resolved, household(area=RURAL, has_car=1), classified) == [("area", 0)]


def test_a_value_looked_up_by_code_rests_on_the_parameter_and_the_code() -> None:
    @rule(LAW)
    def local_standard(standards, area):
        """当地标准"""
        return standards[area]

    @rule(LAW)
    def urban_standard(standards):
        """城市标准"""
        return standards["URBAN"]

    values = {"URBAN": 100, "RURAL": 50}
    people = household(area=URBAN)
    assert decided(local_standard, people, standards=values) == [("standards", 0), ("area", 0)]
    assert decided(urban_standard, people, standards=values) == [("standards", 0)]
    assert decided(local_standard, people) == [("standards", 0), ("area", 0)]


def family(**values: Any) -> Population:
    """One household of three members, the second with two incomes; one obligor."""
    given = {
        "income_kind": [WAGE, PENSION],
        "income_amount": [100, 7],
        "ill": [0, 1, 0],
        "wage": [0, 5, 0],
        "obligor_unable": [0],
    }
    below = {Level.MEMBER: [3], Level.INCOME: [0, 2, 0], Level.OBLIGOR: [1]}
    return population(given | values, below=below)


@member_rule(LAW)
def wage_income(incomes):
    """工资性收入"""
    return incomes.income_amount.where(incomes.income_kind.among(WAGES)).sum()


@rule(LAW)
def wages(members):
    """工资合计"""
    return members.wage_income.sum()


def test_of_a_sum_the_rows_that_add_something_count() -> None:
    assert decided(wages, family(), wage_income) == [("wage_income", 1)]
    assert decided(wage_income, family(), row=1) == [("income_amount", 0), ("income_kind", 0)]
    assert decided(wage_income, family(), row=0) == []


def test_of_a_count_the_rows_counted_count() -> None:
    @rule(LAW)
    def patients(members):
        """病人数"""
        return members.ill.count()

    @rule(LAW)
    def heads(members):
        """人数"""
        return members.count()

    assert decided(patients, family()) == [("ill", 1)]
    assert decided(patients, family(ill=[0, None, 1])) == [("ill", 1)]
    assert decided(heads, family()) == []


def test_of_any_the_rows_that_hold_and_where_none_does_all() -> None:
    @rule(LAW)
    def someone_ill(members):
        """有人患病"""
        return members.ill.any()

    @rule(LAW)
    def everyone_ill(members):
        """都患病"""
        return members.ill.all()

    assert decided(someone_ill, family()) == [("ill", 1)]
    assert decided(someone_ill, family(ill=[0, 0, 0])) == [("ill", 0), ("ill", 1), ("ill", 2)]
    assert decided(someone_ill, family(ill=[0, None, 0])) == [("ill", 1)]
    assert decided(everyone_ill, family()) == [("ill", 0), ("ill", 2)]
    assert decided(everyone_ill, family(ill=[1, 1, 1])) == [("ill", 0), ("ill", 1), ("ill", 2)]


def test_rows_carry_what_stands_above_them() -> None:
    @rule(LAW)
    def dear(members, rent):
        """合计"""
        return (members.wage + rent).where(members.ill).sum()

    assert decided(dear, family(rent=[3])) == [("wage", 1), ("rent", 0), ("ill", 1)]


@requires(LAW, of=["dibao"], else_say="OTHER")
def has_rent(rent):
    """租房"""
    return rent > 0


@requires(LAW, of=["dibao"], else_say="OTHER")
def no_car(has_car):
    """没有车"""
    return ~has_car


@rule(LAW)
def granted(qualifies_for_dibao, standard):
    """补助"""
    return standard.where(qualifies_for_dibao)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"rent": 1, "has_car": 0}, ["has_rent", "no_car"]),
        ({"rent": 0, "has_car": 0}, ["has_rent"]),
        ({"rent": 0, "has_car": 1}, ["has_rent", "no_car"]),
        ({"rent": None, "has_car": 0}, ["has_rent"]),
        ({"rent": None, "has_car": 1}, ["no_car"]),
    ],
)
def test_of_conditions_all_that_fail_count_and_if_none_does_all(values: dict[str, Any], names: list[str]) -> None:
    rules = rule_set(has_rent, no_car, granted)
    done = evaluated(rules, household(**values), ["granted"], standard=1)
    assert list(deciding(Parts(done), "qualifies_for_dibao", 0)) == [(name, 0) for name in names]


def test_a_version_nobody_has_chosen_leads_to_the_mode() -> None:
    @rule(LAW, when={"method": "GAP"})
    def benefit(rent):
        """补助"""
        return rent

    @rule(LAW, name="benefit", when={"method": "TIER"})
    def benefit_by_tier(standard):
        """补助（分档）"""
        return standard

    assert decided(benefit, household(rent=5), benefit_by_tier) == [("method", 0)]
    assert decided(benefit, household(rent=5), benefit_by_tier, method="GAP") == [("rent", 0)]


def test_everything_a_rule_looked_at_can_be_listed() -> None:
    rules = rule_set(wage_income, wages, has_rent, no_car, granted)
    done = evaluated(rules, family(rent=[1]), ["wages", "granted"], standard=1)
    parts = Parts(done)
    assert list(considered(parts, "wages", 0)) == [("wage_income", 0), ("wage_income", 1), ("wage_income", 2)]
    assert list(considered(parts, "granted", 0)) == [("qualifies_for_dibao", 0), ("standard", 0)]
    assert list(considered(parts, "qualifies_for_dibao", 0)) == [("has_rent", 0), ("no_car", 0)]


def test_a_mode_is_among_what_was_looked_at() -> None:
    @rule(LAW, when={"method": "GAP"})
    def benefit(rent):
        """补助"""
        return rent

    @rule(LAW, name="benefit", when={"method": "TIER"})
    def benefit_by_tier(standard):
        """补助（分档）"""
        return standard

    done = evaluated(rule_set(benefit, benefit_by_tier), household(rent=5), ["benefit"], method="GAP")
    assert list(considered(Parts(done), "benefit", 0)) == [("rent", 0), ("method", 0)]


def _county() -> Evaluation:
    people = population(
        {
            "ill": [0, 1, 1],
            "wage": [1, 0, 3],
            "income_kind": [WAGE, FARM],
            "income_amount": [9, 9],
            "grade": [DISABILITY_GRADE.number("GRADE_1")] * 3,
            "rent": [5, 6],
        },
        households=2,
        below={Level.MEMBER: [1, 2], Level.INCOME: [0, 1, 1]},
    )
    return evaluated(rule_set(wage_income, wages), people, ["wages"])


def test_rows_are_found_up_and_down_whatever_lies_between() -> None:
    done = _county()
    tables = done.population.tables
    assert row_above(done["rent"], tables[Level.INCOME], 1) == 1
    assert row_above(done["ill"], tables[Level.INCOME], 1) == 2
    assert row_above(done["ill"], tables[Level.MEMBER], 2) == 2
    assert row_above(done["standard"], tables[Level.MEMBER], 2) == 0
    assert row_above(done["as_of"], tables[Level.MEMBER], 2) == 0
    assert list(rows_below(tables[Level.MEMBER], 1)) == [1, 2]
    assert list(rows_below(tables[Level.HOUSEHOLD], 0)) == []


def test_in_a_county_only_the_households_own_rows_count() -> None:
    done = _county()
    assert list(deciding(Parts(done), "wages", 1)) == [("wage_income", 1)]
    assert list(deciding(Parts(done), "wages", 0)) == []


def test_nought_is_a_known_number() -> None:
    done = evaluated(rule_set(granted, has_rent, no_car), household(rent=0), ["granted"], standard=0)
    assert is_nought(done["granted"], 0)
    assert not is_nought(done["qualifies_for_dibao"], 0)
    assert not is_nought(evaluated(rule_set(has_rent), household(rent=None), ["has_rent"])["rent"], 0)


@member_requires(LAW, of=["dibao"], else_say="OTHER")
def patient(ill):
    """病人"""
    return ill


def test_conditions_on_members_are_explained_for_the_member() -> None:
    done = evaluated(rule_set(patient), family(), ["qualifies_for_dibao"])
    assert list(deciding(Parts(done), "qualifies_for_dibao", 1)) == [("patient", 1)]


@given(st.lists(st.sampled_from([0, 1, None]), min_size=3, max_size=3), st.booleans())
def test_what_decided_is_enough_to_decide_again(values: list[int | None], conjunction: bool) -> None:
    """Whatever the other values were, the deciding ones give the same answer."""

    @rule(LAW)
    def mixed_or(has_car, has_ship, declared):
        """混合"""
        return has_car | (has_ship & ~declared)

    @rule(LAW)
    def mixed_and(has_car, has_ship, declared):
        """混合"""
        return has_car & (has_ship | ~declared)

    function = mixed_and if conjunction else mixed_or
    rules, stated = rule_set(function), dict(zip(("has_car", "has_ship", "declared"), values, strict=True))
    name = function.__name__
    done = evaluated(rules, household(**stated), [name])
    kept = {need for need, _ in deciding(Parts(done), name, 0)}
    answer = Parts(done).answer(rules.versions[name][0], rules.versions[name][0].expression, done[name].table, 0)
    for other in (0, 1):
        changed = {need: value if need in kept else other for need, value in stated.items()}
        again = evaluated(rules, household(**changed), [name])
        if answer is not None:
            assert bool(again[name].surely if answer else again[name].surely_not)
