"""What must hold in the stored data, asked of the data themselves: whatever the constraints say, whoever went around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Identifier

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Invariant:
    """Something that holds in every sound county.

    Attributes:
        name: engine first: `cases.imprest`.
        label: what holds, in Chinese.
        query: SQL that counts the rows for which it does not hold.
        remedy: Chinese: what to do.
    """

    name: str
    label: str
    query: str
    remedy: str


@dataclass(frozen=True)
class Tally:
    """How often an invariant is broken.

    Attributes:
        name: of the invariant.
        label: what holds.
        broken: rows, or places, for which it does not; 0 where all is well.
        where: which tables or what, in Chinese or as named in the database; never personal.
        remedy: what to do; empty where all is well.
    """

    name: str
    label: str
    broken: int
    where: str = ""
    remedy: str = ""


def tally(invariants: Sequence[Invariant], parameters: Mapping[str, Any] = _NOTHING) -> Iterator[Tally]:
    """Ask each invariant of the data. The caller has set a scope that sees everything."""
    for each in invariants:
        with connection.cursor() as cursor:
            cursor.execute(each.query, dict(parameters) or None)
            (broken,) = cursor.fetchone()
        yield Tally(each.name, each.label, broken, remedy=each.remedy if broken else "")


_REFERENCES = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, a.attname, f.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conparentid = 0 AND cardinality(c.conkey) = 1
ORDER BY 1, 3
"""
_ORPHANS = SQL("""SELECT count(*) FROM {child} c WHERE c.{column} IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = c.{column})""")
_GUARDS = """
SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A') AND tgrelid::regclass::text NOT LIKE 'procrastinate%'
UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND NOT (convalidated AND conenforced)
UNION ALL SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace
"""


def structure() -> Iterator[Tally]:
    """Ask whether every reference leads somewhere and every guard of the tables is on."""
    yield _orphans()
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS)
        off = [row[0] for row in cursor.fetchall()]
    yield Tally(
        "database.guards", "触发器、约束、索引、行级保护都在起作用", len(off), "、".join(off[:5]),
        "有人关掉了数据库的保护。请查审计和数据库日志，恢复后重新校验。" if off else "",
    )  # fmt: skip


def _orphans() -> Tally:
    broken, tables = 0, []
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES)
        for child, parent, column, key in cursor.fetchall():
            names = {"child": child, "parent": parent, "column": column, "key": key}
            cursor.execute(_ORPHANS.format(**{place: Identifier(name) for place, name in names.items()}))
            if found := cursor.fetchone()[0]:
                broken += found
                tables.append(f"{child}.{column}")
    return Tally(
        "database.references", "没有指向不存在记录的引用", broken, "、".join(tables[:5]),
        "数据被绕过程序改动或恢复得不完整。请停止办理，恢复备份后比对。" if broken else "",
    )  # fmt: skip
