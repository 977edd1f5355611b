"""A village of six families, each in another case of the cascade."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from minzheng.engine.awards import actions as awards
from minzheng.engine.catalogue.localities import Locality, locality
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.models import Household, Person, Source
from minzheng.engine.registry.types import SourceKind, Standing
from minzheng.kernel.codes import INCOME_KIND
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.months import Month

DAY = date(2026, 8, 1)
RECORDED = datetime(2026, 7, 1, tzinfo=UTC)
KNOWN = datetime(2026, 8, 1, tzinfo=UTC)
SINCE = date(2026, 1, 1)
VILLAGE, OTHER_TOWNSHIP = 530129001001, 530129103201


@dataclass
class Village:
    source: Source
    families: dict[str, Household] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def family(self, number: str, *, division: int = VILLAGE, declared: bool = True) -> Household:
        household = registry.open_household(division=division, number=number, source=self.source, at=RECORDED)
        self.fact("area", household.pk, FACTS["area"].parse("农村"))
        if declared:
            self.fact("means_declared", household.pk, 1)
        self.families[number] = household
        return household

    def member(self, household: Household, name: str, relation: str, birth: date, **facts: Any) -> Person:
        person = registry.add_person(name=name, id_number=None, id_type="NONE", source=self.source, at=RECORDED)
        registry.add_member(
            household=household, person=person, relation=relation, since=SINCE, source=self.source, at=RECORDED
        )
        self.fact("birth_on", person.pk, to_day_number(birth), since=birth)
        for fact, value in facts.items():
            self.fact(fact, person.pk, value)
        self.persons[name] = person
        return person

    def income(self, person: Person, kind: str, fen: int, months: int = 12) -> None:
        key = INCOME_KIND.number(kind)
        self.fact("income_amount", person.pk, fen, key=key)
        self.fact("income_months", person.pk, months, key=key)

    def fact(
        self,
        name: str,
        subject: int,
        value: int,
        *,
        key: int = 0,
        item: int = 0,
        since: date = SINCE,
        at: datetime = RECORDED,
    ) -> None:
        registry.enter_fact(
            name=name, subject=subject, value=value, standing=Standing.ADOPTED, valid_from=since, key=key, item=item, source=self.source,
            evidence=f"调查表第{subject}号", by="李明", at=at,
        )  # fmt: skip

    def grant(self, number: str, fen: int, *, benefit: str = "DIBAO", person: Person | None = None) -> None:
        awards.record_grant(
            household=self.families[number], person=person, benefit=benefit, from_month=Month(2026, 1), monthly_amount=fen,
            persons=1, source=self.source, legacy=True, at=RECORDED,
        )  # fmt: skip


@pytest.fixture
def village(db: None) -> Village:
    return five_families()


def five_families() -> Village:
    """A family in each case of the cascade, and one nobody has visited; all invented."""
    source = registry.record_source(kind=SourceKind.SURVEY, title="2026年入户调查", by="李明", at=RECORDED)
    village = Village(source)
    poor = village.family("A低保")
    village.income(village.member(poor, "马建国", "01", date(1968, 5, 4)), "B01", 600_000)
    village.member(poor, "保秀英", "12", date(1970, 11, 20))
    rich = village.family("B不符合")
    village.income(village.member(rich, "杨富贵", "01", date(1980, 1, 1)), "W01", 9_000_000)
    edge = village.family("C边缘", division=OTHER_TOWNSHIP)
    village.income(village.member(edge, "李大山", "01", date(1970, 1, 1)), "W01", 3_700_000)
    village.member(edge, "李秀", "12", date(1972, 1, 1))
    village.member(
        edge, "李小山", "20", date(1996, 1, 1), disability_type=4, disability_grade=2, adult_child_dependent=1
    )
    village.member(edge, "李小花", "30", date(2010, 1, 1))
    alone = village.family("D特困")
    village.member(
        alone, "毕阿普", "01", date(1945, 3, 3), asks_destitute_support=1, can_eat=1, can_dress=1, can_leave_bed=1, can_use_toilet=0,
        can_walk_indoors=0, can_bathe=0,
    )  # fmt: skip
    unknown = village.family("E未调查", declared=False)
    village.member(unknown, "张不详", "01", date(1975, 3, 3))
    return village


@pytest.fixture(scope="session")
def demo_county() -> Locality:
    return locality("530199")
