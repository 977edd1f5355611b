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
from minzheng.kernel.periods import add_months
from minzheng.surfaces.cli.golden import spellings

Row = dict[str, Any]
GROWN = 40
"""Age of an obligor of whose age a case says nothing: of working age."""


def disability_of(body: Mapping[str, Any], prefix: str = "") -> Row:
    """Type and grade of a disability, if the case states one."""
    stated = body.get("disability")
    return (
        {}
        if not stated
        else {f"{prefix}disability_type": stated["type"], f"{prefix}disability_grade": f"GRADE_{stated['grade']}"}
    )


def birth_of(body: Mapping[str, Any], as_of: date) -> Any:
    """The date of birth a case states, or one that gives the age it states; None if it states neither."""
    stated = next((body[key] for key in ("birth", "birth_date", "born") if key in body), None)
    return add_months(as_of, -12 * int(body["age"])) if stated is None and "age" in body else stated


def member_row(body: Mapping[str, Any], as_of: date, waiver: Any = None) -> Row:
    """Facts of one member."""
    row: Row = {"birth_on": birth_of(body, as_of), "relation": str(body.get("relation", "01")), **disability_of(body)}
    row.update(spellings.STATUS[status] for status in spellings.listed(body, "status", "flags"))
    row.update((fact, body[key]) for key, fact in spellings.MEMBER.items() if key in body)
    waiver = spellings.first(body, "imputation_waiver", "waiver", "waiver_code", "labour_waiver") or waiver
    if body.get("not_counted_reason") == "PROVINCIAL_OTHER" and "CONSCRIPT" not in spellings.listed(body, "status"):
        row["counting_decision"] = "NOT_COUNTED"
    return {**row, **({"imputation_waiver": waiver} if waiver else {})}


def self_care_row(body: Mapping[str, bool]) -> Row:
    """The six items of the ability assessment; an item of which the case says nothing is met."""
    return dict.fromkeys(spellings.ABILITY.values(), True) | {
        spellings.ABILITY[item.upper()]: able for item, able in body.items()
    }


def income_row(body: Mapping[str, Any]) -> Row:
    """Facts of one income item."""
    return {
        "income_kind": body.get("sub") or spellings.USUAL_KIND[body["cat"]],
        "income_amount": spellings.first(body, "window_total", "amount", "total"),
        "income_months": spellings.first(body, "months_employed", "months") or 0,
    }


def expense_row(body: Mapping[str, Any]) -> Row:
    """Facts of one expense item."""
    return {
        "expense_kind": body["type"],
        "expense_amount": spellings.first(body, "window_total", "self_paid", "amount", "total"),
    }


def asset_row(body: Mapping[str, Any]) -> Row:
    """Facts of one asset; what locality lists exempt by default is exempt unless the case says otherwise."""
    value = spellings.first(body, "value", "amount") or 0
    capital = spellings.first(body, "capital", "subscribed_capital", "registered_capital")
    return {
        "asset_kind": body["type"],
        "asset_value": value,
        "asset_area": spellings.first(body, "area", "area_m2", "floor_area") or 0,
        "asset_exempt": body.get("exempt", body.get("sub") in spellings.EXEMPT),
        "asset_capital": value if capital is None else capital,
    }


def obligor_row(body: Mapping[str, Any], as_of: date) -> Row:
    """Facts of one obligor."""
    row = {fact: body[key] for key, fact in spellings.OBLIGOR.items() if key in body}
    row.update((spellings.OBLIGOR_STATUS[status], True) for status in spellings.listed(body, "status", "flags"))
    if "obligor_relation" in row:
        row["obligor_relation"] = spellings.obligor_relation(str(row["obligor_relation"]))
    if body.get("mode") in spellings.SUPPORT_MODE:
        row["support_mode"] = spellings.SUPPORT_MODE[body["mode"]]
    if body.get("enforcement_ended"):
        row["judgement_enforceable"] = False
    if str(body.get("ability", "ABLE")) == "UNABLE" or body.get("unable_reason"):
        row["obligor_unable"] = True
    if "income_month" in body and "income_year" not in body:
        row["obligor_income_year"] = Fraction(body["income_month"]) * 12
    birth = birth_of(body, as_of) or add_months(as_of, -12 * GROWN)
    return {**row, "obligor_birth_on": birth, **disability_of(body, "obligor_")}


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
