"""Made-up households of any number, as the arrays that rules are evaluated on.

About 3.2 members a household, 1.5 incomes an adult, 0.4 expenses, 0.5 assets and 0.55 obligors a household, two areas;
every fact that the cascade reads is there, in the proportions of a poor county. The same seed gives the same households.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import ALL
from minzheng.kernel.facts import Level

AS_OF = date(2026, 7, 15)
"""The day every benchmark assesses on: under the law of 2026-07-01."""

Values = dict[str, NDArray[Any]]

_SIZES = {1: 0.175, 2: 0.22, 3: 0.20, 4: 0.18, 5: 0.12, 6: 0.065, 7: 0.04}
_RELATIONS = {
    "20": 0.22, "21": 0.10, "22": 0.06, "30": 0.20, "31": 0.06, "51": 0.08, "52": 0.10,
    "38": 0.05, "28": 0.03, "41": 0.04, "42": 0.04, "73": 0.02,
}  # fmt: skip
_YEARS_OLDER = {"20": -26, "21": -26, "22": -26, "30": -26, "31": -26, "51": 25, "52": 24, "38": -24, "28": -24, "41": -50, "42": -50, "73": -2}  # fmt: skip
_INCOMES = {
    "W01": 0.16, "W02": 0.20, "W03": 0.04, "B01": 0.18, "B02": 0.08, "B04": 0.03, "P01": 0.02, "P02": 0.05, "P04": 0.03,
    "T01": 0.01, "T05": 0.02, "T08": 0.08, "O02": 0.06, "T10": 0.01, "X02": 0.01, "X06": 0.02, "X07": 0.01,
}  # fmt: skip
_OLD_AGE_INCOMES = {"T02": 0.62, "T01": 0.03, "B01": 0.12, "P02": 0.06, "T05": 0.07, "X07": 0.06, "X06": 0.04}
_EXPENSES = {"MEDICAL": 0.55, "EDUCATION": 0.2, "REHAB": 0.05, "LIVING": 0.1, "RENT": 0.06, "OTHER": 0.04}
_ASSETS = {
    "FINANCIAL": 0.5, "SECURITIES": 0.02, "FUND": 0.02, "INSURANCE": 0.06, "VEHICLE": 0.12, "FARM_MACHINERY": 0.05,
    "DWELLING": 0.18, "BUSINESS": 0.04, "OTHER": 0.01,
}  # fmt: skip
_DISABILITIES = {"VISUAL": 0.14, "HEARING": 0.2, "SPEECH": 0.02, "PHYSICAL": 0.4, "INTELLECTUAL": 0.1, "MENTAL": 0.12, "MULTIPLE": 0.02}  # fmt: skip
_GRADES = {"GRADE_1": 0.2, "GRADE_2": 0.3, "GRADE_3": 0.25, "GRADE_4": 0.25}
_CARE_ITEMS = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")


class _Chance:
    """Random columns of one length."""

    def __init__(self, random: np.random.Generator, size: int) -> None:
        self.random, self.size = random, size

    def flag(self, share: float) -> NDArray[np.bool_]:
        return self.random.random(self.size, dtype=np.float32) < np.float32(share)

    def whole(self, low: int, high: int) -> NDArray[np.int64]:
        return self.random.integers(low, high, self.size)

    def code(self, code_list: str, weights: Mapping[str, float]) -> NDArray[np.int16]:
        numbers = np.array([ALL[code_list].number(key) for key in weights], np.int16)
        bounds = np.cumsum(list(weights.values()))
        return numbers[np.searchsorted(bounds[:-1] / bounds[-1], self.random.random(self.size, dtype=np.float32))]

    def money(self, median_yuan: float, spread: float) -> NDArray[np.int64]:
        yuan = median_yuan * np.exp(spread * self.random.standard_normal(self.size, dtype=np.float32))
        return (yuan * 100).astype(np.int64)

    def rare(self, share: float, values: NDArray[Any]) -> NDArray[Any]:
        """The values in a share of the rows, 0 elsewhere."""
        return np.where(self.flag(share), values, values.dtype.type(0))


def made_up(households: int, seed: int = 1, *, part: int = 0, undeclared: float = 0.0) -> Population:
    """Make households.

    Args:
        households: how many.
        seed, part: the same two give the same households; parts of one seed are independent.
        undeclared: share of households whose means nobody has declared, whose results are therefore unknown.
    """
    random = np.random.default_rng([seed, part])
    household = _Chance(random, households)
    sizes = household.random.choice(list(_SIZES), households, p=np.array(list(_SIZES.values()))).astype(np.int64)
    offsets = {Level.MEMBER: _offsets(sizes)}
    values = _household_values(household, undeclared)
    ages = _add_members(values, _Chance(random, int(sizes.sum())), offsets[Level.MEMBER])
    offsets[Level.INCOME] = _add_incomes(values, random, ages)
    offsets[Level.EXPENSE] = _add_expenses(values, random, len(ages))
    offsets[Level.ASSET] = _add_assets(values, random, households)
    offsets[Level.OBLIGOR] = _add_obligors(values, random, sizes)
    return Population(FACTS, households, offsets, values)


def _offsets(counts: NDArray[Any]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(1, np.int32), np.cumsum(counts, dtype=np.int32)])


def _household_values(chance: _Chance, undeclared: float) -> Values:
    return {
        "area": chance.code("area_class", {"URBAN": 0.3, "RURAL": 0.7}),
        "single_basis": chance.code("single_basis", {"NONE": 0.97, "ADULT_SEVERE_DISABLED_UNEMPLOYED": 0.03}),
        "means_declared": ~chance.flag(undeclared),
    }


def _add_members(values: Values, chance: _Chance, offsets: NDArray[np.int32]) -> NDArray[np.int64]:
    """Add the facts of members; return their ages."""
    relation, ages = _relations_and_ages(chance, offsets)
    today = np.datetime64(AS_OF).astype(np.int64)
    values["relation"] = relation
    values["birth_on"] = (today - ages * 365 - chance.whole(0, 365)).astype(np.int32)
    values["schooling"] = np.where(
        (ages > 5) & (ages < 18),
        ALL["schooling"].number("SCHOOL"),
        np.where((ages < 23) & chance.flag(0.4), ALL["schooling"].number("UNDERGRADUATE"), 0),
    ).astype(np.int16)
    disabled = chance.flag(0.06)
    values["disability_type"] = np.where(disabled, chance.code("disability_type", _DISABILITIES), np.int16(0))
    values["disability_grade"] = np.where(disabled, chance.code("disability_grade", _GRADES), np.int16(0))
    values["counting_decision"] = chance.code(
        "counting_decision", {"NONE": 0.99, "COUNTED": 0.007, "NOT_COUNTED": 0.003}
    )
    values["self_care_ability"] = chance.rare(0.02, chance.code("self_care_ability", {"FULL_SELF_CARE": 0.5, "PARTIAL": 0.3, "NONE": 0.2}))  # fmt: skip
    values["long_term_coresident"] = chance.flag(0.7)
    values["asks_destitute_support"] = ((ages >= 60) | disabled) & chance.flag(0.25)
    shares = {
        "serious_illness": 0.03, "imprisoned": 0.002, "compulsory_drug_rehab": 0.001, "declared_missing": 0.0005,
        "cleric_three_years": 0.0005, "conscript": 0.003, "adult_child_dependent": 0.02, "orphan_benefit_chosen": 0.001,
        "no_civil_capacity": 0.01, "receives_dibao": 0.06, "receives_destitute_support": 0.005,
    }  # fmt: skip
    values.update({name: chance.flag(share) for name, share in shares.items()})
    values.update({name: ~chance.flag(0.03) for name in _CARE_ITEMS})
    return ages


def _relations_and_ages(chance: _Chance, offsets: NDArray[np.int32]) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    relation = chance.code("relation", _RELATIONS)
    older = np.zeros(max(item.number for item in ALL["relation"]) + 1, np.int64)
    for key, years in _YEARS_OLDER.items():
        older[ALL["relation"].number(key)] = years
    heads = offsets[:-1]
    seconds = heads[np.diff(offsets) > 1] + 1
    spouses = seconds[chance.random.random(len(seconds)) < 0.75]
    relation[spouses], relation[heads] = ALL["relation"].number("10"), ALL["relation"].number("02")
    head_ages = np.repeat(chance.random.integers(28, 84, len(heads)), np.diff(offsets))
    ages = head_ages + older[relation] + chance.whole(-4, 5)
    return relation, np.clip(ages, 0, 104)


def _add_incomes(values: Values, random: np.random.Generator, ages: NDArray[np.int64]) -> NDArray[np.int64]:
    counts = np.where(ages >= 16, random.choice(4, len(ages), p=[0.1, 0.4, 0.4, 0.1]), 0)
    chance = _Chance(random, int(counts.sum()))
    old = np.repeat(ages >= 60, counts)
    kind = np.where(old, chance.code("income_kind", _OLD_AGE_INCOMES), chance.code("income_kind", _INCOMES))
    earned = kind < ALL["income_kind"].number("P01")
    pension = kind == ALL["income_kind"].number("T02")
    values["income_kind"] = kind
    values["income_amount"] = np.where(
        earned, chance.money(21_000, 0.9) - chance.rare(0.05, chance.money(25_000, 0.5)),
        np.where(pension, chance.money(2400, 0.4), chance.money(900, 0.9)),
    )  # fmt: skip
    values["lump_sum_spent"] = chance.rare(0.3, chance.money(600, 0.7))
    values["income_months"] = chance.whole(1, 13).astype(np.int16)
    return _offsets(counts)


def _add_expenses(values: Values, random: np.random.Generator, members: int) -> NDArray[np.int64]:
    counts = random.choice(3, members, p=[0.89, 0.095, 0.015])
    chance = _Chance(random, int(counts.sum()))
    values["expense_kind"] = chance.code("expense_kind", _EXPENSES)
    values["expense_amount"] = chance.money(5000, 1.2)
    return _offsets(counts)


def _add_assets(values: Values, random: np.random.Generator, households: int) -> NDArray[np.int64]:
    counts = random.choice(3, households, p=[0.6, 0.3, 0.1])
    chance = _Chance(random, int(counts.sum()))
    values["asset_kind"] = chance.code("asset_kind", _ASSETS)
    values["asset_value"] = chance.money(9000, 1.3)
    values["asset_area"] = chance.whole(2_000, 20_000)
    values["asset_capital"] = chance.money(60_000, 1.0)
    values["asset_exempt"] = chance.flag(0.15)
    return _offsets(counts)


def _add_obligors(values: Values, random: np.random.Generator, members: NDArray[np.int64]) -> NDArray[np.int64]:
    counts = random.choice(4, len(members), p=[0.65, 0.2, 0.1, 0.05])
    chance = _Chance(random, int(counts.sum()))
    values["obligor_relation"] = chance.code("obligor_relation", {"CHILD": 0.75, "PARENT": 0.12, "SIBLING": 0.13})
    values["support_mode"] = chance.code("support_mode", {"FORMULA": 0.75, "JUDGEMENT": 0.08, "CHILD_RATIO": 0.1, "SUPPORT_ACTUAL": 0.07})  # fmt: skip
    values["obligor_birth_on"] = np.datetime64(AS_OF).astype(np.int64) - chance.whole(20 * 365, 80 * 365)
    values["obligor_household_size"] = chance.whole(1, 7).astype(np.int16)
    values["obligor_household_income"] = chance.money(4200, 0.6)
    values["obligor_area_standard"] = chance.rare(0.2, chance.whole(60_000, 95_000))
    values["supported_total"] = chance.whole(1, 4).astype(np.int16)
    values["supported_here"] = np.minimum(values["supported_total"], chance.whole(1, 3)).astype(np.int16)
    values["judgement_month"] = chance.rare(0.12, chance.money(400, 0.4))
    values["judgement_enforceable"] = chance.flag(0.85)
    values["actual_support_month"] = chance.rare(0.25, chance.money(250, 0.6))
    values["gross_income_month"] = chance.money(3200, 0.5)
    values["children_total"] = chance.whole(1, 4).astype(np.int16)
    values["children_here"] = np.minimum(values["children_total"], chance.whole(1, 3)).astype(np.int16)
    values["obligor_income_year"] = chance.money(26_000, 0.6)
    disabled = chance.flag(0.05)
    values["obligor_disability_type"] = np.where(disabled, chance.code("disability_type", _DISABILITIES), np.int16(0))
    values["obligor_disability_grade"] = np.where(disabled, chance.code("disability_grade", _GRADES), np.int16(0))
    shares = {
        "obligor_unable": 0.03, "obligor_missing": 0.005, "obligor_imprisoned": 0.005, "obligor_receives_dibao": 0.05,
        "obligor_receives_destitute_support": 0.005, "obligor_no_civil_capacity": 0.01, "support_waived": 0.02,
        "obligor_property_within_limit": 0.5,
    }  # fmt: skip
    values.update({name: chance.flag(share) for name, share in shares.items()})
    one_member = chance.whole(0, 1 << 16) % np.repeat(members, counts) + 1
    values["supported_member"] = chance.rare(0.6, one_member).astype(np.int16)
    return _offsets(counts)
