"""Random counties made to hurt: amounts on the very limits, birthdays on the day, every status, mode and combination of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.declarations import read_value
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.parameters import ParameterBook, ParameterValue, Setting
from minzheng.engine.rules.population import Population
from minzheng.kernel.dates import from_day_number, to_day_number
from minzheng.kernel.facts import Fact, FactKind, Level

CHAPTER = load_chapter("social_assistance")
FACTS = CHAPTER.rules.facts
DAYS = [
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 16), date(2026, 6, 30),
    date(2026, 7, 1), date(2026, 12, 31), date(2028, 2, 29), date(2027, 5, 31),
]  # fmt: skip
RELATIONS = [
    "01",
    "10",
    "11",
    "12",
    "20",
    "20",
    "21",
    "27",
    "28",
    "30",
    "30",
    "31",
    "38",
    "39",
    "41",
    "43",
    "45",
    "51",
    "52",
    "53",
    "55",
    "57",
    "61",
    "62",
    "65",
    "71",
    "72",
    "73",
    "77",
    "81",
    "93",
    "98",
    "99",
]
WAGES, OTHERS = ["W01", "W02", "W03", "W05"], [item.key for item in FACTS["income_kind"].codes or ()]


def choices(name: str) -> list[str]:
    """The choices of a mode parameter."""
    return [key for key, _ in CHAPTER.parameters.parameters[name].choices]


def parameters(seed: int) -> dict[str, Any]:
    """One set of test parameters as a locality would write it; all modes come up."""
    pick = random.Random(f"parameters {seed}")
    monthly = {"URBAN": "800.00", "RURAL": pick.choice(["550.00", "550.01", "632.00"])}
    yearly = {"URBAN": {"per_year": "9500.00"}, "RURAL": {"per_year": pick.choice(["6500.00", "7000.01"])}}
    tiers = pick.choice([("0.25", "0.60", "1.00"), ("0.3333", "0.5", "0.9"), ("0.5", "0.75", "1.2")])
    return {
        **{name: pick.choice(choices(name)) for name in CHAPTER.rules.modes()},
        **{name: pick.choice(choices(name)) for name in ("benefit_rounding", "destitute_basic_rounding", "destitute_care_rounding")},
        "dibao_standard": pick.choice([monthly, yearly]),
        "edge_multiple": pick.choice(["1", "1.5", "2"]),
        "disposable_income_year": {"URBAN": "48000.00", "RURAL": pick.choice(["18000.00", "7000.00"])},
        "minimum_wage": "1900.00",
        "income_window_months": pick.choice([12, 12, 6, 1, 7]),
        "work_cost_amount": pick.choice(["200.00", "0.01"]),
        "work_cost_share": pick.choice(["0.15", "0.3333", "1"]),
        "rigid_deduction_share": pick.choice([{"MEDICAL": "1", "REHAB": "1", "EDUCATION": "0.5"}, {"MEDICAL": "0.333"}, {}]),
        "base_pension_month": "143.00",
        "base_pension_excluded": pick.choice([True, False]),
        "imputation_age_from": 16,
        "imputation_age_until": pick.choice([55, 60]),
        "imputation_age_until_women": pick.choice([50, 55]),
        "support_threshold_multiple": pick.choice(["1.5", "1", "0"]),
        "support_share": pick.choice(["0.5", "0.3333"]),
        "child_support_share_one": "0.25",
        "child_support_share_many": "0.5",
        "dibao_financial_months": pick.choice([24, 12]),
        "edge_financial_months": 36,
        "dwelling_limit": pick.choice([0, 1, 1]),
        "dwelling_area_per_head": pick.choice(["0", "30", "24.50"]),
        "business_capital_limit": "100000.00",
        "vehicle_limit": pick.choice([0, 0, 1]),
        "benefit_tiers": [
            {"code": code, "max_ratio": ratio, "per_person": per_person}
            for code, ratio, per_person in zip("ABC", tiers, ("480.00", "330.05", "200.00"), strict=True)
        ],
        "benefit_minimum": pick.choice(["0", "50.00", "0.01"]),
        "single_person_amount": "400.00",
        "single_person_share": "0.8333",
        "uplift_elderly_age": pick.choice([60, 70]),
        "uplift_share": pick.choice([{"ELDERLY": "0.1", "MINOR": "0.1", "SEVERE_DISABILITY": "0.2", "SERIOUS_ILLNESS": "0.1999", "PREGNANT_OR_NURSING": "0.15", "SINGLE_PARENT": "0.11"}, {"MINOR": "0.07"}]),
        "uplift_amount": {"ELDERLY": "60.00", "MINOR": "55.55", "SEVERE_DISABILITY": "120.00", "SINGLE_PARENT": "80.00"},
        "destitute_basic_amount": {"URBAN": "1080.00", "RURAL": "800.00"},
        "destitute_basic_multiple": pick.choice(["1.3", "1.31"]),
        "destitute_care_amount": {"FULL_SELF_CARE": "90.00", "PARTIAL": "270.00", "NONE": "540.00"},
        "destitute_care_share": {"FULL_SELF_CARE": "0.05", "PARTIAL": "0.15", "NONE": "0.3001"},
        "rigid_ratio": pick.choice(["0.5", "0.3333"]),
        "excluded_incomes": pick.choice([[], [], ["T08", "W03", "P02", "B03", "T02"]]),
        "counted_allowances": pick.choice([[], ["X07"], ["X01", "X06", "X07", "X08"]]),
        **_caps_and_ceilings(pick),
    }  # fmt: skip


def _caps_and_ceilings(pick: random.Random) -> dict[str, Any]:
    return {
        "rigid_deduction_cap": pick.choice([{"MEDICAL": "3000.00", "EDUCATION": "0.01", "RENT": "900.00"}, {"MEDICAL": "9000.00", "REHAB": "50.00", "LIVING": "1", "OTHER": "2000.00"}]),
        "work_cost_cap": pick.choice(["150.00", "1000.00"]),
        "conscripts_counted": pick.choice([True, False]),
        "incomes_with_ceiling": pick.choice([[], ["X07", "X06", "W03", "T02", "B03"]]),
        "exclusion_ceiling": pick.choice([{"X07": "50.00", "W03": "300.00", "B03": "10.01"}, {}]),
        "lump_sum_months": pick.choice([36, 7, 1]),
    }  # fmt: skip


def settings_of(raw: Mapping[str, Any]) -> dict[str, Setting]:
    """The settings that these parameters stand for."""
    declared = CHAPTER.parameters.parameters
    rows = [
        ParameterValue(name, "", date(1900, 1, 1), None, read_value(declared[name], value), "测试参数")
        for name, value in raw.items()
    ]
    return ParameterBook(declared.values(), rows).at(place="", on=date(2026, 1, 1))


def exact_values(settings: Mapping[str, Setting]) -> dict[str, Any]:
    """Parameters as plain exact values by name."""
    return {name: setting.row.value for name, setting in settings.items() if setting.row is not None}


@dataclass
class County:
    """Random households on one day under one set of parameters."""

    as_of: date
    settings: dict[str, Setting]
    population: Population

    def evaluated(self, outputs: Sequence[str]) -> Evaluation:
        """What the rules say."""
        return evaluate(CHAPTER.rules.on(self.as_of, self.settings), self.population, self.settings, outputs, keep=True)

    def households(self) -> Iterator[dict[str, Any]]:
        """Each household in plain words and numbers."""
        return households_of(self.population, self.as_of)


def random_county(seed: int, size: int) -> County:
    """A county of ``size`` households; the same seed gives the same county."""
    chance = np.random.default_rng(seed)
    settings = settings_of(parameters(seed))
    as_of = DAYS[seed % len(DAYS)]
    county = County(as_of, settings, _drawn(chance, size, as_of, exact_values(settings)))
    _put_on_the_line(chance, county)
    return county


class _Draws:
    """Draws values of facts for the rows of one level."""

    def __init__(self, chance: np.random.Generator, rows: int) -> None:
        self.chance, self.rows = chance, rows

    def flag(self, share: float) -> Any:
        return (self.chance.random(self.rows) < share).astype(np.int64)

    def code(self, name: str, keys: Sequence[str]) -> Any:
        codes = FACTS[name].codes
        assert codes is not None
        return self.chance.choice(np.array([codes.number(key) for key in keys]), self.rows)

    def of(self, *values: int) -> Any:
        return self.chance.choice(np.array(values), self.rows)

    def money(self, highest: int) -> Any:
        amounts = self.chance.integers(0, highest, self.rows)
        return np.where(self.chance.random(self.rows) < 0.3, amounts // 10_000 * 10_000, amounts)

    def births(self, as_of: date) -> Any:
        ages = [0, 1, 5, 15, 16, 17, 18, 19, 30, 40, 50, 54, 55, 56, 59, 60, 61, 65, 69, 70, 71, 80, 95]
        days = [
            to_day_number(_years_before(as_of, age) + timedelta(shift))
            for age in ages
            for shift in (-400, -31, -1, 0, 1, 30, 200)
            if _years_before(as_of, age) + timedelta(shift) <= as_of
        ]
        leap = [to_day_number(date(year, 2, 29)) for year in (1956, 1960, 1964, 1968, 2008, 2012)]
        return self.chance.choice(np.array(days + leap), self.rows)


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28 if day.month == 2 else 30))


def _drawn(chance: np.random.Generator, size: int, as_of: date, p: Mapping[str, Any]) -> Population:
    counts = {
        Level.MEMBER: chance.integers(1, 6, size),
        Level.ASSET: chance.choice([0, 0, 1, 2, 3], size),
        Level.OBLIGOR: chance.choice([0, 0, 0, 1, 2], size),
    }
    members = int(counts[Level.MEMBER].sum())
    counts[Level.INCOME] = chance.choice([0, 1, 1, 2, 4], members)
    counts[Level.EXPENSE] = chance.choice([0, 0, 0, 1, 2], members)
    offsets = {level: np.concatenate([[0], np.cumsum(number)]) for level, number in counts.items()}
    first = offsets[Level.MEMBER][:-1]
    counts[Level.INCOME][first] += 1  # the applicant's first item is put on the line
    offsets[Level.INCOME] = np.concatenate([[0], np.cumsum(counts[Level.INCOME])])
    draws = {level: _Draws(chance, int(bounds[-1])) for level, bounds in offsets.items()}
    values = {
        **_of_households(_Draws(chance, size)),
        **_of_members(draws[Level.MEMBER], as_of, first),
        **_of_items(draws[Level.INCOME], draws[Level.EXPENSE]),
        **_of_assets(draws[Level.ASSET], p),
        **_of_obligors(draws[Level.OBLIGOR], as_of),
    }
    in_household = np.repeat(counts[Level.MEMBER], counts[Level.OBLIGOR])
    values["supported_member"] *= values["supported_member"] <= in_household
    return Population(FACTS, size, offsets, values)


def _of_households(draw: _Draws) -> dict[str, Any]:
    return {
        "area": draw.code("area", ["URBAN", "RURAL"]),
        "single_basis": draw.code("single_basis", ["NONE"] * 8 + ["CLERIC_3Y", "ADULT_SEVERE_DISABLED_UNEMPLOYED"]),
        "means_declared": np.ones(draw.rows, np.int64),
    }


def _of_members(draw: _Draws, as_of: date, first: Any) -> dict[str, Any]:
    values = {
        "relation": draw.code("relation", RELATIONS),
        "sex": draw.code("sex", ["MALE", "FEMALE", "UNKNOWN"]),
        "birth_on": draw.births(as_of),
        "schooling": draw.code("schooling", ["NONE"] * 6 + ["SCHOOL", "UNDERGRADUATE", "POSTGRADUATE"]),
        "counting_decision": draw.code("counting_decision", ["NONE"] * 18 + ["COUNTED", "NOT_COUNTED"]),
        "disability_type": draw.code("disability_type", ["PHYSICAL", "INTELLECTUAL", "MENTAL", "VISUAL", "HEARING", "MULTIPLE"]),
        "disability_grade": draw.code("disability_grade", ["NONE"] * 8 + ["GRADE_1", "GRADE_2", "GRADE_3", "GRADE_4"]),
        "labour_coefficient": draw.of(0, 5000, 10_000, 3333),
        "imputation_waiver": draw.code("imputation_waiver", ["NONE"] * 6 + ["CARE_DUTY", "LONG_TERM_NO_INCOME"]),
        "self_care_ability": np.where(draw.flag(0.2), draw.code("self_care_ability", ["FULL_SELF_CARE", "PARTIAL", "NONE"]), 0),
        **{item: draw.flag(0.6) for item in ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")},
        **{flag: draw.flag(0.04) for flag in ("imprisoned", "compulsory_drug_rehab", "declared_missing", "cleric_three_years", "conscript")},
        **{flag: draw.flag(0.08) for flag in ("pregnant_or_nursing", "no_civil_capacity", "receives_dibao", "receives_destitute_support", "orphan_benefit_chosen")},
        "adult_child_dependent": draw.flag(0.2),
        "long_term_coresident": draw.flag(0.6),
        "serious_illness": draw.flag(0.12),
        "single_parent": draw.flag(0.1),
        "asks_destitute_support": draw.flag(0.3),
    }  # fmt: skip
    values["relation"][first] = FACTS["relation"].codes.number("01")  # type: ignore[union-attr]
    return values


def _of_items(income: _Draws, expense: _Draws) -> dict[str, Any]:
    kinds = income.code("income_kind", [*WAGES * 6, *["T02"] * 6, "T10", "T10", *OTHERS])
    loss = (kinds // 100 == 2) & (income.flag(0.3) == 1)
    amounts = income.money(2_000_000)
    return {
        "income_kind": kinds,
        "income_amount": np.where(loss, -amounts, amounts),
        "income_months": income.of(0, 1, 5, 6, 12, 12, 14),
        "lump_sum_spent": income.of(0, 0, 500_000, 1_200_000),
        "expense_kind": expense.code(
            "expense_kind", ["LIVING", "MEDICAL", "MEDICAL", "EDUCATION", "REHAB", "RENT", "OTHER"]
        ),
        "expense_amount": expense.money(1_500_000),
    }


def _of_assets(draw: _Draws, p: Mapping[str, Any]) -> dict[str, Any]:
    months = draw.of(*(int(p[name]) for name in ("dibao_financial_months", "edge_financial_months")))
    standards = draw.of(*(int(value) for value in p["dibao_standard"].values()))
    on_limit = months * standards * draw.of(1, 2, 3, 4) + draw.of(-1, 0, 0, 1)
    limit = int(p["business_capital_limit"])
    return {
        "asset_kind": draw.code("asset_kind", ["FINANCIAL"] * 6 + ["SECURITIES", "E_PAYMENT", "VEHICLE", "SHIP", "FARM_MACHINERY", "OTHER"] + ["DWELLING"] * 4 + ["BUSINESS", "BUSINESS", "OTHER_REAL"]),
        "asset_value": np.where(draw.flag(0.6), on_limit, draw.money(3_000_000)),
        "asset_area": draw.of(0, 2450, 3000, 6000, 9000, 4500, 7350),
        "asset_exempt": draw.flag(0.25),
        "asset_capital": draw.of(0, limit - 1, limit, limit + 1),
    }  # fmt: skip


def _of_obligors(draw: _Draws, as_of: date) -> dict[str, Any]:
    flags = (
        "obligor_unable", "support_waived", "obligor_receives_dibao", "obligor_receives_destitute_support",
        "obligor_no_civil_capacity", "obligor_missing", "obligor_imprisoned",
    )  # fmt: skip
    return {
        "obligor_relation": draw.code("obligor_relation", ["CHILD", "PARENT", "SPOUSE", "SIBLING", "GRANDCHILD"]),
        "support_mode": draw.code("support_mode", ["FORMULA", "FORMULA", "JUDGEMENT", "CHILD_RATIO", "SUPPORT_ACTUAL"]),
        "obligor_birth_on": draw.births(as_of),
        "supported_member": draw.of(0, 0, 1, 1, 2, 3, 4),
        "obligor_household_size": draw.of(1, 2, 3, 4),
        "obligor_household_income": draw.of(0, 120_000, 240_000, 330_000, 333_333, 480_000, 880_001),
        "obligor_area_standard": draw.of(0, 0, 80_000, 70_001),
        "supported_total": draw.of(0, 1, 2, 3, 4),
        "supported_here": draw.of(1, 1, 2),
        "judgement_month": draw.of(0, 30_000, 60_000),
        "judgement_enforceable": draw.flag(0.7),
        "actual_support_month": draw.of(0, 0, 1, 30_000, 60_000, 45_555),
        "gross_income_month": draw.of(0, 400_000, 333_333),
        "children_total": draw.of(0, 1, 2, 3),
        "children_here": draw.of(1, 2),
        "obligor_income_year": draw.of(0, 1_799_999, 1_800_000, 4_800_000, 2_000_000),
        "obligor_property_within_limit": draw.flag(0.6),
        "obligor_disability_type": draw.code("obligor_disability_type", ["PHYSICAL", "MENTAL", "VISUAL"]),
        "obligor_disability_grade": draw.code(
            "obligor_disability_grade", ["NONE"] * 6 + ["GRADE_1", "GRADE_3", "GRADE_4"]
        ),
        **{flag: draw.flag(0.1) for flag in flags},
    }


def _put_on_the_line(chance: np.random.Generator, county: County) -> None:
    """Give the applicant of half of the households just the income that lies on a limit, or a fen beside it."""
    population, p = county.population, exact_values(county.settings)
    incomes = population.values
    rows = population.offsets[Level.INCOME][population.offsets[Level.MEMBER][:-1]]
    incomes["income_kind"][rows], incomes["income_amount"][rows] = FACTS["income_kind"].codes.number("T09"), 0  # type: ignore[union-attr]
    done = county.evaluated(["household_income", "guaranteed_income", "household_size", "area"])
    window = int(p["income_window_months"])
    lines = [Fraction(1), p["edge_multiple"], *(row["max_ratio"] for row in p["benefit_tiers"])]
    average = [Fraction(0), p["disposable_income_year"]["URBAN"], p["disposable_income_year"]["RURAL"]]
    areas = incomes["area"]
    for household in np.flatnonzero(chance.random(population.size) < 0.5):
        line = lines[int(chance.integers(len(lines)))] * done["guaranteed_income"].fraction(household) * window
        if chance.random() < 0.1:
            line = average[int(areas[household])] * done["household_size"].fraction(household) * window / 12
        amount = int(line) - int(done["household_income"].fraction(household)) + int(chance.integers(-1, 2))
        incomes["income_amount"][rows[household]] = max(0, amount)


@cache
def _decoder(name: str) -> Mapping[int, Any]:
    codes = FACTS[name].codes
    assert codes is not None
    return {0: None} | {item.number: item.key for item in codes}


def _plain(fact: Fact, values: Any) -> list[Any]:
    numbers = values.tolist()
    if fact.kind is FactKind.CODE:
        keys = _decoder(fact.name)
        return [keys[number] for number in numbers]
    if fact.kind is FactKind.DATE:
        return [from_day_number(number) for number in numbers]
    if fact.kind is FactKind.FLAG:
        return [number == 1 for number in numbers]
    return numbers if fact.scale == 1 else [Fraction(number, fact.scale) for number in numbers]


def _rows(population: Population, level: Level) -> list[dict[str, Any]]:
    names = [name for name in population.values if FACTS[name].level is level]
    columns = [_plain(FACTS[name], population.values[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def households_of(population: Population, as_of: date) -> Iterator[dict[str, Any]]:
    """Every household with everything below it, decoded."""
    members, households = _rows(population, Level.MEMBER), _rows(population, Level.HOUSEHOLD)
    for name, level in (("incomes", Level.INCOME), ("expenses", Level.EXPENSE)):
        for member, items in zip(members, _grouped(population, level), strict=True):
            member[name] = items
    groups = zip(
        households, _grouped(population, Level.MEMBER, members), _grouped(population, Level.ASSET), _grouped(population, Level.OBLIGOR), strict=True,
    )  # fmt: skip
    for household, people, assets, obligors in groups:
        yield {**household, "as_of": as_of, "members": people, "assets": assets, "obligors": obligors}


def _grouped(
    population: Population, level: Level, rows: list[dict[str, Any]] | None = None
) -> Iterator[list[dict[str, Any]]]:
    bounds = population.offsets[level].tolist()
    below = _rows(population, level) if rows is None else rows
    return (below[start:stop] for start, stop in pairwise(bounds))
