"""Cases as other hands may write them: every spelling the domain reading allows comes out the same."""

from __future__ import annotations

from typing import Any

import pytest

from minzheng.surfaces.cli.golden.assessment import assessment, expected_assessment, rigid, tekun
from minzheng.surfaces.cli.golden.dates_and_numbers import (
    disability_card,
    id_check,
    near_relative,
    publicity_end,
    uplift_start,
)
from minzheng.surfaces.cli.golden.parameter_sets import inherited
from minzheng.surfaces.cli.golden.spellings import same_error

BASE: dict[str, Any] = {
    "standard_month": {"urban": "800.00", "rural": "550.00"}, "window_months": 12, "edge_multiplier": "1.5",
    "minimum_wage_month": "1900.00", "dpi_per_capita_year": {"urban": "48000.00", "rural": "18000.00"},
    "work_cost": {"mode": "FIXED", "per_month_employed": "200.00"}, "rigid_deduction": {"MEDICAL": "1.00"},
    "imputation": {"mode": "IMPUTE_IF_LOWER", "age_from": 16, "age_to_exclusive": 60},
    "alimony": {"threshold_multiple": "1.5", "ratio": "0.5", "child_ratio_one": "0.25", "child_ratio_many_total": "0.50"},
    "central_base_pension_month": "143.00", "resident_pension_base_excluded": True,
    "property": {
        "dibao_financial_months": 24, "edge_financial_months": 36, "vehicle_fails": True, "max_dwellings": 1,
        "business_capital_limit": "100000.00",
    },
    "uplift": {"mode": "PERCENT_OF_STANDARD", "stacking": "HIGHEST_ONLY", "elderly_age": 70, "elderly": "0.10", "age_effect": "MONTH_AFTER"},
    "benefit": {"mode": "GAP", "rounding": "HALF_UP_FEN"}, "single_person": {"mode": "OWN_INCOME_GAP"},
    "rigid_family": {"ratio": "0.50", "living_expense_mode": "NONE"},
    "tekun": {"basic_multiple": "1.3", "basic_rounding": "CEIL_YUAN", "care_ratio": {"FULL_SELF_CARE": "0.05", "PARTIAL": "0.15", "NONE": "0.30"}},
}  # fmt: skip
SETS = {"T": BASE, "TIER": {"inherits": "T", "benefit": {"mode": "TIER", "rounding": "HALF_UP_FEN", "tiers": [{"code": "A", "max_ratio": "0.5", "per_person": "480.00"}]}}}  # fmt: skip


def household(*members: Any, **more: Any) -> dict[str, Any]:
    return {"params": "T", "as_of": "2026-03-16", "area": "rural", "members": list(members), **more}


def member(key: str, relation: str = "01", **more: Any) -> dict[str, Any]:
    return {"key": key, "relation": relation, **({} if "age" in more else {"birth": "1968-05-04"}), **more}


HEAD = member("A")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"status": ["IMPRISONED"]}, "IMPRISONED"),
        ({"status": "IN_PRISON"}, "IMPRISONED"),
        ({"flags": ["DRUG_REHAB"]}, "COMPULSORY_DRUG_REHAB"),
        ({"status": ["MISSING"]}, "DECLARED_MISSING"),
    ],
)
def test_reasons_for_not_counting_are_found_and_compared(body: dict[str, Any], reason: str) -> None:
    case = household(HEAD, member("B", "12", not_counted_reason=reason, **body), expected={"members_counted": 1})
    found = assessment(case, SETS)
    assert found["members_counted"] == 1
    assert found["members.B.not_counted_reason"] == expected_assessment(case)["members.B.not_counted_reason"] == reason


def test_a_province_may_leave_somebody_out_for_a_reason_of_its_own() -> None:
    case = household(HEAD, member("B", "12", not_counted_reason="PROVINCIAL_OTHER"), expected={})
    assert assessment(case, SETS)["members_counted"] == 1
    assert expected_assessment(case) == {}


@pytest.mark.parametrize("age", [17, 18])
def test_an_age_stands_for_a_date_of_birth(age: int) -> None:
    assert assessment(household(HEAD, member("C", "20", age=age)), SETS)["members_counted"] == (2 if age < 18 else 1)


@pytest.mark.parametrize("student", ["STUDENT", "STUDENT_UNDERGRADUATE", "STUDENT_COLLEGE", "STUDENT_VOCATIONAL"])
def test_students_are_written_in_many_ways(student: str) -> None:
    assert assessment(household(HEAD, member("C", "20", age=20, status=[student])), SETS)["members_counted"] == 2


