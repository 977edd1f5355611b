"""Levels of a population and how their rows belong together.

A household has members, a member has incomes: rows of a child table lie next to each other in the order of their
parents, so one array of offsets says everything about who belongs to whom.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.kernel.facts import Level

Ints = NDArray[np.int64]


class Table:
    """The rows of one level in one population.

    Args:
        level: what a row is about.
        size: number of rows.
        parent: the table of the parent level; None for households.
        offsets: ``parent.size + 1`` ascending row numbers; rows ``offsets[i]:offsets[i+1]`` belong to parent row ``i``.

    Raises:
        ValueError: if the offsets do not partition the rows.
    """

    def __init__(self, level: Level, size: int, parent: Table | None = None, offsets: Ints | None = None) -> None:
        """Check that the offsets partition the rows."""
        self.level, self.size, self.parent = level, size, parent
        if parent is not None:
            offsets = np.zeros(parent.size + 1, np.int64) if offsets is None else offsets
            if (
                len(offsets) != parent.size + 1
                or offsets[0] != 0
                or offsets[-1] != size
                or (np.diff(offsets) < 0).any()
            ):
                raise ValueError(f"{level}: offsets do not partition {size} rows among {parent.size} parents")
        self.offsets = offsets

    @cached_property
    def counts(self) -> Ints:
        """Rows per parent row."""
        return np.diff(self._bounds)

    @cached_property
    def widest(self) -> int:
        """The largest number of rows any parent has."""
        return int(self.counts.max(initial=0))

    @cached_property
    def _bounds(self) -> Ints:
        if self.offsets is None:
            raise ValueError(f"{self.level} has no parent level")
        return self.offsets

    @cached_property
    def _occupied(self) -> tuple[Ints, Ints] | None:
        """None if every parent has rows, else (parents that have, their first rows)."""
        if self.counts.all():
            return None
        parents = np.flatnonzero(self.counts)
        return parents, self._bounds[parents]

    def reduce(self, ufunc: np.ufunc, values: NDArray[Any], empty: Any) -> NDArray[Any]:
        """Combine the rows of each parent with ``ufunc``; parents without rows get ``empty``."""
        if self._occupied is None:
            return ufunc.reduceat(values, self._bounds[:-1]) if self.size else values[:0]
        parents, starts = self._occupied
        result = np.full(len(self.counts), empty, dtype=values.dtype)
        if len(parents):
            result[parents] = ufunc.reduceat(values, starts)
        return result

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Repeat one value per parent for each of its rows."""
        return np.repeat(values, self.counts)

    def line_to(self, ancestor: Table) -> list[Table] | None:
        """Tables to pass through when going down from ``ancestor`` to this table; None if it is no ancestor."""
        line: list[Table] = []
        table: Table | None = self
        while table is not None and table is not ancestor:
            line.insert(0, table)
            table = table.parent
        return None if table is None else line
