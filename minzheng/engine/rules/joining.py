"""Columns of consecutive parts put together to columns of the whole population.

Values go to their place in arrays of the whole as soon as a part is computed, so that a part's memory is free for the next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules import exact
from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.levels import Column, LevelMismatch
from minzheng.engine.rules.tables import Table
from minzheng.kernel.facts import Level


class Joined:
    """One column of the whole population, added to part by part."""

    def __init__(self, first: Column, tables: Mapping[Level, Table]) -> None:
        """Take the first part and the whole population's tables.

        Raises:
            LevelMismatch: if the part has one value for rows of whatever level.
        """
        if first.table is None:
            raise LevelMismatch("参数不分户，不能逐部分合并")
        self._table, self._like, self._filled = tables[first.table.level], first, 0
        self._whole = Bounded(np.zeros(self._table.size, _values(first).dtype), 0, 0)
        self._bottom = 1
        self._unknown: NDArray[np.bool_] | None = None
        self.add(first)

    def add(self, part: Column) -> None:
        """Add the next part, of the same kind and level as the first."""
        assert part.table is not None  # noqa: S101 - the same rule placed it
        rows = slice(self._filled, self._filled + part.table.size)
        self._place(self._over_one_bottom(part) if isinstance(part, Numbers) else Bounded(_values(part), 0, 0), rows)
        if part.unknown is not None:
            self._unknown = np.zeros(self._table.size, bool) if self._unknown is None else self._unknown
            self._unknown[rows] = part.unknown
        self._filled = rows.stop

    def _place(self, part: Bounded, rows: slice) -> None:
        whole = np.asarray(self._whole.values)
        values = _array(part)
        whole = whole.astype(np.promote_types(whole.dtype, values.dtype), copy=False)
        whole[rows] = values
        self._whole = Bounded(whole, min(self._whole.low, part.low), max(self._whole.high, part.high))

    def _over_one_bottom(self, part: Numbers) -> Bounded:
        """The part's numerators over the denominator of all parts, which may have to grow for it."""
        top, bottom = part.over_one_bottom()
        common = math.lcm(self._bottom, bottom)
        self._whole = exact.scale(self._whole, common // self._bottom)
        self._bottom = common
        return exact.scale(top, common // bottom)

    def column(self) -> Column:
        """What has been added so far, as a column of the whole population."""
        match self._like:
            case Numbers():
                return Numbers(self._whole, self._bottom, self._table, self._unknown)
            case Codes(codes=codes):
                return Codes(self._whole.values, codes, self._table, self._unknown)
        return Flags(np.asarray(self._whole.values), self._table, self._unknown)


def _values(part: Column) -> NDArray[Any]:
    match part:
        case Numbers(top=top):
            return _array(top)
        case Codes(values=values):
            return np.asarray(values)
        case Flags(mask=mask):
            return np.asarray(mask)
    raise LevelMismatch(f"无法合并 {type(part).__name__}")  # pragma: no cover - there are no other kinds


def _array(one: Bounded) -> NDArray[Any]:
    """As int64 or, where that cannot hold the number, as a Python integer: numpy left alone would go over to floats."""
    if isinstance(one.values, int):
        return np.asarray(one.values, np.int64 if one.fits else object)
    return one.values
