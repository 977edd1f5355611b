"""Personal values at rest: sealed with the county's keys, each bound to its table, column and row, found by a blind index.

Engines say by `watch` which columns they seal. While one of those holds anything, a missing key file is a loss, not a beginning.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from minzheng.engine.database.problems import DatabaseProblem
from minzheng.kernel.crypto import RANDOM_BYTES, KeyRing, blind_index, blind_index_many, seal_many, unseal

_LEVEL = 1
"""Even the quickest compression makes a tenth of an explanation."""
_watched: set[tuple[str, str]] = set()


def watch(column: str) -> None:
    """Say that a column holds sealed values.

    Args:
        column: ``table.column``.
    """
    table, _, name = column.partition(".")
    _watched.add((table, name))


def key_ring() -> KeyRing:
    """Return the county's keys; a county that has sealed nothing yet gets its own.

    Raises:
        DatabaseProblem: the key file is gone although values were sealed with it.
        KeyRingProblem: it cannot be read.
    """
    path: Path = settings.MINZHENG.key_ring_file
    if not path.exists():
        _create(path)
    return _read(path)


def index_of(text: str) -> bytes:
    """Return the blind index a sealed value is found by."""
    return blind_index(text, ring=key_ring())


def seal_column(
    column: str, ids: Sequence[int] | Any, texts: Sequence[str | None]
) -> list[tuple[bytes | None, bytes | None]]:
    """Seal one column of many rows.

    Args:
        column: ``table.column``.
        ids: row identifiers (a sequence or an array); each ciphertext opens only in its own row.
        texts: plain values, None where there is none.

    Returns:
        For each row (sealed value, blind index), or (None, None).
    """
    ring = key_ring()
    given = [(int(row), text) for row, text in zip(ids, texts, strict=True) if text is not None]
    sealed = seal_many(((text.encode(), _place(column, row)) for row, text in given), ring=ring)
    indexes = blind_index_many((text for _, text in given), ring=ring)
    pairs = iter(zip(sealed, indexes, strict=True))
    return [(None, None) if text is None else next(pairs) for text in texts]


def seal_value(column: str, row: int, text: str) -> bytes:
    """Seal one value of one row."""
    return seal_bytes(column, row, text.encode())


def seal_bytes(column: str, row: int, content: bytes) -> bytes:
    """Seal what is no text, a picture, of one row."""
    return seal_many([(content, _place(column, row))], ring=key_ring())[0]


def open_bytes(column: str, row: int, sealed: bytes) -> bytes:
    """Return the plain bytes of one row. Raises TamperedError if they were altered or moved from another row."""
    return unseal(sealed, ring=key_ring(), associated=_place(column, row))


def seal_json(column: str, row: int, value: Any) -> bytes:
    """Seal plain JSON for one row, compressed: explanations repeat themselves."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return seal_bytes(column, row, zlib.compress(text.encode(), _LEVEL))


def open_json(column: str, row: int, sealed: bytes | memoryview) -> Any:
    """Return what was sealed for a row. Raises TamperedError if it was altered or moved from another row."""
    return json.loads(zlib.decompress(open_bytes(column, row, bytes(sealed))))


def next_id(model: type[Model]) -> int:
    """The identifier of a row about to be written: what it seals is bound to it."""
    with connection.cursor() as cursor:
        table = model._meta.db_table  # noqa: SLF001 (Django documents it)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def open_value(column: str, row: int, sealed: bytes) -> str:
    """Return the plain value of one row. Raises TamperedError if it was altered or moved from another row."""
    return open_bytes(column, row, sealed).decode()


def _create(path: Path) -> None:
    if _anything_sealed():
        raise DatabaseProblem(
            f"找不到密钥文件 {path}，没有它不能读写身份证号等敏感信息。", remedy="请从备份恢复该文件。"
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(KeyRing.generate(secrets.token_bytes(RANDOM_BYTES)).to_text())
        file.flush()
        os.fsync(file.fileno())
    # A link, not a rename: of two processes that start together one wins and the other takes over its keys.
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _anything_sealed() -> bool:
    with connection.cursor() as cursor:
        for table, column in sorted(_watched):
            statement = SQL("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} IS NOT NULL)")
            cursor.execute(statement.format(table=Identifier(table), column=Identifier(column)))
            if cursor.fetchone()[0]:
                return True
    return False


@lru_cache(maxsize=4)
def _read(path: Path) -> KeyRing:
    return KeyRing.from_text(path.read_text(encoding="ascii"))


def _place(column: str, row: int) -> bytes:
    return f"{column}:{row}".encode()