@pytest.mark.parametrize(
    "waived",
    [{"imputation_waiver": "CARE_DUTY"}, {"waiver": "CANNOT_FIND_WORK"}, {"waiver_code": "LONG_TERM_NO_INCOME"}],
)
def test_a_waiver_of_imputation_stands_with_the_member_or_with_the_case(waived: dict[str, str]) -> None:
    working = member("A", labour_coefficient="1.0")
    assert assessment(household(working), SETS)["imputed_window"] == "22800.00"
    assert assessment(household({**working, **waived}), SETS)["imputed_window"] == "0.00"
    listed = household(working, waivers=[{"member": "A", "code": next(iter(waived.values()))}])
    assert assessment(listed, SETS)["imputed_window"] == "0.00"


def test_vehicles_of_the_list_of_exemptions_are_exempt_unless_the_case_says_otherwise() -> None:
    tricycle = {"type": "VEHICLE", "sub": "FARM_TRICYCLE"}
    assert assessment(household(HEAD, assets=[tricycle]), SETS)["result"] == "DIBAO"
    found = assessment(household(HEAD, assets=[{**tricycle, "exempt": False}]), SETS)
    assert (found["result"], found["reasons"]) == ("NONE", ["PROPERTY_VEHICLE"])


def test_a_business_states_its_capital() -> None:
    business = {"type": "BUSINESS", "subscribed_capital": "100000.01"}
    assert assessment(household(HEAD, assets=[business]), SETS)["reasons"] == ["PROPERTY_BUSINESS"]


@pytest.mark.parametrize(
    ("obligor", "month"),
    [
        ({"mode": "JUDGEMENT", "judgement_month": "600.00", "actual_month": "100.00", "enforceable": False}, "100.00"),
        ({"mode": "JUDGEMENT", "judgement_month": "600.00", "enforcement_ended": True}, "0.00"),
        ({"mode": "AGREEMENT", "agreement_month": "600.00"}, "600.00"),
        ({"mode": "JUDGEMENT", "judgement_month": "600.00", "status": ["MISSING"]}, "0.00"),
        ({"mode": "JUDGEMENT", "judgement_month": "600.00", "insolvent": True}, "0.00"),
        ({"mode": "ACTUAL", "actual_month": "250.00", "relation": "BROTHER"}, "250.00"),
        ({"mode": "FORMULA", "household_income_month": "2825.00", "relation": "20"}, "1000.00"),
        ({"mode": "FORMULA", "household_income_month": "2825.00", "waived": True}, "0.00"),
        ({"mode": "FORMULA", "household_income_month": "2825.00", "in_prison": True}, "0.00"),
        ({"mode": "FORMULA", "household_income_month": "2825.00", "disability": {"type": "MENTAL", "grade": 3}}, "0.00"),
        ({"mode": "FORMULA", "household_income_month": "2825.00", "ability": "UNABLE"}, "0.00"),
        ({"mode": "CHILD_RATIO", "gross_income_month": "4000.00", "children_total": 2, "children_here": 2}, "2000.00"),
    ],
)  # fmt: skip
def test_obligors_are_written_in_many_ways(obligor: dict[str, Any], month: str) -> None:
    assert assessment(household(HEAD, obligors=[{"key": "S", **obligor}]), SETS)["alimony_month"] == month


def test_incomes_may_name_only_their_category() -> None:
    items = [
        {"member": "A", "cat": "BUSINESS", "amount": "600.00"},
        {"member": "A", "cat": "TRANSFER_OUT", "total": "100.00"},
    ]
    assert assessment(household(HEAD, income=items), SETS)["income_window"] == "500.00"


def test_a_set_takes_over_what_it_inherits() -> None:
    assert inherited(SETS, "TIER")["window_months"] == 12
    assert assessment(household(HEAD, params="TIER"), SETS)["benefit_base"] == "480.00"


def test_what_a_case_leaves_out_may_leave_the_result_open() -> None:
    sets = {"T": {**BASE, "property": {**BASE["property"], "extra_dwelling_ok_if_per_capita_area_le": "30"}}}
    case = household(HEAD, assets=[{"type": "DWELLING", "area": "20"}, {"type": "DWELLING"}])
    assert assessment(case, sets)["result"] == "NEEDS_REVIEW"


