"""The columns of this engine that are sealed, and plain JSON in and out of them."""

from __future__ import annotations

import base64
import json
import zlib
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Model

from minzheng.engine.database.sealed_values import open_value, seal_value, watch

_LEVEL = 1
"""Explanations repeat themselves: even the quickest compression makes a tenth of them."""


class Sealed(StrEnum):
    """Sealed columns, by the name bound into their ciphertext."""

    ANSWERS = "cases_case.answers"
    GIVEN = "cases_movement.given"
    RECORD = "cases_caserecord.content"
    GROUNDS = "cases_decision.grounds"
    MATERIAL = "cases_material.content"


def watch_columns() -> None:
    """Say which columns hold sealed values, so that a lost key file is noticed."""
    for column in Sealed:
        watch(column)


def next_id(model: type[Model]) -> int:
    """The identifier of a row about to be written: what it seals is bound to it."""
    with connection.cursor() as cursor:
        table = model._meta.db_table  # noqa: SLF001 (Django documents it)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def seal_json(column: Sealed, row: int, value: Any) -> bytes:
    """Seal plain JSON for one row."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return seal_value(column, row, base64.b85encode(zlib.compress(text.encode(), _LEVEL)).decode())


def open_json(column: Sealed, row: int, sealed: bytes | memoryview) -> Any:
    """Return what was sealed for a row. Raises TamperedError if it was altered or moved from another row."""
    return json.loads(zlib.decompress(base64.b85decode(open_value(column, row, bytes(sealed)))))
