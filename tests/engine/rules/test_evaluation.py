from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.evaluation import Evaluation, evaluate, evaluate_all, evaluate_parts
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.language import full_years, member_requires, member_rule, requires, rounded, rule
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.reading import RuleProblem
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Level
from tests.engine.rules.declared import FACTS, LAW, OLD_LAW, rule_set, settings
from tests.engine.rules.worlds import offsets, rows_of

DAY = date(2026, 8, 1)


@member_rule(LAW)
def age(birth_on, as_of):
    """年龄"""
    return full_years(birth_on, as_of)


@rule(LAW, unit="元/月")
def income(members, months):
    """月收入"""
    return members.wage.sum() / months


@requires(LAW, of=["dibao"], else_say="INCOME_NOT_BELOW_STANDARD")
def low_income(income, standard):
    """收入低"""
    return income < standard


@requires(LAW, of=["dibao", "rigid"], else_say="PROPERTY_DWELLING")
def pays_rent(rent):
    """租房"""
    return rent > 0


@rule(LAW, unit="元/月")
def grant(qualifies_for_dibao, standard, income):
    """发放"""
    return rounded(standard - income, "HALF_UP_FEN").where(qualifies_for_dibao)


@rule(LAW)
def everybody_is_grown(members):
    """都成年"""
    return (members.age >= 18).all()


RULES = (age, income, low_income, pays_rent, grant, everybody_is_grown)
SETTINGS = settings(standard=1000, months=3)


def people(wages: list[list[int]], rents: list[int], *, unknown: list[bool] | None = None) -> Population:
    flat = [wage for household in wages for wage in household]
    births = [to_day_number(date(1990, 8, 1))] * len(flat)
    lost = {} if unknown is None else {"wage": np.array(unknown)}
    values = {"wage": np.array(flat, np.int64), "rent": np.array(rents), "birth_on": np.array(births, np.int64)}
    return Population(FACTS, len(wages), {Level.MEMBER: offsets([len(row) for row in wages])}, values, lost)


def done(population: Population, *outputs: str, on: date = DAY, **more: Any) -> Evaluation:
    return evaluate(rule_set(*RULES).on(on, SETTINGS), population, SETTINGS, outputs, **more)


def test_a_household_is_computed_from_its_facts_parameters_and_the_day() -> None:
    found = done(people([[1000, 1001], []], [5, 5]), "grant", "everybody_is_grown")
    assert rows_of(found["grant"], 2) == [333, 1000]
    assert rows_of(found["everybody_is_grown"], 2) == [True, True]
    assert found["as_of"] == DAY


def test_values_are_dropped_after_their_last_use_unless_kept() -> None:
    population = people([[1000]], [5])
    assert set(done(population, "grant").columns) == {"grant"}
    kept = done(population, "grant", keep=True)
    assert {"income", "low_income", "qualifies_for_dibao", "standard", "grant"} <= set(kept.columns)


def test_what_was_computed_is_gone_as_soon_as_nobody_holds_it() -> None:
    evaluation = done(people([[1000]], [5]), "grant", keep=True)
    columns = weakref.ref(evaluation.columns)
    gc.disable()
    try:
        del evaluation
        assert columns() is None
    finally:
        gc.enable()


def test_reasons_name_the_conditions_known_to_fail_in_the_order_of_the_law() -> None:
    found = done(people([[9000], [9000], [1]], [0, 5, 5]), "qualifies_for_dibao", keep=True)
    assert [[reason.code for reason in found.reasons("dibao", row)] for row in range(3)] == [
        ["INCOME_NOT_BELOW_STANDARD", "PROPERTY_DWELLING"],
        ["INCOME_NOT_BELOW_STANDARD"],
        [],
    ]
    assert found.reasons("dibao", 0)[1].condition.label == "租房"
    assert list(found.failed("dibao")) == [3, 1, 0]


def test_an_unknown_fact_leaves_open_what_depends_on_it_and_nothing_else() -> None:
    population = people([[1000], [1000], [1]], [0, 5, 5], unknown=[True, True, False])
    found = done(population, "qualifies_for_dibao", "grant", keep=True)
    assert rows_of(found["qualifies_for_dibao"], 3) == [False, None, True]
    assert rows_of(found["grant"], 3) == [0, None, 1000]
    assert [reason.code for reason in found.reasons("dibao", 0)] == ["PROPERTY_DWELLING"]
    assert found.reasons("dibao", 1) == []


@pytest.mark.parametrize(("day", "answer"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)])
def test_nobody_qualifies_for_a_matter_that_does_not_exist_yet(day: date, answer: bool) -> None:
    found = done(people([[]], [5]), "qualifies_for_rigid", on=day, keep=True)
    assert bool(np.all(found["qualifies_for_rigid"].mask)) is answer
    assert found.reasons("rigid", 0) == []


def test_what_is_given_is_not_computed() -> None:
    population = people([[9000]], [5])
    given_income = Numbers(Bounded.of(np.array([100])), 1, population.tables[Level.HOUSEHOLD])
    found = done(population, "grant", given={"income": given_income}, keep=True)
    assert rows_of(found["grant"], 1) == [900]
    assert "wage" not in found.columns


def test_a_parameter_nobody_has_set_leaves_the_result_open() -> None:
    population = people([[1000]], [5])
    for missing in (settings(standard=1000), settings(months=3)):
        found = evaluate(rule_set(*RULES).on(DAY, missing), population, missing, ["grant"])
        assert rows_of(found["grant"], 1) == [None]


