from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from minzheng.engine.registry.bitemporal import STILL_BELIEVED
from minzheng.engine.registry.facts import BY_NUMBER
from minzheng.engine.registry.structure import Scope, load_structure
from minzheng.engine.registry.types import KnownFact, SourceKind, Standing, SubjectKind

_RECORDS = """
    SELECT f.subject_kind, f.name, f.subject, f.key, f.item, f.value, f.text, f.standing, f.valid_from, f.valid_until, f.recorded_at,
           s.kind, s.title, f.evidence, f.id
    FROM unnest(%(kinds)s::int2[], %(subjects)s::int8[]) AS sought (kind, subject)
    JOIN registry_fact f ON f.subject_kind = sought.kind AND f.subject = sought.subject
    JOIN registry_source s ON s.id = f.source_id
    WHERE {belief} AND f.recorded_at <= %(known_at)s AND f.valid_from <= %(as_of)s AND f.valid_until > %(as_of)s
"""
# Two branches, each the condition of one partial index; see `population.py`.
_READ = f"""
    SELECT DISTINCT ON (subject_kind, name, subject, key, item) *
    FROM ({_RECORDS.format(belief="f.superseded_at = %(still)s")}
          UNION ALL {_RECORDS.format(belief="f.superseded_at <> %(still)s AND f.superseded_at > %(known_at)s")}) known
    ORDER BY subject_kind, name, subject, key, item, standing DESC, valid_from DESC, recorded_at DESC, id DESC
"""  # noqa: S608 - constants


def facts_about(*, subjects: Mapping[SubjectKind, Iterable[int]], as_of: date, known_at: datetime) -> list[KnownFact]:
    """Return what is read about the subjects by the reading rule, each value with its source and evidence."""
    pairs = [(int(kind), int(subject)) for kind, ids in subjects.items() for subject in ids]
    with connection.cursor() as cursor:
        cursor.execute(_READ, {
            "kinds": [kind for kind, _ in pairs], "subjects": [subject for _, subject in pairs], "as_of": as_of, "known_at": known_at,
            "still": STILL_BELIEVED,
        })  # fmt: skip
        return [_known(row) for _, *row in cursor.fetchall() if row[0] in BY_NUMBER]


def facts_of(*, kind: SubjectKind, subjects: Sequence[int], as_of: date, known_at: datetime) -> list[KnownFact]:
    """Return what is read about subjects of one kind."""
    return facts_about(subjects={kind: subjects}, as_of=as_of, known_at=known_at)


def facts_of_household(*, household: int, as_of: date, known_at: datetime) -> list[KnownFact]:
    """Return what is read about a household, its members, assets and obligors: the sources an explanation shows."""
    with connection.cursor() as cursor:
        structure = load_structure(cursor, Scope(as_of, known_at, households=[household]))
    subjects = {kind: ids.tolist() for kind, ids in structure.subjects().items()}
    return facts_about(subjects=subjects, as_of=as_of, known_at=known_at)


def _known(row: Sequence[Any]) -> KnownFact:
    name, subject, key, item, value, text, standing, valid_from, valid_until, recorded_at, kind, title, evidence, _ = (
        row
    )
    return KnownFact(
        BY_NUMBER[name], subject, key, item, value, text, Standing(standing), valid_from, valid_until, recorded_at,
        SourceKind(kind), title, evidence,
    )  # fmt: skip
