"""Random numbers that are the same on every machine and with every release of numpy.

Only the raw 64-bit output of PCG64 is used, whose stream numpy promises never to change, and only whole-number arithmetic is
done with it: no logarithm, no power, whose last digit may differ from one processor to another.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PARTS = 10_000
"""Chances and places in a distribution are given in ten-thousandths."""

_STREAMS = (
    "villages", "households", "ages", "people", "names", "circumstances", "incomes", "spending", "holdings", "obligors",
    "addresses", "ledgers", "files",
)  # fmt: skip
_BITS = 32


def streams(*, people: int, seed: int) -> dict[str, "Draws"]:
    """Return one independent stream for each part of the county: a change in one part leaves the others as they are."""
    children = np.random.SeedSequence([people, seed]).spawn(len(_STREAMS))
    return {name: Draws(np.random.PCG64(child)) for name, child in zip(_STREAMS, children, strict=True)}


class Draws:
    """A stream of whole random numbers."""

    def __init__(self, source: np.random.PCG64) -> None:
        self._source = source

    def below(self, bound: int | Ints, size: int) -> Ints:
        """Return `size` numbers of 0 … bound-1; one bound (at most 2^31) for all or one for each."""
        high = (self._source.random_raw(size) >> np.uint64(64 - _BITS)).astype(np.int64)
        return np.asarray((high * bound) >> _BITS, dtype=np.int64)

    def between(self, low: int | Ints, high: int | Ints, size: int) -> Ints:
        """Return `size` numbers of low … high, both included."""
        return low + self.below(np.maximum(high - np.asarray(low) + 1, 1), size)

    def chance(self, parts: int | Ints, size: int) -> Mask:
        """Return `size` answers, each yes in `parts` of 10,000 cases."""
        return self.below(PARTS, size) < parts

    def choice(self, weights: Sequence[int] | Ints, size: int) -> Ints:
        """Return `size` positions in `weights`, each as often as its weight says."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(bounds, self.below(int(bounds[-1]), size), side="right")

    def spread(self, points: Sequence[tuple[int, int]], size: int) -> Ints:
        """Return `size` values of the distribution through `points`: (place in ten-thousandths, value), ascending."""
        return on_curve(points, self.below(PARTS, size))


def on_curve(points: Sequence[tuple[int, int]], places: Ints) -> Ints:
    """Return the values at `places` on the line through `points` (place, value); level before the first and after the last."""
    x, y = (np.array(column, dtype=np.int64) for column in zip(*points, strict=True))
    places = np.clip(places, x[0], x[-1])
    left = np.clip(np.searchsorted(x, places, side="right") - 1, 0, len(x) - 2)
    return np.asarray(y[left] + (y[left + 1] - y[left]) * (places - x[left]) // (x[left + 1] - x[left]), dtype=np.int64)
