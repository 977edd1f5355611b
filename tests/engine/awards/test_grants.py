from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.engine.awards import actions, queries
from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.recipients import persons_in_receipt
from minzheng.engine.awards.types import AwardProblem, InPayment
from minzheng.engine.registry.bitemporal import supersede
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.months import Month
from tests.engine.registry.conftest import JANUARY, JUNE, MARCH, Family

APRIL = Month(2026, 4)


def _grant(family: Family, **given: Any) -> Grant:
    stated = {
        "household": family.household, "benefit": "DIBAO", "from_month": APRIL, "monthly_amount": 56_000, "persons": 2,
        "source": family.source, "at": JANUARY,
    }  # fmt: skip
    return actions.record_grant(**(stated | given))


def _in_force(month: Month, known_at: datetime = JUNE) -> list[int]:
    return queries.grants_on(month=month, known_at=known_at).ids.tolist()


def test_a_grant_is_in_force_from_its_first_month(family: Family) -> None:
    grant = _grant(family, until_month=Month(2026, 6))
    assert [_in_force(APRIL + months) for months in (-1, 0, 1, 2)] == [[], [grant.pk], [grant.pk], []]


def test_two_grants_of_one_benefit_never_overlap(family: Family) -> None:
    _grant(family)
    with pytest.raises(AwardProblem, match="已有同一种待遇"):
        _grant(family, from_month=Month(2026, 9))


def test_different_benefits_and_persons_stand_side_by_side(family: Family) -> None:
    _grant(family)
    _grant(family, benefit="TEKUN", person=family.head, persons=1)
    _grant(family, benefit="TEKUN", person=family.wife, persons=1)
    assert len(_in_force(APRIL)) == 3


def test_an_ended_grant_keeps_what_was_paid_and_what_was_believed(family: Family) -> None:
    grant = _grant(family)
    ended = actions.end_grant(grant=grant, until_month=Month(2026, 6), source=family.source, at=MARCH)
    assert ended is not None
    assert _in_force(Month(2026, 7), known_at=JANUARY) == [grant.pk]
    assert (_in_force(Month(2026, 5)), _in_force(Month(2026, 6))) == ([ended.pk], [])
    _grant(family, from_month=Month(2026, 6), monthly_amount=60_000, at=MARCH)


def test_what_is_in_payment_is_added_up_by_village_and_benefit(family: Family) -> None:
    _grant(family)
    _grant(family, benefit="TEKUN", person=family.head, persons=1, monthly_amount=90_000)
    village = family.household.division_id
    asked = {"on": date(2026, 5, 31), "known_at": JUNE}
    found = queries.in_payment(low=village, high=village, **asked)
    dibao, tekun = BENEFIT_TYPE.number("DIBAO"), BENEFIT_TYPE.number("TEKUN")
    assert found == {village: {dibao: InPayment(1, 2, 56_000), tekun: InPayment(1, 1, 90_000)}}
    assert sum(found[village].values(), InPayment()) == InPayment(2, 3, 146_000)
    assert queries.in_payment(low=village + 1, high=village + 9, **asked) == {}
    assert queries.in_payment(low=village, high=village, on=date(2026, 3, 31), known_at=JUNE) == {}


def test_a_grant_ended_before_it_began_leaves_nothing(family: Family) -> None:
    assert actions.end_grant(grant=_grant(family), until_month=APRIL, source=family.source, at=MARCH) is None
    assert _in_force(APRIL) == []


@pytest.mark.parametrize(("given", "said"), [({"monthly_amount": 0}, "月金额"), ({"persons": 0}, "人数")])
def test_amount_and_persons_are_positive(family: Family, given: dict[str, int], said: str) -> None:
    with pytest.raises(AwardProblem, match=said):
        _grant(family, **given)


def test_grants_begin_on_the_first_of_a_month(family: Family) -> None:
    grant = _grant(family)
    grant.pk, grant.from_month, grant.benefit = None, date(2026, 4, 2), 6
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record_grants([grant])


def test_a_grant_can_be_superseded_but_not_changed(family: Family) -> None:
    grant = _grant(family)
    for statement in ("UPDATE awards_grant SET monthly_amount = 1", "DELETE FROM awards_grant"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert supersede(Grant.objects.filter(pk=grant.pk), at=MARCH) == 1


def test_a_household_grant_is_received_by_its_members_and_a_personal_one_by_its_person(family: Family) -> None:
    _grant(family)
    _grant(family, benefit="TEKUN", person=family.wife, persons=1, until_month=Month(2026, 6))

    def receive(benefit: str, on: date, known_at: datetime = JUNE) -> set[int]:
        number = BENEFIT_TYPE.number(benefit)
        found = set(persons_in_receipt(benefits=[number], on=on, known_at=known_at)[number].tolist())
        for person in found | {-1}:
            some = persons_in_receipt(benefits=[number], on=on, known_at=known_at, among=[person])[number]
            assert set(some.tolist()) == found & {person}
        return found

    assert receive("DIBAO", date(2026, 4, 15)) == {family.head.pk, family.wife.pk}
    assert receive("TEKUN", date(2026, 4, 15)) == {family.wife.pk}
    assert receive("TEKUN", date(2026, 6, 1)) == receive("DIBAO", date(2026, 3, 31)) == set()
    assert receive("DIBAO", date(2026, 4, 15), known_at=datetime(2025, 1, 1, tzinfo=UTC)) == set()
