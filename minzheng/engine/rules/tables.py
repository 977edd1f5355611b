"""Levels of a population and how their rows belong together.

A household has members, a member has incomes: rows of a child table lie next to each other in the order of their
parents, so one array of offsets says everything about who belongs to whom.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from minzheng.kernel.facts import Level

Ints = NDArray[np.int64]
Offsets: TypeAlias = "NDArray[np.int32] | NDArray[np.int64]"
"""Row numbers, which a county may keep in 32 bits; what is reckoned from them has 64."""


def at_rows(values: NDArray[Any], rows: Offsets) -> NDArray[Any]:
    """Values of rows known to be there: numpy that need not look for rows out of bounds is a third faster."""
    return values.take(rows, mode="clip")


class Table:
    """The rows of one level in one population.

    Args:
        level: what a row is about.
        size: number of rows.
        parent: the table of the parent level; None for households.
        offsets: ``parent.size + 1`` ascending row numbers; rows ``offsets[i]:offsets[i+1]`` belong to parent row ``i``.

    Attributes:
        doubtful: rows of which nobody knows whether they belong to their parent; None where none is.

    Raises:
        ValueError: if the offsets do not partition the rows.
    """

    doubtful: NDArray[np.bool_] | None = None

    def __init__(self, level: Level, size: int, parent: Table | None = None, offsets: Offsets | None = None) -> None:
        """Check that the offsets partition the rows."""
        self.level, self.size, self.parent = level, size, parent
        self.offsets, self._of_one = offsets, parent is not None and parent.size == 1
        if parent is not None:
            self._bounds: Offsets = np.zeros(parent.size + 1, np.int64) if offsets is None else offsets
            self.offsets = self._bounds
            fits = len(self._bounds) == parent.size + 1 and self._bounds[0] == 0 and self._bounds[-1] == size
            if not fits or (self._bounds[1:] < self._bounds[:-1]).any():
                raise ValueError(f"{level}: offsets do not partition {size} rows among {parent.size} parents")

    @property
    def empty_below(self) -> bool:
        """Whether this is a level below another, and without any rows."""
        return self.size == 0 and self.parent is not None

    @cached_property
    def counts(self) -> Ints:
        """Rows per parent row."""
        if self.parent is None:
            raise ValueError(f"{self.level} has no parent level")
        return np.subtract(self._bounds[1:], self._bounds[:-1], dtype=np.int64)

    @property
    def starts(self) -> Offsets:
        """The first row of each parent row."""
        return self._bounds[:-1]

    @cached_property
    def widest(self) -> int:
        """The largest number of rows any parent has."""
        return int(self.counts.max(initial=0))

    @cached_property
    def parents(self) -> Ints:
        """The parent row of each row."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def total(self, values: NDArray[Any], kind: Any = np.int64) -> NDArray[Any] | int:
        """Sum of the rows of each parent, as a difference of running sums: wrapping around on the way does no harm.

        One parent has one sum.
        """
        if self._of_one:
            return int(values.sum(dtype=kind))
        running = np.empty(self.size + 1, kind)
        running[0] = 0
        np.cumsum(values, dtype=kind, out=running[1:])
        bounds = at_rows(running, self._bounds)
        totals: NDArray[Any] = bounds[1:] - bounds[:-1]
        return totals

    def any(self, flags: Any) -> Any:
        """Whether any row of each parent is true; one truth value stands for every row."""
        if not isinstance(flags, np.ndarray):
            return self.size > 0 and bool(flags) if self._of_one else (self.counts > 0) & flags
        return bool(flags.any()) if self._of_one else self.total(flags, np.int32) > 0

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """The largest row of each parent; 0 for parents without rows."""
        filled = np.flatnonzero(self.counts)
        result = np.zeros(len(self.counts), dtype=values.dtype)
        if len(filled):
            result[filled] = np.maximum.reduceat(values, self._bounds[filled])
        return result

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Repeat one value per parent for each of its rows."""
        return at_rows(values, self.parents)

    def line_to(self, ancestor: Table) -> list[Table] | None:
        """Tables to pass through when going down from ``ancestor`` to this table; None if it is no ancestor."""
        line: list[Table] = []
        table: Table | None = self
        while table is not None and table is not ancestor:
            line.insert(0, table)
            table = table.parent
        return None if table is None else line
