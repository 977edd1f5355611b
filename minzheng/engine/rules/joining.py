"""Columns of consecutive parts put together to columns of the whole population."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from minzheng.engine.rules import exact
from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded, Whole
from minzheng.engine.rules.levels import Column, LevelMismatch, Mask
from minzheng.engine.rules.tables import Table
from minzheng.kernel.facts import Level


def joined(parts: Sequence[Column], tables: Mapping[Level, Table]) -> Column:
    """One column from the columns of its parts, which are of one kind and level.

    Args:
        parts: at least one.
        tables: the whole population's tables.

    Raises:
        LevelMismatch: if a part has one value for rows of whatever level.
    """
    placed = [part.table for part in parts if part.table is not None]
    if len(placed) < len(parts):
        raise LevelMismatch("参数不分户，不能逐部分合并")
    table, sizes = tables[placed[0].level], [each.size for each in placed]
    unknown = _joined_unknown(parts, sizes)
    match parts[0]:
        case Numbers():
            return _joined_numbers(cast("Sequence[Numbers]", parts), sizes, table, unknown)
        case Codes(codes=codes):
            values = _concatenated((cast("Codes", part).values for part in parts), sizes)
            return Codes(values, codes, table, unknown)
    return Flags(_concatenated((cast("Flags", part).mask for part in parts), sizes), table, unknown)


def _joined_numbers(parts: Sequence[Numbers], sizes: list[int], table: Table, unknown: Mask | None) -> Numbers:
    tops = [part.top for part in parts]
    bottoms = [part.bottom for part in parts]
    common: Whole
    if all(isinstance(bottom, int) for bottom in bottoms):
        common = math.lcm(*cast("list[int]", bottoms))
        tops = [exact.scale(top, common // cast("int", bottom)) for top, bottom in zip(tops, bottoms, strict=True)]
    else:
        common = _concatenated(bottoms, sizes)
    values = _concatenated((top.values for top in tops), sizes)
    return Numbers(Bounded(values, min(top.low for top in tops), max(top.high for top in tops)), common, table, unknown)


def _joined_unknown(parts: Sequence[Column], sizes: list[int]) -> Mask | None:
    if all(part.unknown is None for part in parts):
        return None
    return cast("Mask", _concatenated((np.bool_(0) if part.unknown is None else part.unknown for part in parts), sizes))


def _concatenated(values: Iterable[Any], sizes: Iterable[int]) -> Any:
    """Arrays one behind the other; a single value stands for every row of its part."""
    return np.concatenate([np.broadcast_to(value, (size,)) for value, size in zip(values, sizes, strict=True)])
