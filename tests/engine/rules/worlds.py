"""Small populations for tests: a few households with members and incomes, and columns whose truth is known row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.tables import Table
from minzheng.kernel.facts import Level

LINE = (Level.HOUSEHOLD, Level.MEMBER, Level.INCOME)
HUGE = 2**70


def offsets(counts: Sequence[int]) -> Any:
    """Offsets of a table whose parents have these numbers of rows."""
    return np.cumsum([0, *counts])


@dataclass
class World:
    """The tables of one population, and which row of a level above each row belongs to."""

    tables: dict[Level, Table]

    def above(self, level: Level, ancestor: Level) -> list[int]:
        """For each row of ``level`` the row of ``ancestor`` it belongs to."""
        rows = list(range(self.tables[level].size))
        while level is not ancestor:
            counts = self.tables[level].counts
            parents = [parent for parent, count in enumerate(counts) for _ in range(count)]
            rows, level = [parents[row] for row in rows], level.parent or ancestor
        return rows

    def below(self, level: Level) -> list[list[int]]:
        """For each row of the parent level the rows of ``level`` that belong to it."""
        bounds = self.tables[level].offsets
        return [list(range(bounds[row], bounds[row + 1])) for row in range(len(bounds) - 1)]


def world(members: Sequence[int], incomes: Sequence[int] | None = None) -> World:
    """Households with these numbers of members, who have these numbers of incomes."""
    household = Table(Level.HOUSEHOLD, len(members))
    member = Table(Level.MEMBER, sum(members), household, offsets(members))
    each = [0] * member.size if incomes is None else incomes
    return World(
        {
            Level.HOUSEHOLD: household,
            Level.MEMBER: member,
            Level.INCOME: Table(Level.INCOME, sum(each), member, offsets(each)),
            Level.OBLIGOR: Table(Level.OBLIGOR, len(members), household, offsets([1] * len(members))),
        }
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Any small population, households and members without rows below among them."""
    members = draw(st.lists(st.integers(0, 3), max_size=4))
    return world(members, [draw(st.integers(0, 2)) for _ in range(sum(members))])


@dataclass
class Known:
    """A column and, independently of it, what each row of its level is; None where nobody knows."""

    column: Any
    level: Level
    truth: list[Any]


WHOLES = st.one_of(
    st.integers(-6, 6), st.integers(-(10**9), 10**9), st.sampled_from([2**62, -(2**62), 2**63 - 1, HUGE, -HUGE])
)
BOTTOMS = st.one_of(st.integers(1, 12), st.sampled_from([10_000, 2**62, HUGE]))


def array(values: Sequence[int]) -> Any:
    """int64 where the values fit, else Python integers."""
    wide = any(abs(value) > 2**63 - 1 for value in values)
    return np.array(values, dtype=object if wide else np.int64)


@st.composite
def numbers(
    draw: st.DrawFn, world: World, level: Level, tops: st.SearchStrategy[int] = WHOLES, *, known: bool = False
) -> Known:
    """Numbers of one level: one value for all rows or one each, one denominator or one each, some unknown."""
    table = world.tables[level]
    each = draw(st.booleans())
    top = draw(st.lists(tops, min_size=table.size, max_size=table.size)) if each else [draw(tops)] * table.size
    many = draw(st.booleans())
    bottom = draw(st.lists(BOTTOMS, min_size=table.size, max_size=table.size)) if many else [draw(BOTTOMS)]
    values = Bounded.of(array(top) if each or not top else top[0])
    unknown, mask = draw(unknowns(table.size)) if not known else (None, [False] * table.size)
    column = Numbers(values, array(bottom) if many else bottom[0], table, unknown)
    bottoms = bottom if many else bottom * table.size
    truth = [None if lost else Fraction(a, b) for a, b, lost in zip(top, bottoms, mask, strict=True)]
    return Known(column, level, truth)


@st.composite
def unknowns(draw: st.DrawFn, size: int) -> tuple[Any, list[bool]]:
    """A mask of unknown rows in any of its forms, with the truth row by row."""
    form = draw(st.sampled_from(["none", "all", "each"]))
    if form == "none":
        return None, [False] * size
    if form == "all":
        return np.True_, [True] * size
    mask = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return np.array(mask, bool), mask


@st.composite
def flags(draw: st.DrawFn, world: World, level: Level, *, known: bool = False) -> Known:
    """Flags of one level: one answer for all rows or one each, some unknown."""
    table = world.tables[level]
    each = draw(st.booleans())
    answers = draw(st.lists(st.booleans(), min_size=table.size, max_size=table.size))
    answers = answers if each else [draw(st.booleans())] * table.size
    unknown, lost = draw(unknowns(table.size)) if not known else (None, [False] * table.size)
    mask: Any = np.array(answers, bool) if each or not answers else np.bool_(answers[0])
    truth = [None if gone else answer for answer, gone in zip(answers, lost, strict=True)]
    return Known(Flags(mask, table, unknown), level, truth)


def rows_of(column: Any, size: int) -> list[Any]:
    """What a column says row by row; None where it does not know."""
    lost = np.broadcast_to(np.asarray(False if column.unknown is None else column.unknown), size)
    if isinstance(column, Numbers):
        return [None if lost[row] else column.fraction(row) for row in range(size)]
    values = np.broadcast_to(np.asarray(column.mask if isinstance(column, Flags) else column.values), size)
    return [None if lost[row] else values[row].item() for row in range(size)]
