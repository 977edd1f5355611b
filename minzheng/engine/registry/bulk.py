"""Many rows at once, by COPY: the way in for ledgers and for a whole synthetic county.

Identifiers are taken from the identity sequences beforehand, so that memberships and facts can name the new rows and sealed
values can be bound to them. Every writer runs inside the caller's transaction and refuses nothing but what the database
refuses; the callers check the data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg.types.range import DateRange

from minzheng.engine.registry.binary_copy import Ints, postgres_day, postgres_instant, read_columns, write_columns
from minzheng.engine.registry.bitemporal import STILL_BELIEVED, WITHOUT_END
from minzheng.engine.registry.facts import STORED
from minzheng.engine.registry.keys import seal_column
from minzheng.engine.registry.types import Sealed, Standing, SubjectKind
from minzheng.kernel.ngrams import name_grams
from minzheng.kernel.pinyin import name_pinyin

Days = date | NDArray[np.datetime64]
"""One date for all rows, or one per row as numpy datetime64[D]."""

_PERSON_COLUMNS = {
    "id": "int8", "id_kind": "int2", "id_number": "bytea", "id_number_index": "bytea", "name": "varchar",
    "name_pinyin": "varchar", "name_initials": "varchar", "name_grams": "text[]", "phone": "bytea", "phone_index": "bytea",
    "source_id": "int8", "recorded_at": "timestamptz",
}  # fmt: skip
_HOUSEHOLD_COLUMNS = {
    "id": "int8", "number": "varchar", "division_id": "int8", "address": "varchar", "source_id": "int8",
    "recorded_at": "timestamptz",
}  # fmt: skip
_OBLIGOR_COLUMNS = {
    "id": "int8", "household_id": "int8", "person_id": "int8", "supports_id": "int8", "relation": "int2", "name": "varchar",
    "period": "daterange", "source_id": "int8", "recorded_at": "timestamptz",
}  # fmt: skip
_ACCOUNT_COLUMNS = {
    "id": "int8", "household_id": "int8", "holder_id": "int8", "bank": "varchar", "account": "bytea",
    "account_index": "bytea", "period": "daterange", "source_id": "int8", "recorded_at": "timestamptz",
}  # fmt: skip
_INCOMING = "CREATE TEMPORARY TABLE registry_incoming ({columns}, f date, u date) ON COMMIT DROP"
_DATED = (
    "INSERT INTO {table} ({columns}, period, source_id, recorded_at) "
    "SELECT {values}, daterange(f, nullif(u, %s)), %s, %s FROM registry_incoming"
)


def reserve_ids(table: str, count: int) -> Ints:
    """Take `count` identifiers of a table (e.g. "registry_person") from its sequence."""
    query = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        return read_columns(cursor, query, [table, count], {"id": 8})["id"]


def write_persons(
    *, id_kind: int | Sequence[int], id_numbers: Sequence[str | None], names: Sequence[str], phones: Sequence[str | None] | None = None,
    source: int, at: datetime,
) -> Ints:  # fmt: skip
    """Add persons and return their identifiers.

    Args:
        id_kind: document type (GA/T 517) of all numbers, or of each.
        id_numbers: checked 18-character numbers, None for a person without one.
        names: cleaned names.
        phones: checked numbers, None for a person without one.
        source: where the data came from.
        at: when it is recorded.
    """
    ids = reserve_ids("registry_person", len(names))
    kinds = [id_kind] * len(names) if isinstance(id_kind, int) else id_kind
    numbers = seal_column(Sealed.ID_NUMBER, ids, id_numbers)
    sealed_phones = seal_column(Sealed.PHONE, ids, phones or [None] * len(names))
    rows = (
        (int(row), kind, *number, name, *_spelt(name), name_grams(name), *phone, source, at)
        for row, kind, number, name, phone in zip(ids, kinds, numbers, names, sealed_phones, strict=True)
    )
    _copy_rows("registry_person", _PERSON_COLUMNS, rows)
    return ids


def write_households(
    *,
    numbers: Sequence[str],
    divisions: Sequence[int] | Ints,
    addresses: Sequence[str] | None = None,
    source: int,
    at: datetime,
) -> Ints:
    """Add households and return their identifiers; `divisions` are 12-digit codes of existing divisions."""
    ids = reserve_ids("registry_household", len(numbers))
    places = addresses or [""] * len(numbers)
    rows = (
        (int(row), number, int(division), address, source, at)
        for row, number, division, address in zip(ids, numbers, divisions, places, strict=True)
    )
    _copy_rows("registry_household", _HOUSEHOLD_COLUMNS, rows)
    return ids


def write_memberships(
    *, households: Ints, persons: Ints, relations: Ints, valid_from: Days, valid_until: Days = WITHOUT_END,
    source: int, at: datetime,
) -> None:  # fmt: skip
    """Add persons to households; `relations` are GB/T 4761 numbers."""
    columns = {"household_id": households, "person_id": persons, "relation": relations}
    _write_dated("registry_membership", columns, valid_from, valid_until, source, at)


def write_assets(
    *,
    households: Ints,
    owners: Ints,
    kinds: Ints,
    valid_from: Days,
    valid_until: Days = WITHOUT_END,
    source: int,
    at: datetime,
) -> Ints:
    """Add assets and return their identifiers; owner 0 means the household as a whole."""
    ids = reserve_ids("registry_asset", len(households))
    columns = {"id": ids, "household_id": households, "owner_id": owners, "kind": kinds}
    _write_dated("registry_asset", columns, valid_from, valid_until, source, at)
    return ids


def write_obligors(
    *, households: Ints, persons: Ints, supports: Ints, relations: Ints, names: Sequence[str] | None = None, valid_from: date,
    source: int, at: datetime,
) -> Ints:  # fmt: skip
    """Add obligors and return their identifiers; person or supported person 0 means not known or the whole household."""
    ids = reserve_ids("registry_obligor", len(households))
    period = DateRange(valid_from, None)
    rows = (
        (int(row), int(household), int(person) or None, int(supported) or None, int(relation), name, period, source, at)
        for row, household, person, supported, relation, name in zip(
            ids, households, persons, supports, relations, names or [""] * len(households), strict=True
        )
    )
    _copy_rows("registry_obligor", _OBLIGOR_COLUMNS, rows)
    return ids


def write_bank_accounts(
    *,
    households: Ints,
    holders: Ints,
    banks: Sequence[str],
    accounts: Sequence[str],
    valid_from: date,
    source: int,
    at: datetime,
) -> None:
    """Add bank accounts, sealed."""
    ids = reserve_ids("registry_bankaccount", len(accounts))
    sealed = seal_column(Sealed.ACCOUNT, ids, accounts)
    period = DateRange(valid_from, None)
    rows = (
        (int(row), int(household), int(holder), bank, *account, period, source, at)
        for row, household, holder, bank, account in zip(ids, households, holders, banks, sealed, strict=True)
    )
    _copy_rows("registry_bankaccount", _ACCOUNT_COLUMNS, rows)


def write_facts(
    name: str, *, subjects: Ints, values: NDArray[Any], standing: Standing, valid_from: Days, valid_until: Days = WITHOUT_END,
    keys: Ints | int = 0, items: Ints | int = 0, source: int, evidence: str | Sequence[str] = "", at: datetime,
) -> None:  # fmt: skip
    """Add values of one declared fact.

    Args:
        name: name of a stored fact; KeyError if no such fact may be stored.
        subjects: identifiers of the persons, households, assets or obligors the values are about.
        values: fen, code numbers, 0/1, scaled numbers, or days since 1970-01-01, as the fact's kind says.
        standing: declared, verified or adopted.
        valid_from: first day the values hold.
        valid_until: first day they hold no more.
        keys: code of keyed facts (income kind, expense kind).
        items: running number of several items with one key.
        source: where the data came from.
        evidence: where in the source, one for all or one for each value.
        at: when it is recorded.
    """
    fact = STORED[name]
    for_all = {
        "source_id": (8, source),
        "recorded_at": (8, postgres_instant(at)),
        "superseded_at": (8, postgres_instant(STILL_BELIEVED)),
        "subject_kind": (2, int(SubjectKind.of(fact.level))),
        "name": (2, fact.number),
        "standing": (2, int(standing)),
    }
    for_each = {
        "subject": (8, subjects),
        "value": (8, values),
        "key": (2, keys),
        "item": (2, items),
        "valid_from": (4, _postgres_days(valid_from)),
        "valid_until": (4, _postgres_days(valid_until)),
    }
    with connection.cursor() as cursor:
        for chosen, text in _by_length(evidence, len(subjects)):
            columns = {column: (width, _chosen(value, chosen)) for column, (width, value) in for_each.items()}
            write_columns(cursor, "registry_fact", for_all | columns, rows=len(chosen), text={"evidence": text})


def refresh_statistics() -> None:
    """Let the planner see what has just been written; without it, plans made for an empty register take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_refresh_statistics()")


