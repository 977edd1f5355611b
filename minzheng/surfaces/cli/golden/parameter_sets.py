"""Test parameters of a golden file, as rows of the product's own parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from minzheng.engine.catalogue.declarations import read_value
from minzheng.engine.rules.parameters import Parameter, ParameterBook, ParameterValue, Setting

ALWAYS = date(1900, 1, 1)
SOURCE = "测试参数"

_NAMES = {
    "window_months": "income_window_months",
    "edge_multiplier": "edge_multiple",
    "minimum_wage_month": "minimum_wage",
    "central_base_pension_month": "base_pension_month",
    "resident_pension_base_excluded": "base_pension_excluded",
    "work_cost.mode": "work_cost_method",
    "work_cost.per_month_employed": "work_cost_amount",
    "work_cost.share": "work_cost_share",
    "imputation.mode": "imputation_method",
    "imputation.age_from": "imputation_age_from",
    "imputation.age_to_exclusive": "imputation_age_until",
    "alimony.threshold_multiple": "support_threshold_multiple",
    "alimony.ratio": "support_share",
    "alimony.child_ratio_one": "child_support_share_one",
    "alimony.child_ratio_many_total": "child_support_share_many",
    "property.dibao_financial_months": "dibao_financial_months",
    "property.edge_financial_months": "edge_financial_months",
    "property.max_dwellings": "dwelling_limit",
    "property.extra_dwelling_ok_if_per_capita_area_le": "dwelling_area_per_head",
    "property.business_capital_limit": "business_capital_limit",
    "uplift.stacking": "uplift_stacking",
    "uplift.elderly_age": "uplift_elderly_age",
    "uplift.age_effect": "uplift_age_effect",
    "benefit.mode": "benefit_method",
    "benefit.rounding": "benefit_rounding",
    "benefit.tiers": "benefit_tiers",
    "benefit.min_household": "benefit_minimum",
    "single_person.mode": "single_person_method",
    "single_person.amount": "single_person_amount",
    "single_person.share": "single_person_share",
    "rigid_family.ratio": "rigid_ratio",
    "rigid_family.living_expense_mode": "rigid_living_method",
    "tekun.basic_multiple": "destitute_basic_multiple",
    "tekun.basic_rounding": "destitute_basic_rounding",
    "tekun.care_ratio": "destitute_care_share",
    "temp.hardship_case_cap": "hardship_case_cap",
    "temp.township_ceiling": "township_ceiling",
    "temp.small_first_ceiling": "small_first_ceiling",
    "temp.months_by_cause": "hardship_months_by_cause",
    "temp.rounding": "temporary_rounding",
    "temp.expense_deductible": "expense_deductible",
    "temp.expense_case_cap": "expense_case_cap",
    "gradual_exit.months": "gradual_exit_months",
    "gradual_exit.mode": "gradual_exit_method",
    "gradual_exit.ceiling_multiple": "gradual_exit_ceiling",
    "refusal_of_work.mode": "refusal_method",
    "refusal_of_work.share": "refusal_share",
    "price.min_per_person": "price_minimum",
    "price.categories": "price_categories",
    "offset_recovery_ratio": "recovery_offset_share",
}
_STEPS = ("gradual_exit.steps", "gradual_exit.step", "gradual_exit.percents", "gradual_exit.ratios")
_PRICE_BASIS = {"CPI": "CPI", "FOOD": "TRIGGERING", "TRIGGER": "TRIGGERING", "TRIGGERING": "TRIGGERING"}
_HARDSHIP_BASE = {"urban": "URBAN", "rural": "RURAL"}
_NO_LIMIT = "9999999999.00"
_AREAS = {"urban": "URBAN", "rural": "RURAL"}
_GROUPS = {
    "elderly": "ELDERLY",
    "minor": "MINOR",
    "severe_disability": "SEVERE_DISABILITY",
    "serious_illness": "SERIOUS_ILLNESS",
}
_UPLIFTS = {
    "FIXED": ("FIXED", "STANDARD"),
    "PERCENT_OF_STANDARD": ("PERCENT", "STANDARD"),
    "PERCENT_OF_BENEFIT": ("PERCENT", "OWN_BENEFIT"),
}
_UNSET = {
    "conscripts_counted": False,
    "work_cost_cap_method": "NONE",
    "exclusion_ceiling_method": "NONE",
    "lump_sum_method": "PROPERTY",
    "rigid_deduction_cap_method": "NONE",
    "imputation_base_method": "MINIMUM_WAGE",
    "support_standard_method": "OBLIGOR_AREA",
    "destitute_income_method": "FULL",
    "benefit_minimum": 0,
    "excluded_incomes": [],
    "counted_allowances": [],
    "destitute_care_method": "SHARE_OF_MINIMUM_WAGE",
    "destitute_basic_method": "MULTIPLE",
    "destitute_care_rounding": "HALF_UP_FEN",
    "dwelling_area_per_head": 0,
    "hardship_method": "STANDARD_MONTHS",
    "hardship_case_cap": _NO_LIMIT,
    "expense_case_cap": _NO_LIMIT,
    "expense_deductible": 0,
    "expense_band_method": "GRADUATED",
    "temporary_rounding": "HALF_UP_FEN",
    "gradual_exit_rounding": "HALF_UP_FEN",
    "price_rate_basis": "CPI",
    "price_base_method": "OWN_STANDARD",
    "price_minimum": 0,
}


def settings_of(
    parameter_sets: Mapping[str, Any], name: str, parameters: Mapping[str, Parameter]
) -> dict[str, Setting]:
    """The settings a named parameter set stands for.

    Raises:
        KeyError: if the file has no such set.
        ParameterProblem: if a value does not fit the product's declaration.
    """
    stated = dict(_translated(inherited(parameter_sets, name)))
    raw = {**_UNSET, **{key: value for key, value in stated.items() if value is not None}}
    rows = [
        ParameterValue(key, "", ALWAYS, None, read_value(parameters[key], value), SOURCE)
        for key, value in raw.items()
        if key in parameters
    ]
    return ParameterBook(parameters.values(), rows).at(place="", on=ALWAYS)


def with_values(settings: Mapping[str, Setting], values: Mapping[str, Any]) -> dict[str, Setting]:
    """The same settings with other values of some parameters."""
    other = {
        name: Setting(
            settings[name].parameter,
            ParameterValue(name, "", ALWAYS, None, read_value(settings[name].parameter, value), SOURCE),
            confirmed=True,
        )
        for name, value in values.items()
    }
    return {**settings, **other}


def inherited(parameter_sets: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A parameter set with everything it takes over from the set it inherits."""
    own = parameter_sets[name]
    return {**inherited(parameter_sets, own["inherits"]), **own} if "inherits" in own else dict(own)


