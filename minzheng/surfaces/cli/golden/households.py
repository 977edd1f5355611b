"""Households of a golden file as the facts rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.catalogue.chapters import Chapter
from minzheng.engine.rules.population import Population
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Fact, FactKind, Level

_STATUS: dict[str, tuple[str, Any]] = {
    "STUDENT_SCHOOL": ("schooling", "SCHOOL"),
    "STUDENT_SECONDARY": ("schooling", "SCHOOL"),
    "STUDENT_UPPER_SECONDARY": ("schooling", "SCHOOL"),
    "STUDENT_UNDERGRADUATE": ("schooling", "UNDERGRADUATE"),
    "STUDENT_POSTGRADUATE": ("schooling", "POSTGRADUATE"),
    "LIVES_APART": ("lives_apart", True),
    "CLERIC_3Y": ("cleric_three_years", True),
    "ADULT_CHILD_DEPENDENT": ("adult_child_dependent", True),
    "SERIOUS_ILLNESS": ("serious_illness", True),
    "IMPRISONED": ("imprisoned", True),
    "COMPULSORY_DRUG_REHAB": ("compulsory_drug_rehab", True),
    "DECLARED_MISSING": ("declared_missing", True),
    "MISSING": ("declared_missing", True),
    "LONG_TERM_CORESIDENT": ("long_term_coresident", True),
    "CONSCRIPT": ("conscript", True),
    "PREGNANT": ("pregnant_or_nursing", True),
    "NURSING": ("pregnant_or_nursing", True),
}
_OBLIGOR = {
    "mode": "support_mode",
    "relation": "obligor_relation",
    "birth": "obligor_birth_on",
    "household_size": "obligor_household_size",
    "household_income_month": "obligor_household_income",
    "standard_month": "obligor_area_standard",
    "supported_total": "supported_total",
    "dependants_here": "supported_here",
    "judgement_month": "judgement_month",
    "enforceable": "judgement_enforceable",
    "actual_month": "actual_support_month",
    "gross_income_month": "gross_income_month",
    "children_total": "children_total",
    "children_here": "children_here",
    "unable": "obligor_unable",
    "waived": "support_waived",
    "income_year": "obligor_income_year",
    "low_income_property_ok": "obligor_property_within_limit",
    "on_dibao": "obligor_receives_dibao",
    "on_tekun": "obligor_receives_destitute_support",
    "no_civil_capacity": "obligor_no_civil_capacity",
    "missing": "obligor_missing",
    "declared_missing": "obligor_missing",
    "imprisoned": "obligor_imprisoned",
}
_OBLIGOR_STATUS = {
    "IMPRISONED": "obligor_imprisoned",
    "MISSING": "obligor_missing",
    "DECLARED_MISSING": "obligor_missing",
    "NO_CIVIL_CAPACITY": "obligor_no_civil_capacity",
}
_ABILITY = {
    "EAT": "can_eat",
    "DRESS": "can_dress",
    "BED": "can_leave_bed",
    "TOILET": "can_use_toilet",
    "WALK": "can_walk_indoors",
    "BATHE": "can_bathe",
}

Row = dict[str, Any]


def disability_of(body: Mapping[str, Any], prefix: str = "") -> Row:
    """Type and grade of a disability, if the case states one."""
    stated = body.get("disability")
    return (
        {}
        if not stated
        else {f"{prefix}disability_type": stated["type"], f"{prefix}disability_grade": f"GRADE_{stated['grade']}"}
    )


def member_row(body: Mapping[str, Any]) -> Row:
    """Facts of one member."""
    row: Row = {"birth_on": body["birth"], "relation": body.get("relation", "01"), **disability_of(body)}
    row.update(_STATUS[status] for status in body.get("status", []))
    waiver = body.get("imputation_waiver") or body.get("waiver")
    return {
        **row,
        **({"labour_coefficient": body["labour_coefficient"]} if "labour_coefficient" in body else {}),
        **({"imputation_waiver": waiver} if waiver else {}),
    }


def self_care_row(body: Mapping[str, bool]) -> Row:
    """The six items of the ability assessment."""
    return {_ABILITY[item]: able for item, able in body.items()}


def income_row(body: Mapping[str, Any]) -> Row:
    """Facts of one income item."""
    return {
        "income_kind": body["sub"],
        "income_amount": body["window_total"],
        "income_months": body.get("months_employed", body.get("months", 0)),
    }


def expense_row(body: Mapping[str, Any]) -> Row:
    """Facts of one expense item."""
    return {"expense_kind": body["type"], "expense_amount": body["window_total"]}


def asset_row(body: Mapping[str, Any]) -> Row:
    """Facts of one asset."""
    value = body.get("value", 0)
    return {
        "asset_kind": body["type"],
        "asset_value": value,
        "asset_area": body.get("area", 0),
        "asset_exempt": body.get("exempt", False),
        "asset_capital": body.get("capital", value),
    }


def obligor_row(body: Mapping[str, Any]) -> Row:
    """Facts of one obligor."""
    row = {_OBLIGOR[key]: value for key, value in body.items() if key in _OBLIGOR}
    row.update((_OBLIGOR_STATUS[status], True) for status in body.get("status", []))
    return {**row, **disability_of(body, "obligor_")}


def population(
    chapter: Chapter,
    household: Row,
    members: Iterable[tuple[Row, list[Row], list[Row]]],
    *,
    assets: Iterable[Row] = (),
    obligors: Iterable[Row] = (),
) -> Population:
    """One household; each member comes with incomes and expenses."""
    people = list(members)
    rows: dict[Level, list[Row]] = {
        Level.HOUSEHOLD: [household],
        Level.MEMBER: [person for person, _, _ in people],
        Level.ASSET: list(assets),
        Level.OBLIGOR: list(obligors),
        Level.INCOME: [row for _, incomes, _ in people for row in incomes],
        Level.EXPENSE: [row for _, _, expenses in people for row in expenses],
    }
    offsets = {level: np.array([0, len(rows[level])]) for level in (Level.MEMBER, Level.ASSET, Level.OBLIGOR)}
    offsets[Level.INCOME] = np.cumsum([0, *(len(incomes) for _, incomes, _ in people)])
    offsets[Level.EXPENSE] = np.cumsum([0, *(len(expenses) for _, _, expenses in people)])
    values, unknown = {}, {}
    for name in {name for level in rows.values() for row in level for name in row}:
        fact = chapter.rules.facts[name]
        stated = [row.get(name) for row in rows[fact.level]]
        values[name] = np.array(
            [fact.default or 0 if value is None else whole(fact, value) for value in stated], np.int64
        )
        if (fact.required or fact.default is None) and fact.kind is not FactKind.CODE and None in stated:
            unknown[name] = np.array([value is None for value in stated])
    return Population(chapter.rules.facts, 1, offsets, values, unknown)


def whole(fact: Fact, value: Any) -> int:
    """A value as the whole number the fact is kept as.

    Raises:
        ValueError: if the value does not fit the fact.
    """
    if fact.kind is FactKind.CODE:
        assert fact.codes is not None  # noqa: S101 - Fact refuses a code without its list
        return fact.codes.number(str(value))
    if fact.kind is FactKind.DATE:
        return to_day_number(value if isinstance(value, date) else date.fromisoformat(str(value)))
    exact = Fraction(value) * (100 if fact.kind is FactKind.MONEY else fact.scale)
    if exact.denominator != 1:
        raise ValueError(f"{fact.label}：{value} 的小数位数过多")
    return int(exact)
