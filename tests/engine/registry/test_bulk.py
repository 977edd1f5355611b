from datetime import date

import numpy as np
import pytest
from django.db import connection

from minzheng.engine.registry import bulk, queries
from minzheng.engine.registry.models import Asset, BankAccount, Fact, Membership, Obligor, Person, Source
from minzheng.engine.registry.types import Standing, SubjectKind
from tests.engine.registry.conftest import JANUARY, VILLAGE

SINCE = date(2026, 1, 1)


@pytest.fixture
def people(source: Source) -> np.ndarray:
    return bulk.write_persons(
        id_kind=111, id_numbers=["530199199001010014", None], names=["单雄信", "阿依·古丽"], phones=["13900000000", None],
        source=source.pk, at=JANUARY,
    )  # fmt: skip


def test_written_people_are_found_by_number_and_by_name(people: np.ndarray) -> None:
    found = queries.find_person(id_number="530199199001010014", known_at=JANUARY)
    assert found is not None
    assert (found.pk, found.name_pinyin, found.name_initials) == (people[0], "shan xiong xin", "sxx")
    assert [person.pk for person in queries.search_by_name(text="古丽", known_at=JANUARY)] == [people[1]]


def test_a_household_written_in_bulk_has_its_members(people: np.ndarray, source: Source) -> None:
    (household,) = bulk.write_households(numbers=["A1"], divisions=[VILLAGE], source=source.pk, at=JANUARY)
    bulk.write_memberships(
        households=np.array([household, household]), persons=people, relations=np.array([2, 12]), valid_from=SINCE,
        source=source.pk, at=JANUARY,
    )  # fmt: skip
    found = queries.household_on(household=int(household), as_of=date(2030, 1, 1), known_at=JANUARY)
    assert found is not None
    assert [member.person for member in found.members] == people.tolist()
    assert all(row.period.upper is None for row in Membership.objects.all())


def test_nobody_is_written_as_null(people: np.ndarray, source: Source) -> None:
    (household,) = bulk.write_households(numbers=[""], divisions=[VILLAGE], source=source.pk, at=JANUARY)
    nobody = np.zeros(1, dtype=np.int64)
    (obligor,) = bulk.write_obligors(
        households=np.array([household]), persons=nobody, supports=people[:1], relations=np.array([1]),
        names=["单小宝"], valid_from=SINCE, source=source.pk, at=JANUARY,
    )  # fmt: skip
    (asset,) = bulk.write_assets(
        households=np.array([household]), owners=nobody, kinds=np.array([11]),
        valid_from=np.array(["2026-01-01"], dtype="datetime64[D]"), valid_until=date(2027, 1, 1), source=source.pk, at=JANUARY,
    )  # fmt: skip
    found = Obligor.objects.get(pk=obligor)
    assert (found.person_id, found.supports_id, found.name) == (None, people[0], "单小宝")
    owned = Asset.objects.get(pk=asset)
    assert (owned.owner_id, owned.period.lower, owned.period.upper) == (None, SINCE, date(2027, 1, 1))


def test_facts_keep_the_evidence_of_each_row(people: np.ndarray, source: Source) -> None:
    bulk.write_facts(
        "birth_on", subjects=people, values=np.array([7305, -20]), standing=Standing.ADOPTED, valid_from=SINCE,
        source=source.pk, evidence=["表一›第3行", ""], at=JANUARY,
    )  # fmt: skip
    known = queries.facts_of(
        kind=SubjectKind.PERSON, subjects=people.tolist(), as_of=date(2026, 2, 1), known_at=JANUARY
    )
    assert [(fact.value, fact.shown, fact.evidence) for fact in known] == [
        (7305, "1990-01-01", "表一›第3行"),
        (-20, "1969-12-12", ""),
    ]


def test_only_stored_facts_are_written(people: np.ndarray, source: Source) -> None:
    with pytest.raises(KeyError):
        bulk.write_facts(
            "relation",
            subjects=people,
            values=people,
            standing=Standing.ADOPTED,
            valid_from=SINCE,
            source=source.pk,
            at=JANUARY,
        )
    assert not Fact.objects.exists()


def test_accounts_are_sealed(people: np.ndarray, source: Source) -> None:
    (household,) = bulk.write_households(numbers=[""], divisions=[VILLAGE], source=source.pk, at=JANUARY)
    bulk.write_bank_accounts(
        households=np.array([household]), holders=people[:1], banks=["农村信用社"], accounts=["6217000000000000"],
        valid_from=SINCE, source=source.pk, at=JANUARY,
    )  # fmt: skip
    assert b"6217" not in bytes(BankAccount.objects.get().account)


def test_identifiers_are_taken_once(db: None) -> None:
    first, second = bulk.reserve_ids("registry_person", 100), bulk.reserve_ids("registry_person", 100)
    assert len({*first.tolist(), *second.tolist()}) == 200
    assert Person.objects.count() == 0


def test_statistics_can_be_refreshed_by_the_application(people: np.ndarray) -> None:
    bulk.refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'registry_person'")
        assert cursor.fetchone() == (len(people),)
