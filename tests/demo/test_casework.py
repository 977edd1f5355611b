"""The invented bureau at work."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from minzheng.demo.casework.families import KINDS, family
from minzheng.demo.casework.online import apply_online
from minzheng.demo.casework.stories import FIRST, STORIES
from minzheng.demo.casework.working import count_cases, work_cases
from minzheng.demo.county import generate
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases import actions
from minzheng.engine.cases.declaration import read_declaration
from minzheng.engine.cases.models import Case, Decision, Draft, Movement
from minzheng.engine.registry.queries.divisions import villages_of
from minzheng.kernel.id_numbers import DEMO_AREA, is_demo_number
from minzheng.surfaces.cli.selfcheck import examine
from minzheng.surfaces.desk.audit_words import words_of

COUNTY, DAY = 530129, date(2026, 9, 1)


@pytest.fixture
def worked(db: None, settings: Any) -> int:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    return work_cases(county=COUNTY, day=DAY, cases=len(FIRST), seed=1)


def _standing() -> list[tuple[str, str, int]]:
    with scoped(SYSTEM):
        return list(Case.objects.order_by("number").values_list("number", "state", "movements"))


def test_every_story_is_told_and_ends_as_it_says_and_nothing_happens_after_the_day(worked: int) -> None:
    with scoped(SYSTEM):
        procedures = set(Case.objects.values_list("procedure", flat=True))
        steps = set(Movement.objects.values_list("step", flat=True))
        assert max(Movement.objects.values_list("at", flat=True)).date() <= DAY
    assert procedures >= {STORIES[name].code for name in FIRST}
    assert steps >= {step for name in FIRST for step in STORIES[name].does}
    assert count_cases() == worked


def test_everything_that_happened_has_a_name_in_the_audit(worked: int) -> None:
    assert worked
    happened = set(Event.objects.values_list("action", flat=True))
    assert {action for action in happened if words_of(action) == action} == set()


def test_what_is_granted_is_paid_and_what_is_refused_is_said_why(worked: int) -> None:
    with scoped(SYSTEM):
        granted = set(
            Decision.objects.filter(kind="grant", from_month__isnull=False, amount__gt=0).values_list(
                "case__household", flat=True
            )
        )
        assert granted
        assert set(Grant.objects.values_list("household", flat=True)) >= granted
        refused = Decision.objects.filter(kind="refuse")
        assert refused.count() >= 2
        assert not refused.filter(reasons=[]).exists()


def test_what_follows_from_a_case_follows_in_turn(worked: int) -> None:
    with scoped(SYSTEM):
        after = set(Case.objects.filter(related__isnull=False).values_list("procedure", flat=True))
    assert len(after) >= 3


def test_nothing_that_the_bureau_did_contradicts_itself(worked: int) -> None:
    assert [(each.name, each.where) for each in examine(at=datetime(2026, 9, 1, 9, tzinfo=UTC)) if each.broken] == []


def test_done_again_it_changes_nothing(worked: int) -> None:
    before = _standing()
    assert work_cases(county=COUNTY, day=DAY, cases=len(FIRST), seed=1) == worked
    assert _standing() == before


def test_no_resident_of_the_county_has_a_number_of_theirs() -> None:
    residents = set(generate(people=30_000, seed=1, as_of=DAY).persons.id_numbers.tolist())
    families = [family(Random(serial), serial, kind="poor") for serial in range(150)]
    numbers = {member["id_number"] for each in families for member in each.answers["members"]}
    assert len(numbers) > 300
    assert not numbers & residents


def test_families_are_nobody_and_their_forms_are_right() -> None:
    numbers: set[str] = set()
    for serial in range(300):
        found = family(Random(serial), serial, kind=KINDS[serial % len(KINDS)])
        declaration, faults = read_declaration(found.answers, on=DAY)
        assert declaration is not None, faults
        own = {member.id_number for member in declaration.members}
        assert all(is_demo_number(number) and number.startswith(DEMO_AREA) for number in own)
        assert not own & numbers
        numbers |= own


def test_some_families_applied_online_and_wait_for_somebody_to_make_sure(worked: int) -> None:
    with scoped(SYSTEM):
        waiting = actions.incoming(by=SYSTEM)
        assert len(waiting) == 6
        assert Draft.objects.filter(handed_in_at=None).count() == 1
    apply_online(villages_of(COUNTY), seed=1, at=datetime(2026, 9, 1, 2, tzinfo=UTC))
    with scoped(SYSTEM):
        assert actions.incoming(by=SYSTEM) == waiting
