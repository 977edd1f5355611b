from datetime import date

from minzheng.engine.registry import actions, lookup
from tests.engine.registry.conftest import MARCH, VILLAGE, Family


def test_registered_numbers_are_found_among_others(family: Family) -> None:
    found = lookup.persons_by_number(["530199197005040017", "530199190001010000"])
    assert found == {"530199197005040017": (family.head.pk, "马建国")}


def test_where_people_belong_on_a_day(family: Family) -> None:
    both = [family.head.pk, family.wife.pk]
    actions.end_membership(membership=family.membership, on=date(2026, 3, 1), source=family.source, at=MARCH)
    assert lookup.households_of(both, since=date(2026, 2, 1)) == dict.fromkeys(both, family.household.pk)
    assert lookup.households_of(both, since=date(2026, 3, 1)) == {family.wife.pk: family.household.pk}
    assert lookup.households_of(both, since=date(2025, 1, 1)) == dict.fromkeys(both, family.household.pk)


def test_households_are_found_by_village_and_number(family: Family) -> None:
    assert lookup.households_by_number(["0001", "0002"]) == {(VILLAGE, "0001"): family.household.pk}
