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
_BLOCK = 1 << 23
_ROWS_AT_A_TIME = 65_536


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
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", parameters) as copy:
        for block in _blocks(copy, layout.itemsize):
            rows = np.frombuffer(block, dtype=layout)
            for name, width in columns.items():
                if not (rows[f"#{name}"] == width).all():
                    raise ValueError(f"COPY: column {name} holds NULL or is not {width} bytes wide")
                parts[name].append(rows[name].astype(f"=i{width}"))
    return {name: _joined(arrays, columns[name]) for name, arrays in parts.items()}


def write_columns(
    cursor: Any,
    table: str,
    columns: Mapping[str, tuple[int, NDArray[Any] | int]],
    *,
    rows: int,
    text: Mapping[str, bytes] | None = None,
) -> None:
    """Append `rows` rows to `table` by binary COPY.

    Args:
        cursor: an open psycopg (or Django) cursor.
        table: name of the table.
        columns: column → (width in bytes, one value per row or one value for all).
        rows: number of rows.
        text: text columns with one UTF-8 value for all rows.
    """
    text = text or {}
    layout = _layout({name: width for name, (width, _) in columns.items()}, text)
    names = ", ".join([*columns, *text])
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(_SIGNATURE)
        for start in range(0, rows, _ROWS_AT_A_TIME):
            stop = min(start + _ROWS_AT_A_TIME, rows)
            copy.write(_filled(layout, columns, text, start, stop))
        copy.write(_TRAILER)


def _layout(columns: Mapping[str, int], text: Mapping[str, bytes] | None = None) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("#", ">i2")]
    for name, width in columns.items():
        fields += [(f"#{name}", ">i4"), (name, f">i{width}")]
    for name, value in (text or {}).items():
        fields += [(f"#{name}", ">i4"), *([(name, f"V{len(value)}")] if value else [])]
    return np.dtype(fields)


def _filled(
    layout: np.dtype[Any], columns: Mapping[str, tuple[int, Any]], text: Mapping[str, bytes], start: int, stop: int
) -> bytes:
    rows = np.empty(stop - start, dtype=layout)
    rows["#"] = len(columns) + len(text)
    for name, (width, values) in columns.items():
        rows[f"#{name}"] = width
        rows[name] = values if np.ndim(values) == 0 else values[start:stop]
    for name, value in text.items():
        rows[f"#{name}"] = len(value)
        if value:
            rows[name] = np.void(value)
    return rows.tobytes()


def _blocks(copy: Any, row_size: int) -> Iterator[bytes]:
    """Yield whole rows, several megabytes at a time, without the signature and the trailer."""
    pending, size, skip = [], 0, len(_SIGNATURE)
    for message in copy:
        pending.append(message)
        size += len(message)
        if size >= _BLOCK:
            data = b"".join(pending)
            whole = (size - skip) // row_size * row_size
            # The two bytes of the trailer never complete a row, so they stay behind.
            yield data[skip : skip + whole]
            pending, skip = [data[skip + whole :]], 0
            size = len(pending[0])
    data = b"".join(pending)[skip:]
    if data.endswith(_TRAILER):
        data = data[: -len(_TRAILER)]
    yield data


def _joined(arrays: list[NDArray[Any]], width: int) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=f"=i{width}")
