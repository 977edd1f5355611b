"""PostgreSQL's binary COPY format as numpy arrays, for rows whose columns are all whole numbers and never NULL.

Such rows have one fixed length, so a block of them is a structured array: no value passes through Python.
Format: PostgreSQL 18 documentation, COPY, "Binary Format". Dates count from 2000-01-01 in days, instants in microseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(2000, 1, 1).toordinal()
_BLOCK = 1 << 19  # fits the processor's cache, which the columns are cut from one by one
_ROWS_AT_A_TIME = 65_536
_SHIFTED = "COPY: a column holds NULL or has another width than declared"


def postgres_day(day: date) -> int:
    """Return a date as PostgreSQL sends it: days since 2000-01-01."""
    return day.toordinal() - _EPOCH_DAY


def postgres_instant(at: datetime) -> int:
    """Return an aware instant as PostgreSQL sends it: microseconds since 2000-01-01 UTC."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def read_columns(
    cursor: Any, query: str, parameters: Sequence[Any], columns: Mapping[str, int]
) -> dict[str, NDArray[Any]]:
    """Run `query` and return its columns as arrays in machine byte order.

    Args:
        cursor: an open psycopg (or Django) cursor.
        query: a SELECT whose columns stand in the order of `columns`, none of them NULL.
        parameters: values for the placeholders of the query.
        columns: name → width in bytes (2, 4 or 8).

    Raises:
        ValueError: a NULL or a column of another width came.
    """
    layout = _layout(columns)
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in columns}
    # Django's cursor that logs statements takes no parameters here; the one inside does.
    bare = getattr(cursor, "cursor", cursor)
    with bare.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", parameters) as copy:
        for block in _blocks(copy, layout.itemsize):
            # A NULL or another width would shift everything behind it: the count of columns and the length then disagree.
            if len(block) % layout.itemsize:
                raise ValueError(_SHIFTED)
            rows = np.frombuffer(block, dtype=layout)
            if not (rows["#"] == len(columns)).all():
                raise ValueError(_SHIFTED)
            for name, width in columns.items():
                parts[name].append(rows[name].astype(f"=i{width}"))
    return {name: _joined(arrays, columns[name]) for name, arrays in parts.items()}


def write_columns(
    cursor: Any,
    table: str,
    columns: Mapping[str, tuple[int, NDArray[Any] | int]],
    *,
    rows: int,
    text: Mapping[str, bytes | NDArray[np.void]] | None = None,
) -> None:
    """Append `rows` rows to `table` by binary COPY.

    Args:
        cursor: an open psycopg (or Django) cursor.
        table: name of the table.
        columns: column → (width in bytes, one value per row or one value for all).
        rows: number of rows.
        text: text columns in UTF-8: one value for all rows, or equally long values as an array of raw bytes.
    """
    text = text or {}
    layout = _layout({name: width for name, (width, _) in columns.items()}, text)
    everything = {name: values for name, (_, values) in columns.items()} | dict(text)
    with cursor.copy(f"COPY {table} ({', '.join(everything)}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(_SIGNATURE)
        for start in range(0, rows, _ROWS_AT_A_TIME):
            copy.write(_filled(layout, everything, start, min(start + _ROWS_AT_A_TIME, rows)))
        copy.write(_TRAILER)


def _layout(columns: Mapping[str, int], text: Mapping[str, bytes | NDArray[np.void]] | None = None) -> np.dtype[Any]:
    types = {name: f">i{width}" for name, width in columns.items()}
    types |= {name: f"V{_length(value)}" for name, value in (text or {}).items()}
    fields = [("#", ">i2")]
    for name, kind in types.items():
        fields.append((f"#{name}", ">i4"))
        if kind != "V0":
            fields.append((name, kind))
    return np.dtype(fields)


def _length(value: bytes | NDArray[np.void]) -> int:
    return len(value) if isinstance(value, bytes) else value.dtype.itemsize


def _filled(layout: np.dtype[Any], columns: Mapping[str, Any], start: int, stop: int) -> bytes:
    rows = np.zeros(stop - start, dtype=layout)
    rows["#"] = len(columns)
    for name, values in columns.items():
        if name in (layout.names or ()):
            rows[f"#{name}"] = layout[name].itemsize
            rows[name] = (
                np.void(values) if isinstance(values, bytes) else values if np.ndim(values) == 0 else values[start:stop]
            )
    return rows.tobytes()


def _blocks(copy: Any, row_size: int) -> Iterator[bytes]:
    """Yield whole rows, several megabytes at a time, without the signature and the trailer."""
    pending, skip = bytearray(), len(_SIGNATURE)
    for message in copy:
        # One message a row: appended at once, so that millions of small buffers never live together.
        pending += message
        if len(pending) >= _BLOCK:
            whole = (len(pending) - skip) // row_size * row_size
            # The two bytes of the trailer never complete a row, so they stay behind.
            yield bytes(pending[skip : skip + whole])
            del pending[: skip + whole]
            skip = 0
    yield bytes(pending[skip:]).removesuffix(_TRAILER)


def _joined(arrays: list[NDArray[Any]], width: int) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=f"=i{width}")
