"""Cases about grants, one-off aid, recovery and prices: what the product says, on edges that no worked example may show."""

from __future__ import annotations

from typing import Any

import pytest

from minzheng.surfaces.cli.golden.evaluating import OPEN, fen
from minzheng.surfaces.cli.golden.grants import death_change, gradual_exit, payment, refusal, standard_change
from minzheng.surfaces.cli.golden.recovery_and_prices import fraud, price, recovery_offset
from minzheng.surfaces.cli.golden.temporary import temp_expense, temp_hardship
from tests.surfaces.cli.golden.test_assessment import BASE

TEMP = {
    "hardship_base": "rural", "township_ceiling": "1100.00", "small_first_ceiling": "800.00", "hardship_case_cap": "4400.00",
    "expense_deductible": "1000.00", "expense_bands": [["10000.00", "0.20"], [None, "0.50"]], "expense_case_cap": "8000.00",
}  # fmt: skip
FULL: dict[str, Any] = {
    **BASE, "temp": TEMP, "gradual_exit": {"months": 3, "mode": "FULL", "ceiling_multiple": "1.5"},
    "refusal_of_work": {"mode": "STOP_OWN_SHARE"}, "offset_recovery_ratio": "0.30",
    "price": {"cpi_trigger": "3.5", "food_trigger": "6.0", "rate_basis": "CPI", "min_per_person": None},
    "uplift": {**BASE["uplift"], "minor": "0.10", "severe_disability": "0.20", "serious_illness": "0.20"},
}  # fmt: skip
STEP = {"months": 4, "mode": "STEP", "steps": ["100", "50", "25"], "ceiling_multiple": "1.5"}
SETS = {
    "T": FULL,
    "STEP": {"inherits": "T", "gradual_exit": STEP},
    "OWN": {"inherits": "T", "temp": {**TEMP, "hardship_base": "area", "hardship_case_cap": None}},
    "SHORT": {"inherits": "T", "temp": {**TEMP, "expense_bands": [["10000.00", "0.20"]]}},
    "TRIGGERING": {"inherits": "T", "price": {**FULL["price"], "rate_basis": "FOOD", "base": "urban"}},
}
AT = {"params": "T", "as_of": "2026-03-16"}


@pytest.mark.parametrize(
    ("persons", "months", "gross", "approver", "collective"),
    [
        (2, 1, "1100.00", "TOWNSHIP", False),
        (1, 3, "1650.00", "COUNTY", False),
        (4, 2, "4400.00", "COUNTY", False),
        (3, 3, "4400.00", "COUNTY", True),
    ],
)
def test_hardship_is_capped_and_decided_by_amount(
    persons: int, months: int, gross: str, approver: str, collective: bool
) -> None:
    found = temp_hardship({**AT, "persons": persons, "months": months}, SETS)
    assert (found["gross"], found["approver"], found["collective_decision"]) == (gross, approver, collective)
    assert (found["first_payment"], found["remaining"]) == ("0.00", gross)


def test_hardship_may_follow_the_area_and_have_no_cap_and_stays_open_without_months() -> None:
    case = {"params": "OWN", "as_of": "2026-03-16", "persons": 9, "months": 3, "paid_first": "100000.00"}
    assert temp_hardship(case, SETS)["gross"] == "21600.00"
    assert temp_hardship({**case, "area": "rural"}, SETS)["gross"] == "14850.00"
    found = temp_hardship(case, SETS)
    assert (found["first_payment"], found["remaining"], found["overpaid"]) == ("21600.00", "0.00", "78400.00")
    unsaid = temp_hardship({**case, "months": None}, SETS)
    assert (unsaid["gross"], unsaid["approver"], unsaid["collective_decision"]) == (OPEN, OPEN, OPEN)


