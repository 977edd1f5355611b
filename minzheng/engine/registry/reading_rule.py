"""The reading rule on arrays: which of several recorded values of one thing is read.

Among the values known at an instant and valid on a day, the higher standing wins (核定 over 核对 over 申报), then the later
start of validity, then the later record. The last tie-break, the greater value, only makes the order total.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.registry.binary_copy import Ints


@dataclass(frozen=True)
class FactRows:
    """Rows of the fact store as columns of equal length, all of one day and one instant of knowledge."""

    subject: Ints
    value: Ints
    recorded_at: Ints
    valid_from: NDArray[np.int32]
    name: NDArray[np.int16]
    key: NDArray[np.int16]
    item: NDArray[np.int16]
    standing: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.subject)

    def take(self, rows: Any) -> "FactRows":
        """The chosen rows (a slice, a mask or positions)."""
        return FactRows(*(column[rows] for column in self.columns()))

    def by_name(self) -> Iterator[tuple[int, "FactRows"]]:
        """Yield the rows of each fact number, in ascending order of numbers."""
        order = np.argsort(self.name, kind="stable")
        names = self.name[order]
        bounds = [*np.flatnonzero(np.diff(names, prepend=np.int16(-1))), len(names)]
        for start, stop in pairwise(bounds):
            yield int(names[start]), self.take(order[start:stop])

    def columns(self) -> tuple[NDArray[Any], ...]:
        """All columns, in the order they are declared."""
        return (
            self.subject,
            self.value,
            self.recorded_at,
            self.valid_from,
            self.name,
            self.key,
            self.item,
            self.standing,
        )

    @staticmethod
    def joined(parts: "list[FactRows]") -> "FactRows":
        """The rows of all parts, one after the other."""
        return FactRows(*(np.concatenate(columns) for columns in zip(*(part.columns() for part in parts), strict=True)))


def settle(rows: FactRows, places: Ints, size: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Return for each of `size` places the value that is read there, and whether any was recorded.

    Args:
        rows: rows of one fact.
        places: for each row its place, within 0…size-1.
        size: number of places.
    """
    seen = np.zeros(size, dtype=np.bool_)
    seen[places] = True
    values = np.zeros(size, dtype=np.int64)
    if np.count_nonzero(seen) < len(places):
        # numpy assigns repeated places in order: the strongest comes last and stays.
        order = np.lexsort((rows.value, rows.recorded_at, rows.valid_from, rows.standing))
        rows, places = rows.take(order), places[order]
    values[places] = rows.value
    return values, seen
