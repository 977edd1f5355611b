"""Exact whole-number arithmetic on arrays.

int64 is fast but wraps silently. Every array here travels with bounds on its values; an operation whose bounds leave
int64 first looks at the real values and, if these are too large as well, goes on in Python integers (slow, never wrong).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = "NDArray[Any] | int"
"""A row of whole numbers, or one whole number that stands for every row."""

LIMIT = 2**63 - 1

FEW = 32
"""Rows up to which Python looks through a list faster than numpy through an array."""


@dataclass(slots=True)
class Bounded:
    """Whole numbers with bounds: ``low <= every value <= high``."""

    values: Whole
    low: int
    high: int

    @classmethod
    def of(cls, values: Whole) -> Bounded:
        """Measure the bounds."""
        if isinstance(values, int):
            return cls(values, values, values)
        if len(values) <= FEW:
            listed = values.tolist()
            return cls(values, min(listed, default=0), max(listed, default=0))
        return cls(values, int(values.min()), int(values.max()))

    @property
    def fits(self) -> bool:
        """Whether int64 holds every value."""
        return self.low >= -LIMIT and self.high <= LIMIT

    def wide(self) -> Bounded:
        """The same numbers as Python integers."""
        if isinstance(self.values, int) or self.values.dtype == object:
            return self
        return Bounded(self.values.astype(object), self.low, self.high)


def within(values: Whole, low: int, high: int) -> Bounded:
    """Values known to lie between bounds; one value is its own bounds."""
    return Bounded.of(values) if isinstance(values, int) else Bounded(values, low, high)


def _safe(first: Bounded, second: Bounded, bounds: Any) -> tuple[Bounded, Bounded, int, int]:
    """The operands and the bounds of the result, widened to Python integers where int64 could not hold it."""
    low, high = bounds(first, second)
    if low >= -LIMIT and high <= LIMIT and first.fits and second.fits:
        return first, second, low, high
    first, second = Bounded.of(first.values), Bounded.of(second.values)
    low, high = bounds(first, second)
    if not (low >= -LIMIT and high <= LIMIT and first.fits and second.fits):
        first, second = first.wide(), second.wide()
    return first, second, low, high


def _sum_bounds(first: Bounded, second: Bounded) -> tuple[int, int]:
    return first.low + second.low, first.high + second.high


def _difference_bounds(first: Bounded, second: Bounded) -> tuple[int, int]:
    return first.low - second.high, first.high - second.low


def _product_bounds(first: Bounded, second: Bounded) -> tuple[int, int]:
    corners = (first.low * second.low, first.low * second.high, first.high * second.low, first.high * second.high)
    return min(corners), max(corners)


def add(first: Bounded, second: Bounded) -> Bounded:
    """``first + second``."""
    if isinstance(first.values, int) and isinstance(second.values, int):
        return Bounded.of(first.values + second.values)
    first, second, low, high = _safe(first, second, _sum_bounds)
    return Bounded(first.values + second.values, low, high)


def subtract(first: Bounded, second: Bounded) -> Bounded:
    """``first - second``."""
    if isinstance(first.values, int) and isinstance(second.values, int):
        return Bounded.of(first.values - second.values)
    first, second, low, high = _safe(first, second, _difference_bounds)
    return Bounded(first.values - second.values, low, high)


def multiply(first: Bounded, second: Bounded) -> Bounded:
    """``first * second``."""
    if isinstance(second.values, int):
        if second.values == 1:
            return first
        if isinstance(first.values, int):
            return Bounded.of(first.values * second.values)
    first, second, low, high = _safe(first, second, _product_bounds)
    return Bounded(first.values * second.values, low, high)


def sign(values: Whole) -> Whole:
    """1, 0 or -1."""
    return (values > 0) - (values < 0) if isinstance(values, int) else np.sign(values)


def magnitude(one: Bounded) -> Bounded:
    """Absolute values."""
    one = one if one.fits else one.wide()
    return Bounded(
        abs(one.values) if isinstance(one.values, int) else np.abs(one.values), 0, max(abs(one.low), abs(one.high))
    )


def negate(one: Bounded) -> Bounded:
    """``-one``."""
    one = one if one.fits else one.wide()
    return Bounded(-one.values, -one.high, -one.low)


def scale(one: Bounded, factor: int) -> Bounded:
    """``one * factor`` for one whole factor."""
    return one if factor == 1 else multiply(one, Bounded.of(factor))


def alike(first: Bounded, second: Bounded) -> tuple[Bounded, Bounded]:
    """Both as int64, or both as Python integers, so that numpy can compare them and choose between them."""
    if first.fits and second.fits:
        return first, second
    first, second = Bounded.of(first.values), Bounded.of(second.values)
    return (first, second) if first.fits and second.fits else (_objects(first), _objects(second))


def _objects(one: Bounded) -> Bounded:
    return Bounded(np.asarray(one.values, dtype=object), one.low, one.high)


def floor_divide(top: Bounded, bottom: Bounded) -> Bounded:
    """``top // bottom`` for positive bottoms."""
    top, bottom = alike(top, bottom)
    values = top.values // bottom.values
    if isinstance(bottom.values, int):
        return Bounded(values, top.low // bottom.values, top.high // bottom.values)
    return Bounded.of(values)


def equal(first: Bounded, second: Bounded) -> Any:
    """Whether the numbers are the same."""
    first, second = alike(first, second)
    return first.values == second.values


def choose(flags: Any, first: Bounded, second: Bounded) -> Bounded:
    """``first`` where the flags hold, else ``second``."""
    if not isinstance(flags, np.ndarray):
        return first if flags else second
    first, second = alike(first, second)
    low, high = min(first.low, second.low), max(first.high, second.high)
    if len(flags) > FEW and first.fits and second.fits and high - low <= LIMIT:
        # Reckoned: on many rows in no order twice as fast as choosing.
        return Bounded(second.values + (first.values - second.values) * flags, low, high)
    return Bounded(np.where(flags, first.values, second.values), low, high)


def kept(flags: Any, one: Bounded) -> Bounded:
    """``one`` where the flags hold, else 0."""
    if not isinstance(flags, np.ndarray) or isinstance(one.values, int) or one.values.dtype == object or not one.fits:
        return choose(flags, one, Bounded(0, 0, 0))
    return Bounded(one.values * flags, min(0, one.low), max(0, one.high))


def quotients(one: int, divisors: NDArray[Any]) -> Bounded:
    """One whole number divided by each of an array, without remainder."""
    return Bounded.of(one // Bounded.of(divisors).wide().values if one > LIMIT else one // divisors)


def common_multiple(values: NDArray[Any]) -> int:
    """Least common multiple of the positive values of an array (few distinct ones)."""
    return math.lcm(*(int(value) for value in np.unique(values))) if values.size else 1
