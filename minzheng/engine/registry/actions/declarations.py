"""What a family declares takes the place of what it declared before; what was verified or adopted stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from psycopg.types.range import DateRange

from minzheng.engine.registry.bitemporal import BELIEVED, STILL_BELIEVED, WITHOUT_END
from minzheng.engine.registry.facts import BY_NUMBER, STORED
from minzheng.engine.registry.models import Asset, Fact, Household, Obligor, Source
from minzheng.engine.registry.types import Standing, SubjectKind

_HOLDINGS = {SubjectKind.ASSET: Asset.objects.all(), SubjectKind.OBLIGOR: Obligor.objects.all()}

Place = tuple[int, int, int, int, int]
"""Kind and identifier of the subject, number of the fact, key and running number of the item."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared value; `value` as `enter_fact` takes it."""

    kind: SubjectKind
    subject: int
    name: str
    value: int | str
    key: int = 0
    item: int = 0

    @property
    def place(self) -> Place:
        """Where it belongs."""
        return int(self.kind), self.subject, STORED[self.name].number, self.key, self.item


@transaction.atomic
def declare_facts(
    *, facts: Sequence[Declared], asked: Collection[str], since: date, source: Source, by: str, at: datetime
) -> int:
    """Record a declaration; return how many values are new.

    What its subjects declared before of the same questions ends where the new declaration begins; what is said again as it was goes on.

    Args:
        facts: every value declared.
        asked: facts of which the declaration says everything there is; of others only what is said anew ends.
        since: first day it holds.
        source: the declaration.
        by: who enters it.
        at: when.
    """
    wanted = {fact.place: fact for fact in facts}
    subjects = {(place[0], place[1]) for place in wanted}
    ended = []
    for row in _declared_before(subjects, {*asked, *(fact.name for fact in facts)}, since):
        said = wanted.get((row.subject_kind, row.subject, row.name, row.key, row.item))
        if said is None and BY_NUMBER[row.name].name not in asked:
            continue
        if said is not None and (row.value, row.text) == _stored(said) and row.valid_until == WITHOUT_END:
            del wanted[said.place]
        else:
            ended.append(row)
    _end(ended, since, at)
    Fact.objects.bulk_create(
        Fact(
            subject_kind=place[0], subject=place[1], name=place[2], key=place[3], item=place[4], value=_stored(fact)[0],
            text=_stored(fact)[1], standing=Standing.DECLARED, valid_from=since, valid_until=WITHOUT_END, source=source,
            entered_by=by, recorded_at=at,
        )
        for place, fact in wanted.items()
    )  # fmt: skip
    return len(wanted)


@transaction.atomic
def end_declared(*, kind: SubjectKind, household: Household, on: date, at: datetime) -> int:
    """End the assets or obligors of a household (`kind`) that rest on declarations alone; return how many.

    Their facts go with them to the rows that say until when they held. What has anything verified or adopted stays.
    """
    holdings: QuerySet[Any] = _HOLDINGS[kind]
    rows = list(holdings.filter(BELIEVED, household=household, period__contains=on))
    firm = set(
        Fact.objects.filter(
            BELIEVED, subject_kind=kind, subject__in=[row.pk for row in rows], standing__gt=Standing.DECLARED
        ).values_list("subject", flat=True)
    )
    soft = [row for row in rows if row.pk not in firm]
    holdings.filter(pk__in=[row.pk for row in soft]).update(superseded_at=at)
    for row in soft:
        if row.period.lower < on:
            _keep_past(row, kind, on, at)
    return len(soft)


def _keep_past(row: Asset | Obligor, kind: SubjectKind, on: date, at: datetime) -> None:
    before = row.pk
    row.pk, row.period, row.recorded_at = None, DateRange(row.period.lower, on), at
    row.superseded_at = STILL_BELIEVED
    row.save(force_insert=True)
    facts = list(Fact.objects.filter(BELIEVED, subject_kind=kind, subject=before))
    for fact in facts:
        fact.pk, fact.subject, fact.recorded_at = None, row.pk, at
    Fact.objects.bulk_create(facts)


def _declared_before(subjects: Iterable[tuple[int, int]], asked: Collection[str], since: date) -> list[Fact]:
    numbers = [STORED[name].number for name in asked if name in STORED]
    by_kind: dict[int, list[int]] = {}
    for kind, subject in subjects:
        by_kind.setdefault(kind, []).append(subject)
    return [
        row
        for kind, ids in by_kind.items()
        for row in Fact.objects.filter(
            BELIEVED, subject_kind=kind, subject__in=ids, name__in=numbers, standing=Standing.DECLARED,
            valid_from__lte=since, valid_until__gt=since,
        )
    ]  # fmt: skip


def _end(rows: Sequence[Fact], on: date, at: datetime) -> None:
    Fact.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_at=at)
    past = [row for row in rows if row.valid_from < on]
    for row in past:
        row.pk, row.valid_until, row.recorded_at = None, on, at
    Fact.objects.bulk_create(past)


def _stored(fact: Declared) -> tuple[int, str | None]:
    return (0, fact.value) if isinstance(fact.value, str) else (int(fact.value), None)
