"""Bring many values into the fact store so that only what is new is added: importing the same twice adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from minzheng.engine.registry.bitemporal import STILL_BELIEVED, WITHOUT_END
from minzheng.engine.registry.facts import STORED
from minzheng.engine.registry.types import Standing, SubjectKind

_COLUMNS = "subject_kind, subject, name, key, item, standing, valid_from, value, evidence"
_TYPES = ["int2", "int8", "int2", "int2", "int2", "int2", "date", "int8", "text", "bool"]
_CREATE = """
    CREATE TEMPORARY TABLE registry_stated (
        subject_kind smallint, subject bigint, name smallint, key smallint, item smallint, standing smallint,
        valid_from date, value bigint, evidence text, if_known boolean) ON COMMIT DROP
"""
_ABOUT = """f.subject_kind = s.subject_kind AND f.subject = s.subject AND f.name = s.name AND f.key = s.key AND f.item = s.item
    AND f.superseded_at = %s"""
_SAME = f"{_ABOUT} AND f.standing = s.standing"
_UNHEARD = f"""
    DELETE FROM registry_stated s WHERE s.if_known AND NOT EXISTS (SELECT FROM registry_fact f WHERE {_ABOUT})
"""  # noqa: S608 - constants
# What is held on the first day of the stated value, at the same standing, decides whether there is news.
_NEWS = f"""
    DELETE FROM registry_stated s WHERE s.value = (
        SELECT f.value FROM registry_fact f WHERE {_SAME} AND f.valid_from <= s.valid_from AND f.valid_until > s.valid_from
        ORDER BY f.valid_from DESC LIMIT 1)
"""  # noqa: S608 - constants
_SUPERSEDE = f"""
    UPDATE registry_fact f SET superseded_at = %s FROM registry_stated s WHERE {_SAME} AND f.valid_from = s.valid_from
"""  # noqa: S608 - constants
_INSERT = f"""
    INSERT INTO registry_fact ({_COLUMNS}, valid_until, source_id, recorded_at, superseded_at)
    SELECT {_COLUMNS}, %s, %s, %s, %s FROM registry_stated ORDER BY name, subject
"""  # noqa: S608 - constants

_Key = tuple[int, int, int, int, int, int, date]


@dataclass
class StatedFacts:
    """Values stated by a source, collected before they are merged; what is stated twice keeps its last value."""

    rows: dict[_Key, tuple[int, str, bool]] = field(default_factory=dict)

    def state(
        self, name: str, subject: int, value: int, *, standing: Standing, valid_from: date, key: int = 0, item: int = 0,
        evidence: str = "", if_known: bool = False,
    ) -> None:  # fmt: skip
        """Add one value of a stored fact; with `if_known` only where something was recorded about it before.

        Raises KeyError if no such fact may be stored.
        """
        fact = STORED[name]
        place = (int(SubjectKind.of(fact.level)), subject, fact.number, key, item, int(standing), valid_from)
        self.rows[place] = (value, evidence, if_known)


def merge_facts(stated: StatedFacts, *, source: int, at: datetime) -> int:
    """Add the values that differ from what is held; return how many were new.

    A value of the same standing that began on the same day is superseded; an earlier one stays and is outranked.

    Args:
        stated: the values.
        source: identifier of the source they come from.
        at: when they are recorded.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CREATE)
        _copy(cursor, [(*place, *said) for place, said in stated.rows.items()])
        cursor.execute(_UNHEARD, [STILL_BELIEVED])
        cursor.execute(_NEWS, [STILL_BELIEVED])
        cursor.execute(_SUPERSEDE, [at, STILL_BELIEVED])
        cursor.execute(_INSERT, [WITHOUT_END, source, at, STILL_BELIEVED])
        added = cursor.rowcount
        cursor.execute("DROP TABLE registry_stated")
    return int(added)


def _copy(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY registry_stated ({_COLUMNS}, if_known) FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(_TYPES)
        for row in rows:
            copy.write_row(row)
