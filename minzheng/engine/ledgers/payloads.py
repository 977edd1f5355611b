"""What a staged row says, as sealed bytes: typed values to JSON and back, readable only in their own place."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from minzheng.engine.matching.layouts import all_columns
from minzheng.kernel.crypto import KeyRing, seal_many, unseal
from minzheng.kernel.months import Month


def sealed(rows: Iterable[tuple[int, dict[str, Any]]], *, batch: int, ring: KeyRing) -> list[bytes]:
    """Seal the values of rows given by position."""
    return seal_many(((_encoded(values), _place(batch, position)) for position, values in rows), ring=ring)


def opened(payload: bytes, *, batch: int, position: int, ring: KeyRing) -> dict[str, Any]:
    """Return the values of one row. Raises TamperedError if the bytes were altered or moved from another row."""
    raw = json.loads(unseal(payload, ring=ring, associated=_place(batch, position)))
    return {name: _decoded(name, value) for name, value in raw.items()}


def _encoded(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, default=str, separators=(",", ":")).encode()


def _decoded(name: str, value: Any) -> Any:
    reads = all_columns()[name].reads
    if reads == "date":
        return date.fromisoformat(value)
    return Month.parse(value) if reads == "month" else value


def _place(batch: int, position: int) -> bytes:
    return f"ledgers_stagedrow.payload:{batch}:{position}".encode()
