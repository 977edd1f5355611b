"""A household that is given: what is not said is a default or unknown, never a guess."""

from __future__ import annotations

from minzheng.engine.assessments.given import given_household
from minzheng.kernel.facts import Level


def _one(household: dict[str, int | None], member: dict[str, int | None]):
    rows = {Level.HOUSEHOLD: [household], Level.MEMBER: [member, {}]}
    return given_household(rows, {Level.MEMBER: [2], Level.INCOME: [0, 0]})


def test_what_a_decision_needs_and_nobody_gave_is_unknown():
    people = _one({"area": 1}, {"birth_on": 4_000})
    assert people.unknown["birth_on"].tolist() == [False, True]
    assert "area" not in people.unknown


def test_what_has_a_default_stands_at_it_unless_it_is_said_to_be_unknown():
    people = _one({}, {"serious_illness": 1, "disability_type": None})
    assert people.values["serious_illness"].tolist() == [1, 0]
    assert "serious_illness" not in people.unknown
    assert people.unknown["disability_type"].tolist() == [True, False]


def test_levels_without_rows_are_empty():
    people = _one({"area": 2}, {})
    assert people.tables[Level.INCOME].size == 0
    assert people.size == 1
