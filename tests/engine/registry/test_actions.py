from datetime import date

import pytest

from minzheng.engine.registry import actions, queries
from minzheng.engine.registry.models import Fact, Source
from minzheng.engine.registry.types import RegistryProblem, Standing, SubjectKind
from minzheng.kernel.names import NameProblem
from tests.engine.registry.conftest import JANUARY, JUNE, MARCH, VILLAGE, Family

NEW_YEAR = date(2026, 1, 1)


def _income(family: Family, value: int, **given) -> Fact:  # type: ignore[no-untyped-def]
    stated = {
        "standing": Standing.DECLARED, "valid_from": NEW_YEAR, "key": 102, "source": family.source, "by": "李明", "at": JANUARY,
    }  # fmt: skip
    return actions.enter_fact(name="income_amount", subject=family.head.pk, value=value, **(stated | given))


def _read(family: Family, *, as_of: date = date(2026, 6, 1), known_at=JUNE) -> list[int]:  # type: ignore[no-untyped-def]
    found = queries.facts_of(kind=SubjectKind.PERSON, subjects=[family.head.pk], as_of=as_of, known_at=known_at)
    return [known.value for known in found if known.fact.name == "income_amount"]


def test_a_number_is_registered_once(family: Family) -> None:
    with pytest.raises(RegistryProblem, match="已经登记过"):
        actions.add_person(name="马建国", id_number="530199197005040017", source=family.source, at=JANUARY)


def test_people_without_a_number_can_be_registered(family: Family) -> None:
    children = [
        actions.add_person(name="马小宝", id_number=None, id_type="NONE", source=family.source, at=JANUARY)
        for _ in "ab"
    ]
    assert queries.id_number_of(person=children[0]) is None
    assert children[0].pk != children[1].pk


def test_a_person_belongs_to_one_household_at_a_time(family: Family) -> None:
    other = actions.open_household(division=VILLAGE, source=family.source, at=JANUARY)
    with pytest.raises(RegistryProblem, match="已经登记在另一户"):
        actions.add_member(
            household=other, person=family.head, relation="02", since=date(2026, 2, 1), source=family.source, at=JANUARY
        )


def test_household_numbers_are_unique_in_their_village(family: Family) -> None:
    actions.open_household(division=VILLAGE, source=family.source, at=JANUARY)
    actions.open_household(division=VILLAGE, source=family.source, at=JANUARY)
    with pytest.raises(RegistryProblem, match="同一编号"):
        actions.open_household(division=VILLAGE, number="0001", source=family.source, at=JANUARY)


def test_the_size_of_a_household_is_a_question_about_a_day(family: Family) -> None:
    actions.end_membership(membership=family.membership, on=date(2026, 3, 1), source=family.source, at=MARCH)
    sizes = [
        queries.size_on(household=family.household.pk, as_of=day, known_at=JUNE)
        for day in (date(2025, 12, 31), NEW_YEAR, date(2026, 2, 28), date(2026, 3, 1))
    ]
    assert sizes == [0, 2, 2, 1]


def test_what_was_believed_earlier_can_be_asked_later(family: Family) -> None:
    actions.end_membership(membership=family.membership, on=date(2026, 2, 1), source=family.source, at=MARCH)
    before, after = (
        queries.size_on(household=family.household.pk, as_of=date(2026, 2, 15), known_at=known)
        for known in (JANUARY, MARCH)
    )
    assert (before, after) == (2, 1)


def test_a_membership_ends_after_it_begins(family: Family) -> None:
    with pytest.raises(RegistryProblem, match="之后"):
        actions.end_membership(membership=family.membership, on=NEW_YEAR, source=family.source, at=MARCH)


def test_who_left_can_join_another_household(family: Family) -> None:
    actions.end_membership(membership=family.membership, on=date(2026, 3, 1), source=family.source, at=MARCH)
    other = actions.open_household(division=VILLAGE, source=family.source, at=MARCH)
    actions.add_member(
        household=other, person=family.head, relation="02", since=date(2026, 3, 1), source=family.source, at=MARCH
    )
    found = queries.household_on(household=other.pk, as_of=date(2026, 3, 1), known_at=MARCH)
    assert found is not None
    assert [member.name for member in found.members] == ["马建国"]


