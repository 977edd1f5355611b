from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.gates import Gate, gate_of
from minzheng.engine.rules.language import member_rule, requires, rule
from minzheng.engine.rules.population import Population
from minzheng.kernel.facts import Level
from tests.engine.rules.declared import FACTS, LAW, rule_set, settings
from tests.engine.rules.test_evaluation import DAY
from tests.engine.rules.worlds import offsets, rows_of


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a & ~b", Gate((("a", True), ("b", False)), of_number=False)),
        ("(x > 1) & a & members.c.any()", Gate((("a", True),), of_number=False)),
        ("x.where(a & ~b)", Gate((("a", True), ("b", False)), of_number=True)),
        ("rounded(x, 'CEIL_YUAN').where(a)", Gate((("a", True),), of_number=True)),
        ("x.where(x > 1)", None),
        ("a | b", None),
        ("x.where(a) + x", None),
        ("members.x.where(members.a).sum()", None),
        ("x.where(LIST)", None),
    ],
)
def test_a_gate_is_what_must_hold_for_the_rest_to_matter(expression: str, expected: Gate | None) -> None:
    assert gate_of(ast.parse(expression, mode="eval").body, ("a", "b", "x")) == expected


@member_rule(LAW)
def poor(wage, standard):
    """收入低"""
    return wage < standard


@member_rule(LAW)
def ill_and_poor(poor, ill):
    """患病且收入低"""
    return poor & ill


@member_rule(LAW, unit="元/月")
def help_for_the_ill(wage, ill_and_poor):
    """补助"""
    return (wage * 2).where(ill_and_poor)


@member_rule(LAW, unit="元/月")
def help_for_the_well(standard, ill):
    """其他人的补助"""
    return standard.where(~ill)


@requires(LAW, of=["dibao"], else_say="INCOME_NOT_BELOW_STANDARD")
def pays_rent(rent):
    """租房"""
    return rent > 0


@requires(LAW, of=["dibao"], else_say="PROPERTY_DWELLING")
def somebody_is_ill(members):
    """有人患病"""
    return members.ill_and_poor.any()


@rule(LAW, unit="元/月")
def grant(members, qualifies_for_dibao):
    """发放"""
    return (members.help_for_the_ill.sum() + members.help_for_the_well.sum()).where(qualifies_for_dibao)


RULES = rule_set(poor, ill_and_poor, help_for_the_ill, help_for_the_well, pays_rent, somebody_is_ill, grant)
SETTINGS = settings(standard=1000)
PLAN = RULES.on(DAY, SETTINGS)
NAMES = tuple(PLAN.rules)


def household(rent: int, members: list[tuple[int, bool, bool]]) -> Population:
    """One household: per member the wage, whether ill, and whether that is unknown."""
    wages, ill, lost = ([row[place] for row in members] for place in range(3))
    values: dict[str, Any] = {"wage": np.array(wages, np.int64), "ill": np.array(ill, bool), "rent": np.array([rent])}
    return Population(FACTS, 1, {Level.MEMBER: offsets([len(members)])}, values, {"ill": np.array(lost, bool)})


def asked(population: Population, *outputs: str) -> Evaluation:
    return evaluate(PLAN, population, SETTINGS, outputs, keep=True)


@given(
    st.integers(0, 1), st.lists(st.tuples(st.sampled_from([0, 900, 5000]), st.booleans(), st.booleans()), max_size=4)
)
def test_what_a_gate_spares_changes_no_result(rent: int, members: list[tuple[int, bool, bool]]) -> None:
    population = household(rent, members)
    everything = evaluate(PLAN, population, SETTINGS, NAMES)
    on_demand = asked(population, "grant")
    for name in reversed(NAMES):
        size = population.tables[PLAN.rules[name].level].size
        assert rows_of(on_demand[name], size) == rows_of(everything[name], size)


def computed(done: Evaluation) -> set[str]:
    return set(done.columns) & set(NAMES)


def test_what_does_not_matter_is_not_computed_until_asked_for() -> None:
    nobody_ill = asked(household(1, [(900, False, False)]), "ill_and_poor")
    assert computed(nobody_ill) == {"ill_and_poor"}
    assert "poor" in nobody_ill.columns
    assert rows_of(nobody_ill["poor"], 1) == [True]
    assert computed(asked(household(1, [(900, True, False)]), "ill_and_poor")) == {"ill_and_poor", "poor"}
    assert computed(asked(household(1, [(900, False, True)]), "ill_and_poor")) == {"ill_and_poor", "poor"}


def test_conditions_are_looked_at_until_one_fails() -> None:
    assert computed(asked(household(0, [(900, True, False)]), "grant")) == {"grant", "pays_rent"}
    assert rows_of(asked(household(1, [(900, True, False)]), "grant")["grant"], 1) == [1800]


def test_rows_that_no_household_has_are_worked_out_once() -> None:
    first, second = (asked(household(1, []), "help_for_the_ill") for _ in range(2))
    assert "help_for_the_ill" in PLAN.of_no_rows
    assert PLAN.of_no_rows["help_for_the_ill"].table is None
    for done in (first, second):
        assert done["help_for_the_ill"].table is done.population.tables[Level.MEMBER]
    assert computed(second) == {"help_for_the_ill"}