def test_rigid_families_need_more_than_half_and_property_within_the_rule() -> None:
    case = {"params": "T", "as_of": "2026-03-16", "area": "urban", "household_size": 2, "income_window": "60000.00"}
    found = rigid({**case, "expenses": {"MEDICAL": "30000.00"}}, SETS)
    assert (found["ratio_percent"], found["result"], found["reasons"]) == (
        "50.00",
        "NONE",
        ["RIGID_RATIO_NOT_EXCEEDED"],
    )
    assert rigid({**case, "expenses": {"MEDICAL": "30000.01"}}, SETS)["result"] == "RIGID"
    poor = rigid({**case, "income_window": "0.00", "expenses": {}}, SETS)
    assert (poor["result"], poor["ratio_percent"]) == ("RIGID", None)
    rich = rigid({**case, "property_ok": False, "expenses": {"MEDICAL": "40000.00"}}, SETS)
    assert (rich["result"], rich["reasons"]) == ("NONE", ["PROPERTY_FINANCIAL"])


def destitute(person: dict[str, Any], **more: Any) -> dict[str, Any]:
    return tekun(
        {"params": "T", "as_of": "2026-03-16", "area": "rural", "person": {"birth": "1950-01-01", **person}, **more},
        SETS,
    )


@pytest.mark.parametrize(
    ("obligor", "eligible"),
    [
        ({"birth": "1956-03-16", "income_year": "17999.99", "low_income_property_ok": True}, True),
        ({"birth": "1956-03-17", "income_year": "17999.99", "low_income_property_ok": True}, False),
        ({"age": 71, "income_month": "1499.99", "property_ok": True}, True),
        ({"age": 71, "income_month": "1500.00", "property_ok": True}, False),
        ({"status": ["IMPRISONED"], "low_income_property_ok": True}, True),
        ({"imprisoned": True, "low_income_property_ok": False}, False),
        ({"birth": "1966-03-16", "on_dibao": True}, True),
        ({"birth": "1966-03-17", "on_dibao": True}, False),
        ({"on_tekun": True}, True),
        ({"no_civil_capacity": True, "low_income_property_ok": True}, True),
        ({"disability": {"type": "PHYSICAL", "grade": 1}, "income_year": "0.00", "low_income_property_ok": True}, True),
        ({}, False),
    ],
)
def test_obligors_of_destitute_persons_are_judged_by_the_statutory_list(
    obligor: dict[str, Any], eligible: bool
) -> None:
    found = destitute({}, obligors=[{"key": "S", **obligor}])
    assert found["eligible"] is eligible
    assert found["reasons"] == ([] if eligible else ["OBLIGOR_HAS_CAPACITY"])


@pytest.mark.parametrize(
    "choice", [{"orphan_benefit_chosen": True}, {"orphan_choice": "ORPHAN"}, {"chooses_orphan_benefit": True}]
)
def test_a_minor_who_chose_the_grant_for_orphans_is_not_destitute(choice: dict[str, Any]) -> None:
    assert destitute({"birth": "2015-01-01", **choice})["reasons"] == ["DUPLICATE_BENEFIT"]
    assert destitute({"birth": "2015-01-01", "orphan_choice": "TEKUN"})["eligible"]


def test_dates_and_numbers_have_their_usual_values() -> None:
    file = {"meta": {"written": "2026-11-23"}}
    assert publicity_end({"posted": "2026-03-06"}, file).isoformat() == "2026-03-13"
    assert uplift_start({"birth": "1956-03-16", "age": 70}, file) == "2026-04"
    assert near_relative({"relation_to_official": "12"}, file) == [True]
    found = id_check({"value": "530129900101000"}, file)
    assert (found["valid"], found["id18"], found["sex"]) == (True, "530129199001010001", "F")
    assert id_check({"value": "530129203001010005"}, file)["valid"] is False
    card = disability_card({"value": "53012919900101000171B1"}, file)
    assert (card["valid"], card["type"], card["grade"], card["reissue"]) == (True, "MULTIPLE", 1, "B1")


@pytest.mark.parametrize(
    ("expected", "computed", "same"),
    [
        ("BAD_DATE", "BAD_DATE", True),
        ("CHECK_DIGIT", "BAD_CHECK_DIGIT", True),
        ("BAD_DATE", "FUTURE_BIRTH", True),
        ("BAD_LENGTH", "BAD_CHECK_DIGIT", False),
    ],
)
def test_faults_may_have_other_names(expected: str, computed: str, same: bool) -> None:
    assert same_error(expected, computed) is same