@pytest.mark.parametrize(
    ("params", "expense", "amount", "collective"),
    [
        ("T", "0.00", "0.00", False),
        ("T", "1000.01", "0.00", False),
        ("T", "1000.03", "0.01", False),
        ("T", "11000.00", "2000.00", False),
        ("T", "11000.02", "2000.01", False),
        ("T", "23000.00", "8000.00", False),
        ("T", "23000.02", "8000.00", True),
        ("SHORT", "99000.00", "2000.00", False),
    ],
)
def test_expense_is_paid_part_by_part(params: str, expense: str, amount: str, collective: bool) -> None:
    found = temp_expense({**AT, "params": params, "eligible_expense": expense}, SETS)
    assert (found["amount"], found["collective_decision"]) == (amount, collective)
    assert found["approver"] == ("TOWNSHIP" if float(amount) <= 1100 else "COUNTY")


def test_a_new_standard_also_raises_what_is_a_share_of_it() -> None:
    case = {
        "params": "T", "area": "rural", "household_size": 2, "income_month": "500.00", "old_standard": "550.00",
        "new_standard": "600.00", "effective_month": "2026-11", "first_recalculated_month": "2027-02",
        "uplift_persons": ["ELDERLY", {"group": "serious_illness"}],
    }  # fmt: skip
    found = standard_change(case, SETS)
    assert (found["old_benefit"], found["new_benefit"]) == ("765.00", "880.00")
    assert (found["arrears_months"], found["arrears"], found["february_payment"]) == (3, "345.00", "1225.00")
    at_once = standard_change({**case, "first_recalculated_month": "2026-11"}, SETS)
    assert (at_once["arrears"], at_once["november_payment"]) == ("0.00", "880.00")


DEATH = {
    "params": "T", "area": "rural", "death_date": "2026-11-30", "decision_date": "2027-01-05", "benefit_before": "560.00",
    "household_size_after": 1, "income_month_after": "270.00",
}  # fmt: skip


def test_a_death_is_counted_over_the_turn_of_the_year() -> None:
    found = death_change(DEATH, SETS)
    assert (found["entitlement_changes_from"], found["new_amount_paid_from"]) == ("2026-12", "2027-02")
    assert (found["overpaid_months"], found["overpaid"]) == (["2026-12", "2027-01"], "560.00")


def test_nobody_left_means_nothing_more_is_due() -> None:
    found = death_change({**DEATH, "household_size_after": 0, "income_month_after": "0.00"}, SETS)
    assert (found["benefit_after"], found["overpaid"]) == ("0.00", "1120.00")


def test_a_household_entitled_to_more_is_not_overpaid_and_a_prompt_decision_overpays_nothing() -> None:
    found = death_change({**DEATH, "benefit_before": "200.00"}, SETS)
    assert (found["overpaid_months"], found["overpaid"], found["arrears"]) == ([], "0.00", "160.00")
    assert death_change({**DEATH, "decision_date": "2026-11-30"}, SETS)["overpaid_months"] == []


EXIT = {
    "params": "T", "area": "rural", "decision_date": "2026-11-30", "benefit_before": "300.01", "per_capita_after": "825.00",
    "caused_by_employment": True,
}  # fmt: skip


def test_a_gradual_exit_at_the_ceiling_runs_its_months() -> None:
    found = gradual_exit(EXIT, SETS)
    assert (found["first_month"], found["last_month"], found["terminated_from"]) == ("2026-12", "2027-02", "2027-03")
    assert (found["monthly"], found["total"]) == ("300.01", "900.03")


def test_a_gradual_exit_by_steps_ends_with_the_list() -> None:
    found = gradual_exit({**EXIT, "params": "STEP"}, SETS)
    assert found["payments"] == found["monthly"] == ["300.01", "150.01", "75.00"]
    assert (found["total"], found["last_month"]) == ("525.02", "2027-02")


@pytest.mark.parametrize(
    "change", [{"per_capita_after": "825.01"}, {"caused_by_employment": False}, {"per_capita_after": "549.99"}]
)
def test_without_its_conditions_there_is_no_gradual_exit(change: dict[str, Any]) -> None:
    assert gradual_exit({**EXIT, **change}, SETS) == {"granted": False, "terminated_from": "2026-12"}


