"""A small register: one village family, recorded at the start of 2026."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from minzheng.engine.registry import actions
from minzheng.engine.registry.models import Household, Membership, Person, Source
from minzheng.engine.registry.types import SourceKind, Standing

VILLAGE = 530129001001
JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
MARCH = datetime(2026, 3, 5, tzinfo=UTC)
JUNE = datetime(2026, 6, 5, tzinfo=UTC)
BIRTH = date(1970, 5, 4)


@dataclass
class Family:
    household: Household
    head: Person
    wife: Person
    membership: Membership
    source: Source


@pytest.fixture
def source(db: None) -> Source:
    return actions.record_source(kind=SourceKind.SURVEY, title="2026年入户调查", by="李明", at=JANUARY)


@pytest.fixture
def family(source: Source) -> Family:
    household = actions.open_household(division=VILLAGE, number="0001", source=source, at=JANUARY)
    head = actions.add_person(name="马建国", id_number="530199197005040017", source=source, at=JANUARY)
    wife = actions.add_person(name="保秀英", id_number="530199197203040025", source=source, at=JANUARY)
    since = date(2026, 1, 1)
    membership = actions.add_member(
        household=household, person=head, relation="02", since=since, source=source, at=JANUARY
    )
    actions.add_member(household=household, person=wife, relation="12", since=since, source=source, at=JANUARY)
    for person in (head, wife):
        actions.enter_fact(
            name="birth_on", subject=person.pk, value=123, standing=Standing.ADOPTED, valid_from=BIRTH, source=source,
            by="李明", at=JANUARY,
        )  # fmt: skip
    return Family(household, head, wife, membership, source)
