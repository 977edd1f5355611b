"""Money promises of temporary assistance, of grants that change and end, of recovery and of the price subsidy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.population import Population
from minzheng.kernel.facts import Level
from tests.matters.cases import answer
from tests.matters.county import CHAPTER, FACTS, settings_of

ON = date(2026, 9, 1)
BANDS = [{"above": "0", "rate": "0.3"}, {"above": "20000.00", "rate": "0.4"}, {"above": "50000.00", "rate": "0.5"}]
PARAMETERS: dict[str, Any] = {
    "dibao_standard": {"URBAN": "800.00", "RURAL": {"per_year": "6500.00"}},
    "hardship_method": "STANDARD_MONTHS", "hardship_base_method": "OWN_AREA", "hardship_case_cap": "9600.00",
    "township_ceiling": "2400.00", "small_first_ceiling": "1600.00", "temporary_rounding": "HALF_UP_FEN",
    "expense_deductible": "5000.00", "expense_band_method": "GRADUATED", "expense_bands": BANDS, "expense_case_cap": "19200.00",
    "gradual_exit_months": 6, "gradual_exit_method": "STEP", "gradual_exit_rounding": "HALF_UP_FEN", "gradual_exit_ceiling": "1.5",
    "gradual_exit_shares": [{"until_month": 2, "share": "1"}, {"until_month": 6, "share": "0.3333"}],
    "refusal_method": "STOP_OWN_SHARE", "work_refusal_limit": 3, "recovery_offset_share": "0.3",
    "fine_multiple_most": 2, "fine_multiple_least": 0,
    "cpi_rise": "0.036", "food_price_rise": "0", "cpi_trigger": "0.035", "food_price_trigger": "0.06",
    "price_categories": ["DIBAO", "TEKUN"], "price_rate_basis": "CPI", "price_base_method": "OWN_STANDARD", "price_minimum": "0",
    "destitute_basic_method": "MULTIPLE", "destitute_basic_multiple": "1.3", "destitute_basic_rounding": "CEIL_YUAN",
}  # fmt: skip
FEN = st.integers(0, 10_000_000)
MANY = {"min_size": 1, "max_size": 20}


def households(outputs: Sequence[str], facts: dict[str, Sequence[int]], **more: Any) -> Evaluation:
    """Households without members, each with its facts; ``more`` are parameters set otherwise."""
    size = len(next(iter(facts.values())))
    return evaluated(
        outputs, Population(FACTS, size, {}, {name: np.array(rows, np.int64) for name, rows in facts.items()}), more
    )


def evaluated(outputs: Sequence[str], people: Population, more: dict[str, Any], given: Any = None) -> Evaluation:
    settings = settings_of(PARAMETERS | more)
    return evaluate(CHAPTER.rules.on(ON, settings), people, settings, outputs, given=given, keep=True)


def rows(done: Evaluation, name: str, size: int) -> list[Any]:
    return [answer(done, name, row) for row in range(size)]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6), FEN, st.sampled_from(["URBAN", "RURAL"])), **MANY))
def test_aid_given_first_and_what_remains_make_the_grant_and_caps_hold(drawn: list[tuple[int, int, int, str]]) -> None:
    people, months, paid, areas = zip(*drawn, strict=True)
    codes = FACTS["area"].codes
    assert codes is not None
    facts: dict[str, Any] = {
        "hardship_persons": people, "hardship_months": months, "paid_first": paid, "area": [codes.number(area) for area in areas],
        "hardship_cause": [1] * len(drawn),
    }  # fmt: skip
    names = [
        "hardship_grant",
        "hardship_first_payment",
        "hardship_remaining",
        "paid_first_beyond_grant",
        "hardship_over_cap",
        "hardship_approver",
    ]
    done = households(names, facts)
    for row, (persons, count, first, area) in enumerate(drawn):
        grant, used, rest, beyond, over, approver = (answer(done, name, row) for name in names)
        exact = (80_000 if area == "URBAN" else Fraction(650_000, 12)) * persons * count
        assert used + rest == grant
        assert used + beyond == first
        assert min(used, rest, beyond) >= 0
        assert grant <= 960_000
        assert over == (exact > 960_000)
        assert grant == 960_000 or abs(grant - exact) * 2 <= 1
        assert approver == ("TOWNSHIP" if grant <= 240_000 else "COUNTY")


@given(st.lists(FEN, **MANY), st.sampled_from(["GRADUATED", "WHOLE"]))
def test_more_expense_never_means_less_aid_nor_more_than_the_expense(drawn: list[int], method: str) -> None:
    expenses = sorted(drawn)
    names = ["expense_grant", "expense_over_cap", "expense_need"]
    done = households(names, {"eligible_expense": expenses}, expense_band_method=method)
    grants = rows(done, "expense_grant", len(expenses))
    assert grants == sorted(grants)
    for expense, grant, over in zip(expenses, grants, rows(done, "expense_over_cap", len(expenses)), strict=True):
        assert 0 <= grant <= 1_920_000
        assert grant * 2 <= max(0, expense - 500_000) + 1
        assert not over or grant == 1_920_000


def test_graduated_aid_does_not_jump_at_the_edge_of_a_band() -> None:
    done = households(["expense_grant"], {"eligible_expense": [500_000, 2_500_000, 2_500_001, 5_500_000]})
    assert rows(done, "expense_grant", 4) == [0, 600_000, 600_000, 1_800_000]


@given(FEN, FEN, st.integers(0, 12))
def test_arrears_and_overpayment_are_never_both_and_never_negative(paid: int, due: int, months: int) -> None:
    facts = {"granted_amount": [paid], "months_not_applied": [months]}
    people = Population(FACTS, 1, {}, {name: np.array(values) for name, values in facts.items()})
    entitled = Numbers(Bounded.of(np.array([due])), 1, people.tables[Level.HOUSEHOLD])
    done = evaluated(["arrears", "overpayment"], people, {}, {"dibao_total": entitled})
    arrears, overpaid = answer(done, "arrears", 0), answer(done, "overpayment", 0)
    assert min(arrears, overpaid) == 0
    assert arrears - overpaid == (due - paid) * months


@given(FEN, st.sampled_from(["FULL", "STEP"]))
def test_a_gradual_exit_never_pays_more_than_before_and_not_after_its_months(granted: int, method: str) -> None:
    months = list(range(9))
    facts = {"granted_amount": [granted] * 9, "exit_month": months}
    people = Population(FACTS, 9, {}, {name: np.array(values) for name, values in facts.items()})
    allowed = Flags(np.ones(9, bool), people.tables[Level.HOUSEHOLD])
    done = evaluated(
        ["gradual_exit_payment"], people, {"gradual_exit_method": method}, {"gradual_exit_granted": allowed}
    )
    paid = rows(done, "gradual_exit_payment", 9)
    assert paid[0] == paid[7] == paid[8] == 0
    assert all(0 <= later <= earlier <= granted for earlier, later in pairwise(paid[1:]))
    assert paid[1:3] == [granted, granted]


@given(st.integers(0, 500_000), st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_refusing_work_costs_at_most_the_base_and_only_ones_own_uplift(base: int, refusals: list[int]) -> None:
    size = len(refusals)
    people = Population(FACTS, 1, {Level.MEMBER: np.array([0, size])}, {"work_refusals": np.array(refusals)})
    household, members = people.tables[Level.HOUSEHOLD], people.tables[Level.MEMBER]
    supplied = {
        "dibao_base": Numbers(Bounded.of(np.array([base])), 1, household),
        "household_size": Numbers(Bounded.of(np.array([size])), 1, household),
        "uplift": Numbers(Bounded.of(np.full(size, 1000)), 1, members),
        "assessed": Flags(np.ones(size, bool), members),
        "qualifies_for_dibao": Flags(np.ones(1, bool), household),
    }
    done = evaluated(["share_withheld", "base_after_refusal", "total_after_refusal"], people, {}, supplied)
    refusing = sum(times >= 3 for times in refusals)
    withheld, left, total = (
        answer(done, name, 0) for name in ("share_withheld", "base_after_refusal", "total_after_refusal")
    )
    assert withheld + left == base
    assert left >= 0
    assert refusing or left == base
    assert total == left + 1000 * (size - refusing)


@given(FEN)
def test_a_fine_is_at_most_twice_and_an_offset_leaves_seven_tenths(amount: int) -> None:
    facts = {"obtained_by_fraud": [amount], "granted_amount": [amount]}
    done = households(["refund", "fine_limit", "fine_least_if_imposed", "offset_limit"], facts)
    assert answer(done, "refund", 0) == amount
    assert answer(done, "fine_least_if_imposed", 0) == 0
    assert answer(done, "fine_limit", 0) == 2 * amount
    assert amount - answer(done, "offset_limit", 0) == Fraction(7, 10) * amount


@given(st.integers(-100, 200), st.integers(-100, 200), st.integers(0, 5000))
def test_a_price_subsidy_is_paid_only_when_triggered_and_keeps_its_floor(cpi: int, food: int, least: int) -> None:
    receives = {"receives_dibao": [1, 0, 0], "receives_destitute_support": [0, 1, 0]}
    people = Population(
        FACTS, 1, {Level.MEMBER: np.array([0, 3])},
        {name: np.array(flags) for name, flags in receives.items()} | {"area": np.array([1])},
    )  # fmt: skip
    more = {
        "cpi_rise": Fraction(cpi, 1000),
        "food_price_rise": Fraction(food, 1000),
        "price_minimum": Fraction(least, 100),
    }
    done = evaluated(["price_subsidy", "household_price_subsidy"], people, more)
    dibao, destitute, other = rows(done, "price_subsidy", 3)
    assert other == 0
    assert answer(done, "household_price_subsidy", 0) == dibao + destitute
    if cpi < 35 and food < 60:
        assert dibao == destitute == 0
    else:
        assert dibao == max(least, 80 * max(0, cpi))
        assert destitute == max(least, 104 * max(0, cpi))
