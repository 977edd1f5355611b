"""Rows of one level that concern rows of another beside it: which obligors of a household bear on which of its members.

An obligor for whom a supported member is recorded concerns that member alone, any other every member of the household.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.levels import full_mask
from minzheng.engine.rules.tables import Ints, Table


class Crossing(Table):
    """One row for each pair: a row ``of`` one level, below the row of the other level it concerns.

    Args:
        of: the level whose rows concern others (obligors).
        parent: the level beside it (members), below the same parent.
        places: for each row of ``of`` the place among the parent's rows, counted from one, that it concerns alone; 0 for
            every row. A place that is unknown or that nobody has may be any.
    """

    def __init__(self, of: Table, parent: Table, places: Numbers) -> None:
        """Pair the rows, those of one parent row in their order."""
        self.of = of
        if not of.size:
            super().__init__(of.level, 0, parent)
            self.rows: Ints = np.zeros(0, np.int64)
            return
        rows, counts = _beside(of, parent)
        place = np.broadcast_to(np.asarray(places.top.values), of.size)
        within = (place >= 0) & (place <= parent.counts[of.parents])
        doubtful = ~within if places.unknown is None else ~within | full_mask(places.unknown, of)
        own = np.repeat(np.arange(parent.size) - parent.starts[parent.parents] + 1, counts)
        concerns = (place[rows] == 0) | (place[rows] == own) | doubtful[rows]
        offsets = np.concatenate([[0], np.cumsum(concerns)])[np.concatenate([[0], np.cumsum(counts)])]
        self.rows = rows[concerns]
        super().__init__(of.level, len(self.rows), parent, offsets)
        if doubtful.any():
            self.doubtful = doubtful[self.rows]

    def gather(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of the rows that concern others, once for each row they concern."""
        return values.take(self.rows)


def _beside(of: Table, parent: Table) -> tuple[Ints, Ints]:
    """For each row of the parent all rows of the other level that stand below the same household, and how many they are."""
    counts = of.counts[parent.parents]
    ends = np.cumsum(counts)
    return np.arange(counts.sum()) + np.repeat(of.starts[parent.parents] - ends + counts, counts), counts
