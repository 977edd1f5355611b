from __future__ import annotations

from collections.abc import Callable
from math import lcm
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules import exact
from minzheng.engine.rules.exact import LIMIT, Bounded

WHOLES = st.one_of(
    st.integers(-9, 9),
    st.integers(-(2**40), 2**40),
    st.sampled_from([LIMIT, -LIMIT, 2**62, -(2**63), 2**64, -(2**70)]),
)
LISTS = st.lists(WHOLES, min_size=3, max_size=3)


def bounded(values: list[int], *, loose: bool = False) -> Bounded:
    wide = any(not -(2**63) <= value <= LIMIT for value in values)
    numbers = Bounded.of(np.array(values, dtype=object if wide else np.int64))
    return Bounded(numbers.values, numbers.low - LIMIT, numbers.high + LIMIT) if loose else numbers


def values_of(numbers: Bounded) -> list[int]:
    values = numbers.values
    return [values] * 3 if isinstance(values, int) else [int(value) for value in np.broadcast_to(values, 3)]


@given(LISTS, st.one_of(LISTS, WHOLES), st.booleans())
@pytest.mark.parametrize(
    ("operation", "on_integers"),
    [
        (exact.add, lambda a, b: a + b),
        (exact.subtract, lambda a, b: a - b),
        (exact.multiply, lambda a, b: a * b),
    ],
    ids=["sum", "difference", "product"],
)
def test_results_never_wrap_and_lie_within_their_bounds(
    operation: Callable[..., Bounded],
    on_integers: Callable[[int, int], int],
    first: list[int],
    second: Any,
    loose: bool,
) -> None:
    right = Bounded.of(second) if isinstance(second, int) else bounded(second, loose=loose)
    result = operation(bounded(first, loose=loose), right)
    assert values_of(result) == [on_integers(a, b) for a, b in zip(first, values_of(right), strict=True)]
    assert all(result.low <= value <= result.high for value in values_of(result))


@given(LISTS, st.booleans())
def test_opposites_magnitudes_and_signs_are_those_of_integers(values: list[int], loose: bool) -> None:
    numbers = bounded(values, loose=loose)
    assert values_of(exact.negate(numbers)) == [-value for value in values]
    assert values_of(exact.magnitude(numbers)) == [abs(value) for value in values]
    assert [int(sign) for sign in exact.sign(numbers.values)] == [(value > 0) - (value < 0) for value in values]
    assert exact.sign(values[0]) == (values[0] > 0) - (values[0] < 0)
    assert exact.magnitude(Bounded.of(values[0])).values == abs(values[0])


@given(st.lists(st.booleans(), min_size=3, max_size=3), LISTS, st.one_of(LISTS, WHOLES), st.booleans())
def test_a_choice_keeps_each_number(flags: list[bool], first: list[int], second: Any, loose: bool) -> None:
    other = Bounded.of(second) if isinstance(second, int) else bounded(second)
    chosen = exact.choose(np.array(flags), bounded(first, loose=loose), other)
    expected = [a if flag else b for flag, a, b in zip(flags, first, values_of(other), strict=True)]
    assert values_of(chosen) == expected


@given(WHOLES, WHOLES, st.booleans())
def test_a_choice_between_single_numbers_is_a_single_number(first: int, second: int, flag: bool) -> None:
    assert exact.choose(np.bool_(flag), Bounded.of(first), Bounded.of(second)).values == (first if flag else second)


@given(st.lists(st.one_of(st.integers(1, 60), st.sampled_from([2**61, 2**62, 3**39])), max_size=4))
def test_a_common_multiple_divides_without_remainder(divisors: list[int]) -> None:
    common = exact.common_multiple(np.array(divisors, np.int64))
    assert common == lcm(*divisors)
    quotients = exact.quotients(common, np.array(divisors, np.int64))
    assert [int(value) for value in quotients.values] == [common // divisor for divisor in divisors]


def test_a_factor_of_one_changes_nothing() -> None:
    numbers = bounded([1, 2, 3])
    assert exact.scale(numbers, 1) is numbers
    assert values_of(exact.scale(numbers, -4)) == [-4, -8, -12]
    assert exact.multiply(numbers, Bounded.of(1)) is numbers


def test_python_integers_stay_python_integers() -> None:
    wide = bounded([2**70, 0, 0])
    assert wide.wide() is wide
    assert Bounded.of(2**70).wide().values == 2**70
    assert not wide.fits
