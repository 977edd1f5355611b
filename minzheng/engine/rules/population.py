"""The facts of one household or of a whole county as columns, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.crossing import Crossing
from minzheng.engine.rules.exact import FEW, Bounded, Whole
from minzheng.engine.rules.levels import Column, Mask
from minzheng.engine.rules.reading import ROWS, SUPPORTED
from minzheng.engine.rules.tables import Offsets, Table
from minzheng.kernel.facts import Fact, FactKind, Level

CHUNK = 32_768
"""Households evaluated together: enough that numpy works and not Python, few enough for the processor's cache (docs/reference/benchmarks.md)."""

BELOW = tuple(
    (level, level.parent)
    for level in (Level.MEMBER, Level.ASSET, Level.OBLIGOR, Level.INCOME, Level.EXPENSE)
    if level.parent
)
"""Levels below the household with their parents, parents first."""


class Population:
    """Households with their members, incomes, expenses, assets and obligors.

    Args:
        facts: declarations of every fact rules may read.
        households: number of households.
        offsets: for each level below, ``offsets[i]:offsets[i+1]`` are the rows of parent row ``i``; a missing level is empty.
            A county's may be kept in 32 bits; its parts have 64.
        values: whole numbers per fact (fen, code numbers, days, 0/1, scaled numbers), one per row of its level, in any
            integer type: codes and flags may be kept small.
        unknown: rows of a fact that nobody has recorded although a decision needs them.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact],
        households: int,
        offsets: Mapping[Level, Offsets],
        values: Mapping[str, NDArray[Any]],
        unknown: Mapping[str, Mask] | None = None,
    ) -> None:
        """Lay out the tables; columns are made when first asked for."""
        self.facts, self.offsets, self.values, self.unknown = facts, offsets, values, unknown or {}
        self.tables: dict[Level, Table] = {Level.HOUSEHOLD: Table(Level.HOUSEHOLD, households)}
        for level, parent in BELOW:
            rows = offsets.get(level)
            self.tables[level] = Table(level, 0 if rows is None else int(rows[-1]), self.tables[parent], rows)
        self._columns: dict[str, Column] = {}

    @property
    def size(self) -> int:
        """Number of households."""
        return self.tables[Level.HOUSEHOLD].size

    def column(self, name: str) -> Column:
        """The column of a fact; its default everywhere if nothing was recorded, unknown if the fact is required.

        Raises:
            KeyError: if no fact has this name.
        """
        if name not in self._columns:
            self._columns[name] = self._made(self.facts[name])
        return self._columns[name]

    def _made(self, fact: Fact) -> Column:
        table, unknown = self.tables[fact.level], self.unknown.get(fact.name)
        values = _condensed(self.values.get(fact.name, fact.default or 0))
        if fact.name not in self.values and _needs_a_record(fact):
            unknown = True
        if isinstance(unknown, np.ndarray) and not unknown.any():
            unknown = None
        if fact.kind is FactKind.FLAG:
            return Flags(bool(values) if isinstance(values, int) else values.astype(bool, copy=False), table, unknown)
        if fact.kind is FactKind.CODE:
            assert fact.codes is not None  # noqa: S101 - Fact refuses a code without its list
            return Codes(values, fact.codes, table, unknown)
        whole = values if isinstance(values, int) else values.astype(np.int64, copy=False)
        return Numbers(Bounded.of(whole), fact.scale, table, unknown)

    @cached_property
    def own_obligors(self) -> Crossing:
        """The obligors of each member: those who must support it, and those of whom nobody says whom they must support."""
        obligors, members = self.tables[Level.OBLIGOR], self.tables[Level.MEMBER]
        place: Any = self.column(SUPPORTED) if SUPPORTED in self.facts else Numbers.of(0)
        return Crossing(obligors, members, place)

    def part(self, start: int, stop: int) -> Population:
        """The households ``start:stop`` with everything below them, without copying."""
        rows = {Level.HOUSEHOLD: slice(start, stop)}
        offsets: dict[Level, Offsets] = {}
        for level, parent in BELOW:
            bounds = self.offsets.get(level)
            if bounds is None:
                rows[level] = slice(0, 0)
                continue
            window = bounds[rows[parent].start : rows[parent].stop + 1]
            rows[level] = slice(int(window[0]), int(window[-1]))
            offsets[level] = np.subtract(window, window[0], dtype=np.int64)
        values = {name: column[rows[self.facts[name].level]] for name, column in self.values.items()}
        unknown = {
            name: mask if np.ndim(mask) == 0 else np.asarray(mask)[rows[self.facts[name].level]]
            for name, mask in self.unknown.items()
        }
        return Population(self.facts, stop - start, offsets, values, unknown)

    def parts(self, size: int = CHUNK) -> Iterator[tuple[int, Population]]:
        """Consecutive parts of at most ``size`` households, each with the row its first household has here.

        No households are one empty part: they, too, have results.
        """
        for start in range(0, max(self.size, 1), size):
            yield start, self.part(start, min(start + size, self.size))


def _condensed(values: Whole) -> Whole:
    """Few rows that are all alike, as those of one household mostly are, as the one value that stands for every row."""
    if isinstance(values, int) or not 0 < len(values) <= FEW:
        return values
    listed = values.tolist()
    return int(listed[0]) if listed.count(listed[0]) == len(listed) else values


def _needs_a_record(fact: Fact) -> bool:
    """Whether a row without a record is unknown; an unrecorded code without a default is simply none of the list."""
    return fact.required or (fact.default is None and fact.kind is not FactKind.CODE)


class Rows:
    """The rows of a level below, as a rule sees them: ``members.wage.sum()``, ``members.count()``."""

    def __init__(self, table: Table, columns: Mapping[str, Column]) -> None:
        """Take the table and where the columns are that rules read from it."""
        self._table, self._columns = table, columns

    @property
    def table(self) -> Table:
        """The rows."""
        return self._table

    def __getattr__(self, name: str) -> Column:
        """A column of the rows."""
        return self._columns[name]

    def count(self) -> Numbers:
        """How many rows the parent has."""
        assert self.table.parent is not None  # noqa: S101 - rows below always have a parent
        table, counts = self.table, self.table.counts
        rows = Bounded.of(int(counts[0])) if len(counts) == 1 else Bounded(counts, 0, table.widest)
        return Numbers(rows, 1, table.parent, None if table.doubtful is None else table.any(table.doubtful))


class OwnObligors(Rows):
    """The obligors that concern each member, as a rule sees them."""

    def __init__(self, population: Population, columns: Mapping[str, Column]) -> None:
        """Pair members and obligors only when a rule asks."""
        self._population, self._columns = population, columns

    @property
    def table(self) -> Crossing:
        """The pairs."""
        return self._population.own_obligors

    def __getattr__(self, name: str) -> Column:
        """A column of the obligors, once for each member they concern."""
        return self._columns[name].crossed(self.table)


def rows_of(population: Population, columns: Mapping[str, Column]) -> dict[str, Rows]:
    """Every argument that stands for rows."""
    plain = {name: Rows(population.tables[level], columns) for name, (of, level) in ROWS.items() if level.parent is of}
    return plain | {"own_obligors": OwnObligors(population, columns)}