def test_declared_verified_and_adopted_stand_side_by_side_and_the_firmest_is_read(family: Family) -> None:
    _income(family, 600_000)
    _income(family, 900_000, standing=Standing.VERIFIED)
    assert _read(family) == [900_000]
    _income(family, 800_000, standing=Standing.ADOPTED)
    assert _read(family) == [800_000]
    assert Fact.objects.filter(name=302).count() == 3


def test_the_later_validity_is_read_from_its_first_day_on(family: Family) -> None:
    _income(family, 100, standing=Standing.ADOPTED)
    _income(family, 200, standing=Standing.ADOPTED, valid_from=date(2026, 4, 1), valid_until=date(2026, 5, 1))
    days = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1))
    assert [_read(family, as_of=day) for day in days] == [[], [100], [200], [200], [100]]


def test_a_correction_keeps_the_earlier_belief(family: Family) -> None:
    fact = _income(family, 600_000)
    actions.correct_fact(fact=fact, value=660_000, source=family.source, by="王芳", at=MARCH)
    assert _read(family, known_at=JANUARY) == [600_000]
    assert _read(family, known_at=MARCH) == [660_000]


def test_entering_the_same_value_again_adds_nothing(family: Family) -> None:
    assert _income(family, 600_000).pk == _income(family, 600_000, at=MARCH).pk


def test_a_withdrawn_value_is_read_no_more(family: Family) -> None:
    actions.withdraw_fact(fact=_income(family, 600_000), at=MARCH)
    assert (_read(family, known_at=JANUARY), _read(family, known_at=JUNE)) == ([600_000], [])


def test_several_items_of_one_kind_stand_side_by_side(family: Family) -> None:
    _income(family, 100)
    _income(family, 200, item=1)
    assert sorted(_read(family)) == [100, 200]


def test_text_is_kept_as_text(family: Family) -> None:
    actions.enter_fact(
        name="survey_note", subject=family.household.pk, value="房屋为土木结构", standing=Standing.DECLARED,
        valid_from=NEW_YEAR, source=family.source, by="李明", at=JANUARY,
    )  # fmt: skip
    (note,) = queries.facts_of(
        kind=SubjectKind.HOUSEHOLD, subjects=[family.household.pk], as_of=date(2026, 6, 1), known_at=JUNE
    )
    assert note.shown == "房屋为土木结构"


@pytest.mark.parametrize("name", ["income_kind", "receives_dibao", "no_such_fact"])
def test_only_stored_facts_may_be_entered(family: Family, name: str) -> None:
    with pytest.raises(RegistryProblem, match="不是可以录入"):
        actions.enter_fact(
            name=name, subject=1, value=1, standing=Standing.DECLARED, valid_from=NEW_YEAR, source=family.source, by="李明",
            at=JANUARY,
        )  # fmt: skip


def test_a_period_that_ends_before_it_begins_is_refused(family: Family) -> None:
    with pytest.raises(RegistryProblem, match="有效期"):
        _income(family, 100, valid_until=date(2025, 1, 1))


def test_a_fact_says_where_it_comes_from(family: Family, source: Source) -> None:
    _income(family, 600_000, evidence="低保台账.xlsx›仁德›第3行›F列")
    known = [
        fact
        for fact in queries.facts_of_household(household=family.household.pk, as_of=date(2026, 6, 1), known_at=JUNE)
        if fact.fact.name == "income_amount"
    ]
    assert [(fact.source_title, fact.evidence, fact.shown, fact.standing.label) for fact in known] == [
        ("2026年入户调查", "低保台账.xlsx›仁德›第3行›F列", "6,000.00元", "申报")
    ]


def test_moving_and_renaming_set_the_current_values(family: Family) -> None:
    actions.move_household(household=family.household, division=530129001002, address="南钟社区1号")
    actions.rename_person(person=family.head, name="马建·国")
    found = queries.household_on(household=family.household.pk, as_of=date(2026, 6, 1), known_at=JUNE)
    assert found is not None
    assert (found.division_name, found.address) == ("南钟社区居委会", "南钟社区1号")
    with pytest.raises(NameProblem):
        actions.rename_person(person=family.head, name="1")
