"""Codes: one entry of a code list per row, and values looked up by code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.exact import Whole
from minzheng.engine.rules.levels import Column, Mask, aligned, chosen_unknown, opposite
from minzheng.engine.rules.tables import Table
from minzheng.kernel.codes import CodeList

_MOST_RUNS = 4
"""Runs of code numbers up to which comparing is faster than looking up."""


@cache
def _runs(codes: CodeList, keys: tuple[str, ...]) -> list[tuple[int, int]]:
    """The numbers of the keys as runs of neighbours: first and last of each."""
    runs: list[tuple[int, int]] = []
    for number in sorted({codes.number(key) for key in keys}):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


@cache
def _membership(codes: CodeList, keys: tuple[str, ...]) -> NDArray[np.bool_]:
    chosen = np.zeros(max(item.number for item in codes) + 1, bool)
    chosen[[codes.number(key) for key in keys]] = True
    return chosen


def _found(values: Whole, codes: CodeList, keys: tuple[str, ...]) -> Any:
    runs = _runs(codes, keys)
    if isinstance(values, int):
        return any(first <= values <= last for first, last in runs)
    if not 0 < len(runs) <= _MOST_RUNS:
        return _membership(codes, keys).take(values)
    return reduce(or_, (_within(values, first, last) for first, last in runs))


def _within(values: NDArray[Any], first: int, last: int) -> Any:
    return values == first if first == last else (values >= first) & (values <= last)


def _chosen(mask: Mask, first: Whole, second: Whole) -> Whole:
    """``first`` where the mask holds, else ``second``: reckoned, which on 16-bit numbers is faster than choosing."""
    if not isinstance(mask, np.ndarray):
        return first if mask else second
    first, second = _small(first), _small(second)
    values: Whole = second + (first - second) * mask
    return values


def _small(values: Whole) -> Any:
    return np.int16(values) if isinstance(values, int) else values


class Codes(Column):
    """One code of a list per row (关系, 收入种类, …)."""

    __slots__ = ("codes", "values")

    def __init__(self, values: Whole, codes: CodeList, table: Table | None, unknown: Mask | None = None) -> None:
        """Take code numbers of ``codes``."""
        self.table, self.unknown, self._spread = table, unknown, None
        self.values, self.codes = values, codes

    def _mapped(self, table: Table, change: Callable[[Any], Any]) -> Codes:
        values = self.values if isinstance(self.values, int) else change(self.values)
        return Codes(values, self.codes, table, self._changed_unknown(change))

    def __eq__(self, key: object) -> Flags:  # type: ignore[override]
        """Whether the code is the one with this key."""
        return Flags(self.values == self.codes.number(str(key)), self.table, self.unknown)

    def __ne__(self, key: object) -> Flags:  # type: ignore[override]
        """Whether the code is another one."""
        return ~(self == key)

    __hash__ = object.__hash__

    def among(self, *keys: Any) -> Flags:
        """Whether the code is one of these keys; a list parameter may stand among them, None where nobody has set it."""
        flat = [key for group in keys if group is not None for key in ([group] if isinstance(group, str) else group)]
        found = _found(self.values, self.codes, tuple(flat))
        unknown = self.unknown
        if None in keys:
            unknown = opposite(found) if unknown is None else unknown | opposite(found)
        return Flags(found, self.table, unknown)

    def unless(self, key: str, otherwise: Codes) -> Codes:
        """This code, but ``otherwise`` where it is ``key``."""
        flag = self != key
        kept = Codes(self.values, self.codes, self.table, self.unknown)
        first, second, table = aligned(kept, otherwise)
        _, flags, _ = aligned(first, flag)
        values = _chosen(flags.mask, first.values, second.values)
        unknown = chosen_unknown(flags, first, second, same=lambda: first.values == second.values)
        return Codes(values, self.codes, table, unknown)

    def unless_flagged(self, flag: Flags, number: int) -> Codes:
        """This code, but ``number`` where the flag holds; unknown where the flag is, unless both say the same."""
        rest, flags, table = aligned(self, flag)
        values = _chosen(flags.mask, number, rest.values)
        unknown = chosen_unknown(flags, Codes(number, self.codes, table), rest, same=lambda: rest.values == number)
        return Codes(values, self.codes, table, unknown)
