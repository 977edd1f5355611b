"""A made-up population as OpenFisca can take it: incomes, expenses, assets and obligors rolled up to members and households.

OpenFisca knows persons and groups of persons and nothing below them, so this is done for it, outside the measured time.
Amounts are whole parts of a fen, so that its 64-bit floats compute exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.amounts import Amounts
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import Plan
from minzheng.kernel.codes import ALL
from minzheng.kernel.facts import Fact, FactKind, Level

Columns = dict[str, NDArray[Any]]

_AS_THEY_ARE = (
    "imprisoned", "compulsory_drug_rehab", "declared_missing", "cleric_three_years", "conscript", "adult_child_dependent",
    "long_term_coresident", "serious_illness", "asks_destitute_support", "orphan_benefit_chosen", "no_civil_capacity",
    "receives_dibao", "receives_destitute_support", "can_eat", "can_dress", "can_leave_bed", "can_use_toilet",
    "can_walk_indoors", "can_bathe", "schooling", "counting_decision", "disability_type", "disability_grade",
    "self_care_ability",
)  # fmt: skip
_AMOUNTS = {
    "wage_income": "wage_income", "business_income": "net_business", "property_income": "property_income",
    "resident_pension": "resident_pension", "transfers_counted": "transfers_counted", "transfers_paid": "transfers_paid",
    "rigid_deduction": "rigid_deduction", "necessary_expense": "necessary_expense",
    "financial_assets": "financial_assets", "support_month": "support_month",
}  # fmt: skip
_COUNTS = {
    "months_employed": "months_of_wages", "months_of_pension": "months_of_pensions", "vehicles": "vehicles",
    "dwellings": "dwellings",
}  # fmt: skip
_FLAGS = ("has_large_business", "has_able_obligor_outside")

ROLLED_UP = (*_AMOUNTS, *_COUNTS, *_FLAGS, "dwelling_area")
"""Rules whose results OpenFisca gets as inputs."""


def rolled_up(population: Population, done: Evaluation, amounts: Amounts) -> Columns:
    """Input columns by the names of the comparison's variables; ``household`` says where each member belongs."""
    facts = population.values
    columns: Columns = {name: facts[name] for name in _AS_THEY_ARE}
    columns["household"] = population.tables[Level.MEMBER].parents
    columns["area"] = _positions("area_class")[facts["area"]]
    columns["birth"] = facts["birth_on"].astype("datetime64[D]")
    columns["relation"] = _positions("relation")[facts["relation"]]
    columns |= {name: _scaled(done[rule], amounts.unit).astype(np.float64) for rule, name in _AMOUNTS.items()}
    columns |= {name: _scaled(done[rule], 1).astype(np.int32) for rule, name in _COUNTS.items()}
    columns |= {name: np.asarray(done[name].mask) for name in _FLAGS}
    return columns | {"dwelling_area": _scaled(done["dwelling_area"], 100).astype(np.float64)}


GIVEN = (*ROLLED_UP, "allowances_never_counted")
"""Rules whose results the product gets when it is given what OpenFisca gets; the last is nought here and no variable there."""


def columns_as_given(population: Population, done: Evaluation) -> Columns:
    """The same columns for the product: facts of households and members, and rolled up what lies below or beside members."""
    kept = (Level.HOUSEHOLD, Level.MEMBER)
    columns: Columns = {name: column for name, column in population.values.items() if FACTS[name].level in kept}
    return columns | {name: _plain(done[name]) for name in GIVEN}


def scales(done: Evaluation) -> dict[str, int]:
    """What the given numbers count parts of."""
    return {name: done[name].over_one_bottom()[1] for name in GIVEN if name not in _FLAGS}


def as_facts(columns: Columns, offsets: NDArray[Any], plan: Plan, scale: Mapping[str, int]) -> Population:
    """A population to which what is rolled up is recorded, and nothing below its members."""
    facts = {**FACTS, **{name: _as_fact(plan.rules[name], scale.get(name)) for name in GIVEN}}
    return Population(facts, len(offsets) - 1, {Level.MEMBER: offsets}, columns)


def _as_fact(rule: Rule, scale: int | None) -> Fact:
    kind = FactKind.FLAG if scale is None else FactKind.NUMBER
    return Fact(
        number=0, name=rule.name, label=rule.label, level=rule.level, kind=kind, retention="register", scale=scale or 1
    )


def without_rolled_up(plan: Plan) -> Plan:
    """The rules that OpenFisca has as well."""
    return replace(
        plan, rules={name: rule for name, rule in plan.rules.items() if name not in GIVEN}, _orders={}, _steps={}
    )


def _plain(column: Any) -> NDArray[Any]:
    return np.asarray(column.over_one_bottom()[0].values if isinstance(column, Numbers) else column.mask)


def _positions(code_list: str) -> NDArray[np.int16]:
    """From code number to position in the list, which is how OpenFisca numbers."""
    numbers = [item.number for item in ALL[code_list]]
    positions = np.zeros(max(numbers) + 1, np.int16)
    positions[numbers] = np.arange(len(numbers))
    return positions


def _scaled(numbers: Numbers, scale: int) -> NDArray[Any]:
    assert isinstance(numbers.bottom, int)
    assert scale % numbers.bottom == 0
    return np.asarray(numbers.top.values) * (scale // numbers.bottom)


def parameters(amounts: Amounts) -> dict[str, Any]:
    """Parameters of the comparison as plain numbers, money in the same parts of a fen."""
    unit = amounts.unit

    def whole(name: str, scale: int = 1) -> float:
        """A float, because times a 32-bit count a whole number would silently wrap around."""
        value = amounts[name] * scale
        assert value.denominator == 1, f"{name} is not a whole number of 1/{scale}"
        return float(value)

    def by_key(values: Mapping[str, Fraction], scale: int) -> dict[str, float]:
        return {key: float(value * scale) for key, value in values.items()}

    care = {
        key: -(-amounts["minimum_wage"] * share // 100) * 100 for key, share in amounts["destitute_care_share"].items()
    }
    return {
        "yuan": 100.0 * unit,
        "window": int(whole("income_window_months")),
        "standard": by_key(amounts["dibao_standard"], unit),
        "average_income": by_key(amounts["disposable_income_year"], unit),
        "destitute_care": by_key(care, unit),
        "destitute_basic_multiple_tenths": whole("destitute_basic_multiple", 10),
        "uplift_tenths": by_key(amounts["uplift_share"], 10),
        "uplift_elderly_age": int(whole("uplift_elderly_age")),
        "work_cost": whole("work_cost_amount", unit),
        "base_pension": whole("base_pension_month", unit),
        "base_pension_excluded": bool(amounts["base_pension_excluded"]),
        "benefit_minimum": whole("benefit_minimum", unit),
        "dwelling_area_per_head": whole("dwelling_area_per_head", 100),
        "edge_multiple": float(amounts["edge_multiple"]),
        "rigid_ratio": float(amounts["rigid_ratio"]),
        **{
            name: whole(name)
            for name in ("dibao_financial_months", "edge_financial_months", "vehicle_limit", "dwelling_limit")
        },
    }
