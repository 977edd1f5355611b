"""What a rule computes with: exact numbers, flags and codes, one per row of a level, with unknowns that propagate.

A number is a fraction: numerators in an array, a denominator that is nearly always one integer for the whole column,
so dividing by twelve costs nothing and nothing is rounded until a rule says so.

``unknown`` marks rows whose value nobody knows (a missing fact, a parameter without a cited source). Arithmetic carries
the mark along; ``&`` and ``|`` follow Kleene: an unknown matters only where it can change the answer.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.rules import exact
from minzheng.engine.rules.exact import Bounded, Whole
from minzheng.engine.rules.levels import (
    Column,
    LevelMismatch,
    Mask,
    aligned,
    all_aligned,
    chosen_unknown,
    either_unknown,
    full_mask,
    opposite,
)
from minzheng.engine.rules.tables import Table


class Numbers(Column):
    """Exact fractions: ``top / bottom``, ``bottom`` positive.

    Money is in fen; shares, counts and ages are plain numbers.
    """

    __slots__ = ("bottom", "top")

    def __init__(self, top: Bounded, bottom: Whole, table: Table | None, unknown: Mask | None = None) -> None:
        """Take numerators with bounds and the denominator(s)."""
        self.table, self.unknown, self._spread = table, unknown, None
        self.top, self.bottom = top, bottom

    @classmethod
    def of(cls, value: Any, table: Table | None = None, unknown: Mask | None = None) -> Numbers:
        """Make numbers of an int, a Fraction, an int array or numbers."""
        if isinstance(value, Numbers):
            return value
        if isinstance(value, np.ndarray):
            return cls(Bounded.of(value), 1, table, unknown)
        if type(value) is int:
            return cls(Bounded(value, value, value), 1, None, unknown)
        exact_value = Fraction(value)
        return cls(Bounded.of(exact_value.numerator), exact_value.denominator, None, unknown)

    def _mapped(self, table: Table, change: Callable[[Any], Any]) -> Numbers:
        top, bottom = self.top, self.bottom
        values = top.values if isinstance(top.values, int) else change(top.values)
        divisor = bottom if isinstance(bottom, int) else change(bottom)
        return Numbers(Bounded(values, top.low, top.high), divisor, table, self._changed_unknown(change))

    def pair(self, other: Any) -> tuple[Bounded, Bounded, Whole, Table | None, Mask | None]:
        """Both numerators over one common denominator."""
        first, second, table = aligned(self, Numbers.of(other))
        unknown = either_unknown(first, second)
        top, other_top, bottom, other_bottom = first.top, second.top, first.bottom, second.bottom
        if bottom is other_bottom:
            return top, other_top, bottom, table, unknown
        if isinstance(bottom, int) and isinstance(other_bottom, int):
            common = math.lcm(bottom, other_bottom)
            return (
                exact.scale(top, common // bottom),
                exact.scale(other_top, common // other_bottom),
                common,
                table,
                unknown,
            )
        left, right = Bounded.of(bottom), Bounded.of(other_bottom)
        common_bottom = exact.multiply(left, right).values
        return exact.multiply(top, right), exact.multiply(other_top, left), common_bottom, table, unknown

    def __add__(self, other: Any) -> Numbers:
        """Sum."""
        first, second, bottom, table, unknown = self.pair(other)
        return Numbers(exact.add(first, second), bottom, table, unknown)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Numbers:
        """Difference."""
        first, second, bottom, table, unknown = self.pair(other)
        return Numbers(exact.subtract(first, second), bottom, table, unknown)

    def __rsub__(self, other: Any) -> Numbers:
        """Difference with the number on the left."""
        return Numbers.of(other) - self

    def __neg__(self) -> Numbers:
        """Opposite."""
        return Numbers(exact.negate(self.top), self.bottom, self.table, self.unknown)

    def __mul__(self, other: Any) -> Numbers:
        """Product; also with a flag, which keeps the number where the flag is true and gives 0 elsewhere."""
        if isinstance(other, Flags):
            return self.where(other)
        first, second, table = aligned(self, Numbers.of(other))
        unknown = either_unknown(first, second)
        return Numbers(
            exact.multiply(first.top, second.top), _product(first.bottom, second.bottom), table, unknown
        )._reduced()

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Numbers:
        """Quotient, exact.

        Raises:
            ZeroDivisionError: if any divisor is zero.
        """
        return self * Numbers.of(other)._inverse()

    def __rtruediv__(self, other: Any) -> Numbers:
        """Quotient with the number on the left."""
        return Numbers.of(other) * self._inverse()

    def _inverse(self) -> Numbers:
        divisor = self.top if self.unknown is None else _where_known(self.top, self.unknown)
        if divisor.low > 0:
            return Numbers(Bounded.of(self.bottom), divisor.values, self.table, self.unknown)
        if np.any(divisor.values == 0):
            raise ZeroDivisionError
        top = exact.multiply(Bounded.of(self.bottom), Bounded.of(exact.sign(divisor.values)))
        return Numbers(top, exact.magnitude(divisor).values, self.table, self.unknown)

    def _reduced(self) -> Numbers:
        """Divide out what one-value numerators and denominators share, so that bounds stay small."""
        top, bottom = self.top.values, self.bottom
        if isinstance(top, int) and isinstance(bottom, int) and bottom != 1:
            common = math.gcd(top, bottom)
            return Numbers(Bounded.of(top // common), bottom // common, self.table, self.unknown)
        return self

    def _compare(self, other: Any, compare: Callable[[Any, Any], Any]) -> Flags:
        first, second, _, table, unknown = self.pair(other)
        first, second = exact.alike(first, second)
        return Flags(compare(first.values, second.values), table, unknown)

    def __lt__(self, other: Any) -> Flags:
        """Strictly below (低于), on exact values."""
        return self._compare(other, operator.lt)

    def __le__(self, other: Any) -> Flags:
        """At most, on exact values."""
        return self._compare(other, operator.le)

    def __gt__(self, other: Any) -> Flags:
        """Strictly above (超过), on exact values."""
        return self._compare(other, operator.gt)

    def __ge__(self, other: Any) -> Flags:
        """At least, on exact values."""
        return self._compare(other, operator.ge)

    def __eq__(self, other: object) -> Flags:  # type: ignore[override]
        """Equal, on exact values."""
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> Flags:  # type: ignore[override]
        """Different, on exact values."""
        return self._compare(other, operator.ne)

    __hash__ = object.__hash__

    def extreme(self, other: Any, choose: Callable[[Any, Any], Any]) -> Numbers:
        """The larger or the smaller of two numbers, row by row (``choose`` is np.maximum or np.minimum)."""
        first, second, bottom, table, unknown = self.pair(other)
        low = min if choose is np.minimum else max
        if isinstance(first.values, int) and isinstance(second.values, int):
            return Numbers(Bounded.of(low(first.values, second.values)), bottom, table, unknown)
        first, second = exact.alike(first, second)
        values = choose(first.values, second.values)
        return Numbers(
            Bounded(values, low(first.low, second.low), low(first.high, second.high)), bottom, table, unknown
        )

    def known_where(self, flag: Flags) -> Numbers:
        """The same number, unknown where the flag does not hold."""
        numbers, flags, table = aligned(self, flag)
        return Numbers(numbers.top, numbers.bottom, table, _unknown_unless(flags, numbers.unknown))

    def where(self, flag: Flags) -> Numbers:
        """The number where the flag holds, 0 elsewhere."""
        numbers, flags, table = aligned(self, flag)
        unknown = chosen_unknown(flags, numbers, NOUGHT, same=lambda: numbers.top.values == 0)
        return Numbers(exact.kept(flags.mask, numbers.top), numbers.bottom, table, unknown)

    def or_else(self, flag: Flags, otherwise: Any) -> Numbers:
        """The number where the flag holds, ``otherwise`` elsewhere."""
        kept, rest, flags, table = all_aligned(self, Numbers.of(otherwise), flag)
        first, second, bottom, _, _ = kept.pair(rest)
        unknown = chosen_unknown(flags, kept, rest, same=lambda: exact.equal(first, second))
        return Numbers(exact.choose(flags.mask, first, second), bottom, table, unknown)

    def over_one_bottom(self) -> tuple[Bounded, int]:
        """Numerators over one denominator for all rows, and that denominator."""
        if isinstance(self.bottom, int):
            return self.top, self.bottom
        common = exact.common_multiple(self.bottom)
        return exact.multiply(self.top, exact.quotients(common, self.bottom)), common

    def sum(self) -> Numbers:
        """Total per parent (household of members, member of incomes)."""
        table, parent = self._parent()
        top, bottom = self.over_one_bottom()
        if isinstance(top.values, int):
            return Numbers(exact.multiply(Bounded.of(table.counts), top), bottom, parent, self._unknown_below())
        low, high = min(0, top.low * table.widest), max(0, top.high * table.widest)
        bounded = top if low >= -exact.LIMIT and high <= exact.LIMIT else top.wide()
        values = np.asarray(bounded.values)
        total = exact.within(table.total(values, values.dtype), low, high)
        return Numbers(total, bottom, parent, self._unknown_below())

    def largest(self) -> Numbers:
        """The largest value per parent; 0 where there is none (for numbers that are never negative)."""
        table, parent = self._parent()
        values = np.broadcast_to(np.asarray(self.top.values), (table.size,))
        if not isinstance(self.bottom, int):
            raise LevelMismatch("最大值只能用于同一分母的数")
        return Numbers(Bounded.of(table.largest(values)), self.bottom, parent, self._unknown_below())

    def _weighs(self) -> Mask:
        return np.not_equal(self.top.values, 0)

    def fraction(self, row: int) -> Fraction:
        """The exact value in one row."""
        return Fraction(_item(self.top.values, row), _item(self.bottom, row))


NOUGHT = Numbers(Bounded(0, 0, 0), 1, None)


def _item(values: Whole, row: int) -> int:
    return values if isinstance(values, int) else int(values[row])


def _where_known(divisor: Bounded, unknown: Mask) -> Bounded:
    """What stands in an unknown row is a placeholder: one takes its place, that it may be divided by."""
    return exact.choose(unknown, Bounded(1, 1, 1), divisor)


def _unknown_unless(flags: Flags, unknown: Mask | None) -> Mask | None:
    """What was unknown, and where the flags do not surely hold; None if nothing is."""
    lost = opposite(flags.surely)
    lost = lost if unknown is None else lost | unknown
    return lost if np.any(lost) else None


def _product(first: Whole, second: Whole) -> Whole:
    if isinstance(first, int) and isinstance(second, int):
        return first * second
    return exact.multiply(Bounded.of(first), Bounded.of(second)).values


class Flags(Column):
    """True or false per row."""

    __slots__ = ("mask",)

    def __init__(self, mask: Mask, table: Table | None, unknown: Mask | None = None) -> None:
        """Take the mask; a single truth value stands for every row."""
        self.table, self.unknown, self._spread = table, unknown, None
        self.mask = mask

    def _mapped(self, table: Table, change: Callable[[Any], Any]) -> Flags:
        mask = change(self.mask) if isinstance(self.mask, np.ndarray) else self.mask
        return Flags(mask, table, self._changed_unknown(change))

    @property
    def surely(self) -> Mask:
        """Rows known to be true."""
        return self.mask if self.unknown is None else self.mask & opposite(self.unknown)

    @property
    def surely_not(self) -> Mask:
        """Rows known to be false."""
        false = opposite(self.mask)
        return false if self.unknown is None else false & opposite(self.unknown)

    def nowhere(self, answer: bool) -> bool:
        """Whether every row is known to have the other answer."""
        other = self.surely_not if answer else self.surely
        return bool(other.all() if isinstance(other, np.ndarray) else other)

    def __and__(self, other: Flags) -> Flags:
        """Both; false as soon as one is known to be false."""
        first, second, table = aligned(self, other)
        unknown = either_unknown(first, second)
        if unknown is not None:
            unknown = unknown & opposite(first.surely_not | second.surely_not)
        return Flags(first.mask & second.mask, table, unknown)

    def __or__(self, other: Flags) -> Flags:
        """Either; true as soon as one is known to be true."""
        first, second, table = aligned(self, other)
        unknown = either_unknown(first, second)
        if unknown is not None:
            unknown = unknown & opposite(first.surely | second.surely)
        return Flags(first.mask | second.mask, table, unknown)

    def __invert__(self) -> Flags:
        """Not."""
        return Flags(opposite(self.mask), self.table, self.unknown)

    def known_where(self, flag: Flags) -> Flags:
        """The same answer, unknown where ``flag`` does not hold."""
        first, second, table = aligned(self, flag)
        return Flags(first.mask, table, _unknown_unless(second, first.unknown))

    def _weighs(self) -> Mask:
        return self.mask

    def as_number(self) -> Numbers:
        """1 where true, 0 where false."""
        values = self.mask.astype(np.int64) if isinstance(self.mask, np.ndarray) else int(self.mask)
        return Numbers(Bounded(values, 0, 1), 1, self.table, self.unknown)

    def any(self) -> Flags:
        """Whether any row of the parent is true."""
        table, parent = self._parent()
        surely = table.any(self.surely if table.doubtful is None else self.surely & ~table.doubtful)
        unknown = self._unknown_below()
        return Flags(surely, parent, None if unknown is None else unknown & opposite(surely))

    def all(self) -> Flags:
        """Whether every row of the parent is true (also where there are none)."""
        return ~(~self).any()

    def count(self) -> Numbers:
        """How many rows of the parent are true."""
        table, parent = self._parent()
        total = exact.within(table.total(full_mask(self.mask, table)), 0, table.widest)
        return Numbers(total, 1, parent, self._unknown_below())