def test_refusing_work_stops_ones_own_part_only() -> None:
    case = {
        "params": "T",
        "household_size": 3,
        "benefit_base": "266.66",
        "uplift_others": "55.00",
        "uplift_own": "80.00",
    }
    found = refusal(case, SETS)
    assert found == {
        "own_share": "88.89",
        "withheld": "88.89",
        "remaining_base": "177.77",
        "benefit_total": "232.77",
    }
    assert refusal({**case, "times": 2}, SETS)["benefit_total"] == "401.66"
    alone = refusal({"params": "T", "household_size": 1, "benefit_base": "500.00"}, SETS)
    assert (alone["remaining_base"], alone["benefit_total"]) == ("0.00", "0.00")


def test_payments_returned_twice_are_made_up_once() -> None:
    months = [("2026-03", "FAILED"), ("2026-04", "FAILED"), ("2026-05", "PAID")]
    found = payment(
        {"monthly": "100.00", "events": [{"month": month, "outcome": outcome} for month, outcome in months]}, SETS
    )
    assert [roll["arrears"] for roll in found["rolls"]] == ["0.00", "100.00", "200.00"]
    assert found["paid_total"] == "300.00"


def test_instalments_leave_seven_tenths_of_every_grant() -> None:
    found = recovery_offset({"params": "T", "overpaid": "60.00", "monthly": "88.89"}, SETS)
    assert (found["instalment"], found["instalments"]) == ("26.66", ["26.66", "26.66", "6.68"])
    assert found["net_payments"] == ["62.23", "62.23", "82.21"]
    assert recovery_offset({"params": "T", "overpaid": "0.00", "monthly": "88.89"}, SETS)["instalments"] == []


@pytest.mark.parametrize(
    ("decided", "most", "least", "basis"),
    [
        ("2026-06-30", "300.00", "100.00", "INTERIM_MEASURES_68"),
        ("2026-07-01", "200.00", "0.00", "SOCIAL_ASSISTANCE_LAW_73"),
    ],
)
def test_fines_follow_the_law_of_the_day_of_the_decision(decided: str, most: str, least: str, basis: str) -> None:
    found = fraud({"params": "T", "illegally_obtained": "100.00", "decision_date": decided}, SETS)
    assert (found["fine_max"], found["fine_if_imposed_min"], found["basis"]) == (most, least, basis)
    assert (found["refund"], found["fine_min"]) == ("100.00", "0.00")


def prices(month: str, cpi: str, food: str, params: str = "T") -> dict[str, Any]:
    persons = [
        {"category": "DIBAO", "area": "urban", "count": 2},
        {"category": "TEKUN", "area": "rural"},
        {"category": "EDGE", "area": "rural", "count": 3},
    ]
    return price({"params": params, "index": {"month": month, "cpi": cpi, "food": food}, "persons": persons}, SETS)


def test_prices_trigger_from_the_very_line_on() -> None:
    found = prices("2026-08", "3.5", "0.0")
    assert (found["triggered"], found["rate_percent"], found["total"]) == (True, "3.5", "81.03")
    assert found["per_person"] == ["28.00", "25.03", "0.00"]
    found = prices("2026-08", "3.49", "5.99")
    assert (found["triggered"], found["total"], found["per_person"]) == (False, "0.00", ["0.00"] * 3)


def test_the_nation_included_edge_families_for_a_while() -> None:
    assert prices("2022-09", "3.5", "0.0")["per_person"][2] == "19.25"


def test_the_index_that_triggers_may_set_the_rate_and_one_base_serve_all() -> None:
    found = prices("2026-08", "2.0", "7.25", "TRIGGERING")
    assert (found["rate_percent"], found["per_person"]) == ("7.25", ["58.00", "58.00", "0.00"])


def test_an_amount_of_half_a_fen_is_refused() -> None:
    with pytest.raises(ValueError, match="小数位数过多"):
        fen("0.005")
