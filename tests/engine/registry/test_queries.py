from datetime import UTC, date, datetime

import pytest

from minzheng.engine.registry import actions, queries
from minzheng.engine.registry.types import RegistryProblem
from tests.engine.registry.conftest import JANUARY, Family

BEFORE = datetime(2025, 12, 31, tzinfo=UTC)


def test_a_person_is_found_by_number_from_the_day_it_was_recorded(family: Family) -> None:
    found = queries.find_person(id_number="530199197005040017", known_at=JANUARY)
    assert found == family.head
    assert queries.find_person(id_number="530199197005040017", known_at=BEFORE) is None
    assert queries.find_person(id_number="530199197005040018", known_at=JANUARY) is None


def test_a_household_is_found_by_its_number(family: Family) -> None:
    assert queries.find_household(number="0001", known_at=JANUARY) == family.household
    assert queries.find_household(number="0002", known_at=JANUARY) is None
    assert queries.household_on(household=family.household.pk, as_of=date(2026, 1, 1), known_at=BEFORE) is None


def test_a_number_used_in_two_villages_needs_the_village(family: Family) -> None:
    other = actions.open_household(division=530129001002, number="0001", source=family.source, at=JANUARY)
    assert queries.find_household(number="0001", division=530129001002, known_at=JANUARY) == other
    with pytest.raises(RegistryProblem, match="建设社区居委会、南钟社区居委会"):
        queries.find_household(number="0001", known_at=JANUARY)


def test_names_are_found_by_any_part_and_by_initials(family: Family) -> None:
    def names(text: str) -> list[str]:
        return [person.name for person in queries.search_by_name(text=text, known_at=JANUARY)]

    assert names("建国") == names("马") == names("马建国") == names(" MJG ") == ["马建国"]
    assert names("秀") == ["保秀英"]
    assert names("国建") == names("") == names("\x00") == names("x" * 5000) == []


def test_obligors_assets_and_accounts_belong_to_the_household(family: Family) -> None:
    since = date(2026, 1, 1)
    actions.add_obligor(
        household=family.household,
        relation="CHILD",
        supports=family.head,
        since=since,
        source=family.source,
        at=JANUARY,
    )
    actions.add_asset(household=family.household, kind="VEHICLE", since=since, source=family.source, at=JANUARY)
    account = actions.add_bank_account(
        household=family.household, holder=family.head, bank="农村信用社", account="6217000000000000", since=since,
        source=family.source, at=JANUARY,
    )  # fmt: skip
    assert b"6217" not in bytes(account.account)
    assert (family.household.obligors.count(), family.household.assets.count()) == (1, 1)