def _translated(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    flat = {
        **raw,
        **{
            f"{group}.{key}": value
            for group, body in raw.items()
            if isinstance(body, Mapping)
            for key, value in body.items()
        },
    }
    yield from ((_NAMES[key], value) for key, value in flat.items() if key in _NAMES)
    yield (
        "dibao_standard",
        {
            **_by_area(raw["standard_month"]),
            **{area: {"per_year": value} for area, value in _by_area(raw.get("standard_year", {})).items()},
        },
    )
    yield "disposable_income_year", _by_area(raw["dpi_per_capita_year"])
    yield "rigid_deduction_share", raw["rigid_deduction"]
    yield "vehicle_limit", 0 if raw["property"]["vehicle_fails"] else 1_000
    groups = {_GROUPS[key]: value for key, value in raw["uplift"].items() if key in _GROUPS}
    yield from _of_temporary_assistance(raw.get("temp", {}))
    yield "gradual_exit_shares", _steps(next((flat[key] for key in _STEPS if key in flat), []))
    yield from _of_price_subsidy(raw.get("price", {}))
    yield "imputation_age_until_women", raw["imputation"]["age_to_exclusive"]
    yield from zip(("uplift_method", "uplift_base_method"), _UPLIFTS[raw["uplift"]["mode"]], strict=True)
    yield ("uplift_amount" if raw["uplift"]["mode"] == "FIXED" else "uplift_share"), groups


def _of_temporary_assistance(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if "hardship_base" in raw:
        yield "hardship_base_method", _HARDSHIP_BASE.get(str(raw["hardship_base"]).lower(), "OWN_AREA")
    if "expense_bands" in raw:
        uppers, rates = zip(*raw["expense_bands"], strict=True)
        lowers = [0, *(upper for upper in uppers if upper is not None)]
        yield (
            "expense_bands",
            [
                {"above": above, "rate": rate}
                for above, rate in zip(lowers, [*rates, 0][: len(lowers)], strict=True)  # beyond the last end: nothing
            ],
        )


def _steps(shares: Any) -> list[dict[str, Any]]:
    """Shares of the grant month by month; those above one are percentages."""
    exact = [Fraction(share) for share in shares]
    whole = 100 if any(share > 1 for share in exact) else 1
    return [{"until_month": month, "share": share / whole} for month, share in enumerate(exact, start=1)]


def _of_price_subsidy(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, name in (("cpi_trigger", "cpi_trigger"), ("food_trigger", "food_price_trigger")):
        if raw.get(key) is not None:
            yield name, Fraction(raw[key]) / 100
    if "rate_basis" in raw:
        yield "price_rate_basis", _PRICE_BASIS[raw["rate_basis"]]
    if raw.get("base"):
        yield "price_base_method", "URBAN_STANDARD" if str(raw["base"]).lower() == "urban" else "OWN_STANDARD"


def _by_area(values: Mapping[str, Any]) -> dict[str, Any]:
    return {_AREAS[area]: value for area, value in values.items()}
