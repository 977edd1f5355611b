from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from minzheng.engine.registry.bitemporal import STILL_BELIEVED
from minzheng.engine.registry.facts import BY_NUMBER
from minzheng.engine.registry.structure import Scope, load_structure
from minzheng.engine.registry.types import KnownFact, SourceKind, Standing, SubjectKind

_RECORDS = """
    SELECT f.name, f.subject, f.key, f.item, f.value, f.text, f.standing, f.valid_from, f.valid_until, f.recorded_at,
           s.kind, s.title, f.evidence, f.id
    FROM registry_fact f JOIN registry_source s ON s.id = f.source_id
    WHERE f.subject_kind = %s AND f.subject = ANY(%s) AND {belief}
      AND f.recorded_at <= %s AND f.valid_from <= %s AND f.valid_until > %s
"""
# Two branches, each the condition of one partial index; see `population.py`.
_READ = f"""
    SELECT DISTINCT ON (name, subject, key, item) *
    FROM ({_RECORDS.format(belief="f.superseded_at = %s")}
          UNION ALL {_RECORDS.format(belief="f.superseded_at <> %s AND f.superseded_at > %s")}) known
    ORDER BY name, subject, key, item, standing DESC, valid_from DESC, recorded_at DESC, id DESC
"""  # noqa: S608 - constants


def facts_of(*, kind: SubjectKind, subjects: Sequence[int], as_of: date, known_at: datetime) -> list[KnownFact]:
    """Return what is read about the subjects by the reading rule, each value with its source and evidence."""
    place: list[Any] = [int(kind), list(subjects)]
    held = [known_at, as_of, as_of]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [*place, STILL_BELIEVED, *held, *place, STILL_BELIEVED, known_at, *held])
        return [_known(row) for row in cursor.fetchall() if row[0] in BY_NUMBER]


def facts_of_household(*, household: int, as_of: date, known_at: datetime) -> list[KnownFact]:
    """Return what is read about a household, its members, assets and obligors: the sources an explanation shows."""
    with connection.cursor() as cursor:
        structure = load_structure(cursor, Scope(as_of, known_at, households=[household]))
    return [
        fact
        for kind, ids in structure.subjects().items()
        for fact in facts_of(kind=kind, subjects=ids.tolist(), as_of=as_of, known_at=known_at)
    ]


def _known(row: tuple[Any, ...]) -> KnownFact:
    name, subject, key, item, value, text, standing, valid_from, valid_until, recorded_at, kind, title, evidence, _ = (
        row
    )
    return KnownFact(
        BY_NUMBER[name], subject, key, item, value, text, Standing(standing), valid_from, valid_until, recorded_at,
        SourceKind(kind), title, evidence,
    )  # fmt: skip