@rule(LAW, name="paid", when={"method": "GAP"})
def paid_by_gap(rent):
    """补差"""
    return rent


@rule(LAW, name="paid", when={"method": "TIER"})
def paid_by_tier(rent):
    """分档"""
    return rent * 2


@rule(LAW, name="is_paid", when={"method": "GAP"})
def is_paid_by_gap(rent):
    """按补差发"""
    return rent > 0


@rule(LAW, name="is_paid", when={"method": "TIER"})
def is_paid_by_tier(rent):
    """按分档发"""
    return rent > 1


@rule(LAW)
def outcome(paid, is_paid, standard):
    """结果"""
    return standard.where(is_paid) + paid


@pytest.mark.parametrize(("method", "expected"), [("GAP", 1005), ("TIER", 1010), (None, None)])
def test_the_mode_chooses_how_it_is_computed_and_without_one_nobody_knows(
    method: str | None, expected: int | None
) -> None:
    values = settings(standard=1000) if method is None else settings(standard=1000, method=method)
    rules = rule_set(paid_by_gap, paid_by_tier, is_paid_by_gap, is_paid_by_tier, outcome)
    found = evaluate(rules.on(DAY, values), people([[]], [5]), values, ["outcome"])
    assert rows_of(found["outcome"], 1) == [expected]


@given(st.lists(st.lists(st.integers(0, 5000), max_size=3), max_size=9), st.integers(1, 4), st.integers(1, 3))
def test_parts_give_what_the_whole_gives(wages: list[list[int]], size: int, threads: int) -> None:
    population, plan = people(wages, [row % 2 for row in range(len(wages))]), rule_set(*RULES).on(DAY, SETTINGS)
    whole = done(population, "grant", "age")
    parts = list(evaluate_parts(plan, population, SETTINGS, ["grant"], threads=threads, size=size))
    assert [start for start, _ in parts] == list(range(0, max(len(wages), 1), size))
    values = [value for _, part in parts for value in rows_of(part["grant"], part.population.size)]
    assert values == rows_of(whole["grant"], len(wages))
    joined = evaluate_all(plan, population, SETTINGS, ["grant", "age", "grant"], threads=threads, size=size)
    persons = population.tables[Level.MEMBER].size
    assert rows_of(joined["grant"], len(wages)) == rows_of(whole["grant"], len(wages))
    assert rows_of(joined["age"], persons) == rows_of(whole["age"], persons)
    totals = evaluate_all(plan, population, SETTINGS, ["grant"], totals=["age"], threads=threads, size=size)
    assert rows_of(totals["age"], len(wages)) == rows_of(whole["age"].sum(), len(wages))


def test_what_goes_wrong_in_one_part_is_told() -> None:
    population, plan = people([[1]] * 5, [1, 1, 1, 0, 1]), rule_set(divided).on(DAY, SETTINGS)
    with pytest.raises(RuleProblem, match="除数为零"):
        evaluate_all(plan, population, SETTINGS, ["divided"], size=1)


@rule(LAW)
def divided(rent, standard):
    """除法"""
    return standard / rent


@rule(LAW)
def no_column(rent):
    """常数"""
    return 5


@rule(LAW)
def still_members(members):
    """没有归总"""
    return members.wage


@rule(LAW)
def flag_of_number(rent, standard):
    """拿数当是非"""
    return standard.where(rent)


@rule(LAW)
def added_to_text(rent):
    """加文字"""
    return rent + area_of_nobody


area_of_nobody = object()


@member_rule(LAW)
def unlisted_code(area):
    """表外代码"""
    return area == "MOON"


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (divided, "规则 divided 无法计算：除数为零"),
        (no_column, "规则 no_column 的结果不是一列数据"),
        (still_members, "规则 still_members 无法计算：数据层级或类型不符"),
        (flag_of_number, "规则 flag_of_number 无法计算：数据层级或类型不符"),
        (added_to_text, "规则 added_to_text 无法计算：数据层级或类型不符"),
        (unlisted_code, "规则 unlisted_code 无法计算：数据层级或类型不符"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_rule_that_cannot_be_computed_is_named_with_the_reason(function: Callable[..., Any], sentence: str) -> None:
    with pytest.raises(RuleProblem) as problem:
        evaluate(rule_set(function).on(DAY, SETTINGS), people([[1]], [0]), SETTINGS, [function.__name__])
    assert sentence in str(problem.value)
    assert "test_evaluation.py:" in str(problem.value)


@member_requires(LAW, of=["dibao"], else_say="OTHER", since="2026-07-01")
def is_ill(ill):
    """患病"""
    return ill


@rule(OLD_LAW, LAW)
def ill_people(members):
    """符合条件的人数"""
    return members.qualifies_for_dibao.count()


def test_conditions_may_be_about_persons() -> None:
    population = people([[1, 1], [1]], [0, 0])
    population.values["ill"] = np.array([1, 0, 1])
    found = evaluate(rule_set(is_ill, ill_people).on(DAY, SETTINGS), population, SETTINGS, ["ill_people"], keep=True)
    assert rows_of(found["ill_people"], 2) == [1, 1]
    assert list(found.failed("dibao")) == [0, 1, 0]
    assert [reason.code for reason in found.reasons("dibao", 1)] == ["OTHER"]
