"""The invented bureau at work."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from minzheng.demo.casework.families import family
from minzheng.demo.casework.working import work_cases
from minzheng.demo.county import generate
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases.declaration import read_declaration
from minzheng.engine.cases.models import Case, Decision, Movement
from minzheng.kernel.id_numbers import DEMO_AREA, is_demo_number

COUNTY, DAY = 530129, date(2026, 9, 1)


@pytest.fixture
def worked(db: None, settings: Any) -> int:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    return work_cases(county=COUNTY, day=DAY, cases=16, seed=1)


def _standing() -> list[tuple[str, str, int]]:
    with scoped(SYSTEM):
        return list(Case.objects.order_by("number").values_list("number", "state", "movements"))


def test_cases_stand_in_many_states_and_nothing_happens_after_the_day(worked: int) -> None:
    states = {state for _, state, _ in _standing()}
    assert {"GRANTED", "REFUSED", "INVESTIGATING"} <= states
    with scoped(SYSTEM):
        assert Case.objects.count() == worked
        assert max(Movement.objects.values_list("at", flat=True)).date() <= DAY


def test_what_is_granted_is_paid_and_what_is_refused_is_not(worked: int) -> None:
    with scoped(SYSTEM):
        granted = set(Case.objects.filter(state="GRANTED").values_list("household", flat=True))
        assert set(Grant.objects.values_list("household", flat=True)) == granted
        assert (
            Decision.objects.filter(kind="refuse").exclude(reasons=[]).count()
            == Case.objects.filter(state="REFUSED").count()
        )


def test_done_again_it_changes_nothing(worked: int) -> None:
    before = _standing()
    work_cases(county=COUNTY, day=DAY, cases=worked, seed=1)
    assert _standing() == before


def test_no_resident_of_the_county_has_a_number_of_theirs() -> None:
    residents = set(generate(people=30_000, seed=1, as_of=DAY).persons.id_numbers.tolist())
    families = [family(Random(serial), serial, poor=True) for serial in range(150)]
    numbers = {member["id_number"] for each in families for member in each.answers["members"]}
    assert len(numbers) > 300
    assert not numbers & residents


def test_families_are_nobody_and_their_forms_are_right() -> None:
    numbers: set[str] = set()
    for serial in range(300):
        found = family(Random(serial), serial, poor=bool(serial % 2))
        declaration, faults = read_declaration(found.answers, on=DAY)
        assert declaration is not None, faults
        own = {member.id_number for member in declaration.members}
        assert all(is_demo_number(number) and number.startswith(DEMO_AREA) for number in own)
        assert not own & numbers
        numbers |= own
