"""Rows of one level that concern rows of another beside it: which obligors of a household bear on which of its members.

An obligor for whom a supported member is recorded concerns that member alone, any other every member of the household.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.levels import full_mask
from minzheng.engine.rules.tables import Ints, Table, at_rows


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
        rows, own, counts = _beside(of, parent)
        place = np.broadcast_to(np.asarray(places.top.values), of.size)
        within = (place >= 0) & (place <= at_rows(parent.counts, of.parents))
        doubtful = ~within if places.unknown is None else ~within | full_mask(places.unknown, of)
        theirs = np.where(doubtful, 0, place)[rows]
        concerns = (theirs == 0) | (theirs == own)
        offsets = at_rows(_running(concerns), _running(counts))
        self.rows = rows[concerns]
        super().__init__(of.level, len(self.rows), parent, offsets)
        if doubtful.any():
            self.doubtful = doubtful[self.rows]

    def gather(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of the rows that concern others, once for each row they concern."""
        return at_rows(values, self.rows)


def _beside(of: Table, parent: Table) -> tuple[Ints, Ints, Ints]:
    """Each row of the parent beside each row of the other level below the same household.

    Returns:
        For each pair the row of the other level and the place of the parent's row among its own, from one; for each row
        of the parent the number of pairs.
    """
    counts = at_rows(of.counts, parent.parents)
    some = np.flatnonzero(counts)
    pairs, above = counts[some], parent.parents[some]
    first = of.starts[above] - np.cumsum(pairs) + pairs
    place = some - parent.starts[above] + 1
    of_pair = np.repeat(np.arange(len(some)), pairs)
    return np.arange(len(of_pair)) + at_rows(first, of_pair), at_rows(place, of_pair), counts


def _running(values: NDArray[Any]) -> Ints:
    """Running sums, from nought."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums
