"""Limits a place has shortened hold for the cases opened since."""

from __future__ import annotations

from datetime import UTC, datetime

from minzheng.engine.cases.models import Case
from minzheng.engine.cases.procedures import declared, procedure_of

CHAPTER, CODE = "social_assistance", "minimum_living_allowance.application"


def case(opened_at: datetime) -> Case:
    return Case(chapter=CHAPTER, procedure=CODE, version=1, opened_at=opened_at)


def within(opened_at: datetime) -> str:
    return str(procedure_of(case(opened_at)).steps["propose"].within)


def test_a_case_has_the_limits_its_county_had_set_when_it_was_opened(settings) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"locality": "530129", "demo": True})
    assert within(datetime(2026, 8, 3, 2, tzinfo=UTC)) == "10个工作日"
    # In China the first of July begins at four in the afternoon of the thirtieth of June, UTC.
    assert within(datetime(2026, 6, 30, 15, 59, tzinfo=UTC)) == "12个工作日"
    assert within(datetime(2026, 6, 30, 16, 0, tzinfo=UTC)) == "10个工作日"


def test_where_nothing_is_set_a_case_has_those_of_the_law(settings) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"locality": "530129", "demo": False})
    found = procedure_of(case(datetime(2026, 8, 3, 2, tzinfo=UTC)))
    assert found == declared(CHAPTER, CODE, 1)
