"""Columns of every kind: one value per row of a level, and how two of them come to lie on one level.

``unknown`` marks rows whose value nobody knows (a missing fact, a parameter without a cited source).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.tables import Table

if TYPE_CHECKING:
    from minzheng.engine.rules.columns import Flags
    from minzheng.engine.rules.crossing import Crossing

Mask: TypeAlias = "NDArray[np.bool_] | np.bool_ | bool"


class LevelMismatch(TypeError):
    """Two columns of levels that do not lie on one line were combined."""


class Column:
    """Values for the rows of ``table``, or one value for all rows (``table`` is None).

    Attributes:
        unknown: rows whose value is not known; None where every value is known.
    """

    __slots__ = ("_spread", "table", "unknown")
    __hash__ = object.__hash__

    table: Table | None
    unknown: Mask | None
    _spread: dict[int, Any] | None

    def _mapped(self, table: Table, change: Callable[[Any], Any]) -> Self:
        raise NotImplementedError  # pragma: no cover - every kind of column says how its arrays change

    def _again(self) -> Self:
        again = copy(self)
        again._spread = None  # noqa: SLF001 - a copy of this very column
        return again

    def placed(self, table: Table) -> Self:
        """One value for all rows as a value of each row of a level; a column that has a level is brought there."""
        if self.table is not None:
            return self.at(table)
        column = self._again()
        column.table = table
        return column

    def unplaced(self) -> Self:
        """The same values without their level."""
        column = self._again()
        column.table = None
        return column

    def known_nowhere(self) -> Self:
        """The same column, every row unknown."""
        column = self._again()
        column.unknown = np.True_
        return column

    def at(self, table: Table) -> Self:
        """The same values repeated for the rows of a level below.

        Raises:
            LevelMismatch: if ``table`` does not lie below this column's level.
        """
        if self.table is None or self.table is table:
            return self
        if self._spread is None:
            self._spread = {}
        if id(table) not in self._spread:
            line = table.line_to(self.table)
            if line is None:
                raise LevelMismatch(f"{self.table.level.value} / {table.level.value}")
            column = self
            for step in line:
                column = column._mapped(step, step.spread)
            self._spread[id(table)] = column
        spread: Self = self._spread[id(table)]
        return spread

    def crossed(self, table: Crossing) -> Self:
        """The same values for each row that theirs concerns."""
        return self._mapped(table, table.gather)

    def _changed_unknown(self, change: Callable[[Any], Any]) -> Mask | None:
        unknown: Any = self.unknown
        changed: Mask | None = change(unknown) if isinstance(unknown, np.ndarray) else unknown
        return changed

    def _parent(self) -> tuple[Table, Table]:
        if self.table is None or self.table.parent is None:
            raise LevelMismatch("合计、人数、任一只能用于成员、财产等下级数据")
        return self.table, self.table.parent

    def _unknown_below(self) -> Mask | None:
        """Parents that have at least one unknown row, or one that may not be theirs and would make a difference."""
        table, _ = self._parent()
        unknown = self.unknown
        if table.doubtful is not None:
            unknown = table.doubtful & self._weighs() if unknown is None else unknown | table.doubtful & self._weighs()
        below: Mask | None = None if unknown is None else table.any(unknown)
        return below

    def _weighs(self) -> Mask:
        """Rows that make a difference to what the rows of a parent come to."""
        raise NotImplementedError  # pragma: no cover - every kind of column that aggregates says it


def opposite(mask: Mask) -> Mask:
    """Where the mask does not hold."""
    return not mask if isinstance(mask, bool) else ~mask


def full_mask(mask: Mask, table: Table) -> NDArray[np.bool_]:
    """One truth value per row."""
    return np.broadcast_to(np.asarray(mask, dtype=bool), (table.size,))


def either_unknown(first: Column, second: Column) -> Mask | None:
    """Rows where the first or the second is unknown."""
    if first.unknown is None:
        return second.unknown
    return first.unknown if second.unknown is None else first.unknown | second.unknown


def common_table(first: Column, second: Column) -> Table | None:
    """The lower of the two levels; None if both are one value for all."""
    if first.table is None or second.table is None or first.table is second.table:
        return first.table or second.table
    return second.table if second.table.line_to(first.table) is not None else first.table


def aligned(first: Any, second: Any) -> tuple[Any, Any, Table | None]:
    """Both columns on the lower of their levels."""
    if first.table is second.table or second.table is None:
        return first, second, first.table
    if first.table is None:
        return first, second, second.table
    table = common_table(first, second)
    return first.at(table), second.at(table), table


def all_aligned(first: Any, second: Any, flag: Any) -> tuple[Any, Any, Any, Table | None]:
    """Three columns on the lowest of their levels."""
    first, second, _ = aligned(first, second)
    first, flag, _ = aligned(first, flag)
    second, flag, table = aligned(second, flag)
    return first if table is None else first.at(table), second, flag, table


def chosen_unknown(flags: Flags, kept: Column, rest: Column, *, same: Callable[[], Mask]) -> Mask | None:
    """Unknown if the chosen value is, or if the choice is and the two values are not the same."""
    if kept.unknown is None and rest.unknown is None:
        if flags.unknown is None:
            return None
        unknown: Mask = flags.unknown & opposite(same())
        return unknown
    unknown = _chosen(flags.mask, _or_false(kept.unknown), _or_false(rest.unknown))
    if flags.unknown is None:
        return unknown
    settled = same() & opposite(_or_false(kept.unknown) | _or_false(rest.unknown))
    return _chosen(flags.unknown, opposite(settled), unknown)


def _chosen(mask: Mask, first: Mask, second: Mask) -> Mask:
    if isinstance(mask, np.ndarray):
        return np.where(mask, first, second)
    return first if mask else second


def _or_false(mask: Mask | None) -> Mask:
    return False if mask is None else mask