def _by_length(texts: str | Sequence[str], count: int) -> Iterator[tuple[Ints, bytes | NDArray[np.void]]]:
    """Yield positions with their texts, equally long ones together: rows of one length can be written as an array."""
    if isinstance(texts, str):
        yield np.arange(count), texts.encode()
        return
    encoded = [text.encode() for text in texts]
    lengths = np.array([len(text) for text in encoded])
    for length in np.unique(lengths):
        chosen = np.flatnonzero(lengths == length)
        joined = b"".join(encoded[place] for place in chosen)
        yield chosen, np.frombuffer(joined, dtype=f"V{length}") if length else b""


def _chosen(value: Any, places: Ints) -> Any:
    return value if np.ndim(value) == 0 else np.asarray(value)[places]


def _postgres_days(days: Days) -> Ints | int:
    if isinstance(days, date):
        return postgres_day(days)
    return (days - np.datetime64("2000-01-01")).astype("timedelta64[D]").astype(np.int64)


def _spelt(name: str) -> tuple[str, str]:
    syllables = name_pinyin(name)
    return " ".join(syllables), "".join(syllable[0] for syllable in syllables)


def _copy_rows(table: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)


def _write_dated(
    table: str, columns: Mapping[str, Ints], valid_from: Days, valid_until: Days, source: int, at: datetime
) -> None:
    """Bring the rows in as plain numbers and let the server make the ranges; 0 stands for nobody."""
    numbers = {name: (8, values) for name, values in columns.items()}
    days = {"f": (4, _postgres_days(valid_from)), "u": (4, _postgres_days(valid_until))}
    declared = ", ".join(f"{name} bigint" for name in columns)
    values = ", ".join(f"nullif({name}, 0)" for name in columns)
    rows = len(next(iter(columns.values())))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INCOMING.format(columns=declared))
        write_columns(cursor, "registry_incoming", numbers | days, rows=rows)
        cursor.execute(_DATED.format(table=table, columns=", ".join(columns), values=values), [WITHOUT_END, source, at])
        cursor.execute("DROP TABLE registry_incoming")
