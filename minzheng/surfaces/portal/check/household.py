"""The answers as one household that the rules can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minzheng.engine.assessments.given import Row, given_household
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import (
    AREA_CLASS,
    ASSET_KIND,
    COUNTING_DECISION,
    DISABILITY_GRADE,
    DISABILITY_TYPE,
    EXPENSE_KIND,
    HARDSHIP_CAUSE,
    INCOME_KIND,
    RELATION,
    SUPPORT_MODE,
)
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Level
from minzheng.surfaces.portal.check.questions import Given, fen, people

_UNKNOWN_OF_RELATIVES = (
    "obligor_household_income",
    "obligor_birth_on",
    "obligor_income_year",
    "obligor_property_within_limit",
)


def household_of(given: Given, *, on: date) -> Population:
    """Return the household the answers describe.

    What was not asked stands at its default; what somebody could not say is unknown. Everybody named counts as a member, since
    that is what was asked; an age of 63 is a birthday 63 years ago today.
    """
    everybody = people(given)
    members = [_member(given, number, age, on=on) for number, age in everybody]
    incomes = [list(_incomes(given, number)) for number, _ in everybody]
    expenses: list[list[Row]] = [[] for _ in everybody]
    expenses[0] = list(_expenses(given))
    assets, obligors = list(_assets(given)), list(_obligors(given))
    rows = {
        Level.HOUSEHOLD: [_household(given, len(everybody))],
        Level.MEMBER: members,
        Level.INCOME: [row for own in incomes for row in own],
        Level.EXPENSE: [row for own in expenses for row in own],
        Level.ASSET: assets,
        Level.OBLIGOR: obligors,
    }
    counts = {
        Level.MEMBER: [len(members)],
        Level.INCOME: [len(own) for own in incomes],
        Level.EXPENSE: [len(own) for own in expenses],
        Level.ASSET: [len(assets)],
        Level.OBLIGOR: [len(obligors)],
    }
    return given_household(rows, counts)


def _household(given: Given, size: int) -> Row:
    cause = given["cause"]
    return {
        "area": AREA_CLASS.number(given["area"]),
        "means_declared": 1 if given["income-known"] == "YES" else None,
        "hardship_cause": HARDSHIP_CAUSE.number(cause),
        "hardship_persons": 0 if cause == "NONE" else size,
        "eligible_expense": fen(given, "medical") + fen(given, "education"),
    }


def _member(given: Given, number: int, age: int, *, on: date) -> Row:
    health = given[f"health-{number}"]
    row: dict[str, int | None] = {
        "birth_on": to_day_number(_years_before(on, age)),
        "counting_decision": COUNTING_DECISION.number("COUNTED"),
        "serious_illness": int(health == "ILL"),
    }
    if number == 1:
        row["relation"] = RELATION.number("01")
    if health in {"SEVERE", "THIRD", "OTHER"}:
        # Which kind of disability was not asked: of the first two grades it decides only about destitute support.
        row["disability_type"] = DISABILITY_TYPE.number("INTELLECTUAL") if health == "THIRD" else None
        grade = {"SEVERE": "GRADE_2", "THIRD": "GRADE_3", "OTHER": "GRADE_4"}[health]
        row["disability_grade"] = DISABILITY_GRADE.number(grade)
    return row


def _years_before(day: date, years: int) -> date:
    # Whoever is born on 29 February has his birthday on 1 March in other years.
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _incomes(given: Given, number: int) -> Iterator[Row]:
    pension = "T02" if given["area"] == "RURAL" else "T01"
    for name, kind in (("wage", "W02"), ("farm", "B01"), ("pension", pension)):
        if amount := fen(given, f"{name}-{number}"):
            yield {"income_kind": INCOME_KIND.number(kind), "income_amount": amount}


def _expenses(given: Given) -> Iterator[Row]:
    for name, kind in (("medical", "MEDICAL"), ("education", "EDUCATION")):
        if amount := fen(given, name):
            yield {"expense_kind": EXPENSE_KIND.number(kind), "expense_amount": amount}


def _assets(given: Given) -> Iterator[Row]:
    if savings := fen(given, "savings"):
        yield {"asset_kind": ASSET_KIND.number("FINANCIAL"), "asset_value": savings}
    if capital := fen(given, "capital"):
        yield {"asset_kind": ASSET_KIND.number("BUSINESS"), "asset_capital": capital}
    for kind, count in (("VEHICLE", given["vehicles"]), ("DWELLING", given["dwellings"])):
        for _ in range(int(count)):
            yield {"asset_kind": ASSET_KIND.number(kind)}


def _obligors(given: Given) -> Iterator[Row]:
    if given["relatives"] == "NONE":
        return
    unknown: Row = dict.fromkeys(_UNKNOWN_OF_RELATIVES)
    gives = given["relatives"] == "GIVES"
    mode = SUPPORT_MODE.number("SUPPORT_ACTUAL" if gives else "FORMULA")
    yield {**unknown, "support_mode": mode, "actual_support_month": fen(given, "support") if gives else 0}
