from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.levels import LevelMismatch
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import LINE, Known, World, flags, numbers, rows_of, world, worlds

LEVELS = st.sampled_from(LINE)
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "×": operator.mul}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge, "=": operator.eq, "≠": operator.ne,
}  # fmt: skip


def lower(first: Level, second: Level) -> Level:
    return LINE[max(LINE.index(first), LINE.index(second))]


def at_level(of: World, known: Known, level: Level) -> list[Any]:
    return [known.truth[row] for row in of.above(level, known.level)]


def row_by_row(of: World, first: Known, second: Known, change: Callable[[Any, Any], Any]) -> list[Any]:
    level = lower(first.level, second.level)
    pairs = zip(at_level(of, first, level), at_level(of, second, level), strict=True)
    return [None if one is None or other is None else change(one, other) for one, other in pairs]


def size(of: World, *knowns: Known) -> int:
    level = knowns[0].level
    for known in knowns[1:]:
        level = lower(level, known.level)
    return of.tables[level].size


@given(st.data())
@pytest.mark.parametrize("change", {**ARITHMETIC, **COMPARISONS}.values(), ids={**ARITHMETIC, **COMPARISONS})
def test_numbers_of_any_levels_combine_as_fractions_do(change: Callable[[Any, Any], Any], data: st.DataObject) -> None:
    of = data.draw(worlds())
    first, second = data.draw(numbers(of, data.draw(LEVELS))), data.draw(numbers(of, data.draw(LEVELS)))
    result = change(first.column, second.column)
    assert rows_of(result, size(of, first, second)) == row_by_row(of, first, second, change)


@given(st.data())
def test_quotients_are_exact_and_a_known_zero_divisor_is_an_error(data: st.DataObject) -> None:
    of = data.draw(worlds())
    first, second = data.draw(numbers(of, data.draw(LEVELS))), data.draw(numbers(of, data.draw(LEVELS)))
    if 0 in second.truth:
        with pytest.raises(ZeroDivisionError):
            first.column / second.column
    else:
        expected = row_by_row(of, first, second, operator.truediv)
        assert rows_of(first.column / second.column, size(of, first, second)) == expected


@given(st.data())
@pytest.mark.parametrize(("choose", "of_two"), [(np.maximum, max), (np.minimum, min)], ids=["larger", "smaller"])
def test_extremes_choose_row_by_row(choose: Any, of_two: Callable[[Any, Any], Any], data: st.DataObject) -> None:
    of = data.draw(worlds())
    first, second = data.draw(numbers(of, data.draw(LEVELS))), data.draw(numbers(of, data.draw(LEVELS)))
    result = first.column.extreme(second.column, choose)
    assert rows_of(result, size(of, first, second)) == row_by_row(of, first, second, of_two)


@given(st.data(), st.integers(-5, 5))
def test_plain_numbers_stand_on_either_side(data: st.DataObject, plain: int) -> None:
    of = data.draw(worlds())
    known = data.draw(numbers(of, Level.MEMBER, st.integers(1, 9), known=True))
    count = len(known.truth)
    assert rows_of(plain + known.column, count) == [plain + value for value in known.truth]
    assert rows_of(plain - known.column, count) == [plain - value for value in known.truth]
    assert rows_of(plain * known.column, count) == [plain * value for value in known.truth]
    assert rows_of(plain / known.column, count) == [plain / value for value in known.truth]
    assert rows_of(-known.column, count) == [-value for value in known.truth]


@given(st.data())
def test_totals_largest_and_counts_are_those_of_the_rows_of_each_parent(data: st.DataObject) -> None:
    of = data.draw(worlds())
    level = data.draw(st.sampled_from([Level.MEMBER, Level.INCOME]))
    known, flag = data.draw(numbers(of, level)), data.draw(flags(of, level))
    groups = of.below(level)
    amounts = [[known.truth[row] for row in rows] for rows in groups]
    answers = [[flag.truth[row] for row in rows] for rows in groups]
    assert rows_of(known.column.sum(), len(groups)) == [None if None in rows else sum(rows) for rows in amounts]
    assert rows_of(flag.column.count(), len(groups)) == [None if None in rows else sum(rows) for rows in answers]
    assert rows_of(flag.column.any(), len(groups)) == [any_of(rows) for rows in answers]
    assert rows_of(flag.column.all(), len(groups)) == [all_of(rows) for rows in answers]


def any_of(answers: list[Any]) -> Any:
    return True if True in answers else None if None in answers else False


def all_of(answers: list[Any]) -> Any:
    return False if False in answers else None if None in answers else True


@given(st.data())
def test_the_largest_of_amounts_is_found_per_parent_and_is_nought_for_none(data: st.DataObject) -> None:
    of = data.draw(worlds())
    known = data.draw(numbers(of, Level.MEMBER, st.integers(0, 2**70)))
    if isinstance(known.column.bottom, int):
        rows = [[known.truth[row] for row in rows] for rows in of.below(Level.MEMBER)]
        expected = [None if None in values else max(values, default=0) for values in rows]
        assert rows_of(known.column.largest(), len(rows)) == expected
    else:
        with pytest.raises(LevelMismatch, match="同一分母"):
            known.column.largest()


def chosen(holds: Any, kept: Any, other: Any) -> Any:
    """An open choice does not matter where both values are known and the same."""
    if holds is None:
        return kept if kept == other else None
    return kept if holds else other


@given(st.data())
def test_a_choice_is_made_row_by_row_on_the_lowest_level(data: st.DataObject) -> None:
    of = data.draw(worlds())
    then, rest = data.draw(numbers(of, data.draw(LEVELS))), data.draw(numbers(of, data.draw(LEVELS)))
    flag = data.draw(flags(of, data.draw(LEVELS)))
    level = lower(lower(then.level, rest.level), flag.level)
    rows = zip(at_level(of, flag, level), at_level(of, then, level), at_level(of, rest, level), strict=True)
    expected = [chosen(holds, kept, other) for holds, kept, other in rows]
    assert rows_of(then.column.or_else(flag.column, rest.column), of.tables[level].size) == expected
    kept = [chosen(h, value, 0) for h, value in zip(at_level(of, flag, level), at_level(of, then, level), strict=True)]
    assert rows_of((then.column.at(of.tables[level])).where(flag.column), of.tables[level].size) == kept
    assert rows_of((then.column.at(of.tables[level])) * flag.column, of.tables[level].size) == kept


@given(st.data())
def test_a_value_nobody_vouches_for_is_unknown(data: st.DataObject) -> None:
    of = data.draw(worlds())
    value, answer = data.draw(numbers(of, Level.MEMBER)), data.draw(flags(of, Level.MEMBER))
    vouched = data.draw(flags(of, data.draw(st.sampled_from([Level.HOUSEHOLD, Level.MEMBER]))))
    count = of.tables[Level.MEMBER].size
    for known in (value, answer):
        rows = zip(known.truth, at_level(of, vouched, Level.MEMBER), strict=True)
        expected = [row if holds else None for row, holds in rows]
        assert rows_of(known.column.known_where(vouched.column), count) == expected


def test_a_sum_beyond_sixty_four_bits_goes_on_in_whole_numbers() -> None:
    of = world([3])
    column = Numbers(Bounded.of(np.array([2**62, 2**62, 2**62])), 1, of.tables[Level.MEMBER])
    assert column.sum().fraction(0) == 3 * 2**62
    assert (column * column).fraction(0) == 2**124
    assert (column * 8 - column * 8 + 1).fraction(2) == 1


def test_the_smallest_whole_number_keeps_its_sign_and_size() -> None:
    of = world([1])
    column = Numbers(Bounded.of(np.array([-(2**63)])), 1, of.tables[Level.MEMBER])
    assert (-column).fraction(0) == 2**63
    assert (1 / column).fraction(0) == Fraction(-1, 2**63)


def test_numbers_are_made_of_whatever_is_exact() -> None:
    of = world([2])
    assert Numbers.of(Fraction(3, 4)).fraction(0) == Fraction(3, 4)
    assert Numbers.of(np.array([5, 6]), of.tables[Level.MEMBER]).fraction(1) == 6
    assert Numbers.of("0.35").fraction(0) == Fraction(7, 20)
    column = Numbers.of(7)
    assert Numbers.of(column) is column


def test_columns_of_households_have_nothing_to_be_totalled_into() -> None:
    of = world([1])
    with pytest.raises(LevelMismatch, match="只能用于成员"):
        Numbers.of(np.array([5]), of.tables[Level.HOUSEHOLD]).sum()
    with pytest.raises(LevelMismatch, match="只能用于成员"):
        Numbers.of(5).sum()


UNKNOWN, FALSE, TRUE = None, False, True
KLEENE = [TRUE, FALSE, UNKNOWN]


def column_of(answers: list[Any], of: World) -> Flags:
    lost = np.array([answer is None for answer in answers])
    # what stands in an unknown row must never show: try both
    mask = np.array([bool(answer) if answer is not None else row % 2 == 0 for row, answer in enumerate(answers)])
    return Flags(mask, of.tables[Level.MEMBER], lost if lost.any() else None)


def test_and_or_not_follow_the_tables_of_kleene() -> None:
    pairs = [pair for pair in product(KLEENE, repeat=2) for _ in range(2)]  # each pair with either placeholder
    of = world([len(pairs)])
    first, second = column_of([a for a, _ in pairs], of), column_of([b for _, b in pairs], of)
    assert rows_of(first & second, len(pairs)) == [all_of(list(pair)) for pair in pairs]
    assert rows_of(first | second, len(pairs)) == [any_of(list(pair)) for pair in pairs]
    assert rows_of(~first, len(pairs)) == [None if a is None else not a for a, _ in pairs]
    assert np.array_equal(first.surely, [a is True for a, _ in pairs])
    assert np.array_equal(first.surely_not, [a is False for a, _ in pairs])


@given(st.data())
def test_flags_of_any_levels_combine_as_kleene_says(data: st.DataObject) -> None:
    of = data.draw(worlds())
    first, second = data.draw(flags(of, data.draw(LEVELS))), data.draw(flags(of, data.draw(LEVELS)))
    level = lower(first.level, second.level)
    pairs = list(zip(at_level(of, first, level), at_level(of, second, level), strict=True))
    assert rows_of(first.column & second.column, len(pairs)) == [all_of(list(pair)) for pair in pairs]
    assert rows_of(first.column | second.column, len(pairs)) == [any_of(list(pair)) for pair in pairs]


EXPRESSIONS = st.recursive(
    st.sampled_from("abc"),
    lambda inner: st.one_of(st.tuples(st.just("~"), inner), st.tuples(st.sampled_from("&|"), inner, inner)),
    max_leaves=8,
)


def computed(expression: Any, values: dict[str, Any]) -> Any:
    if isinstance(expression, str):
        return values[expression]
    if expression[0] == "~":
        return ~computed(expression[1], values)
    first, second = computed(expression[1], values), computed(expression[2], values)
    return first & second if expression[0] == "&" else first | second


@given(EXPRESSIONS)
def test_what_is_decided_despite_unknowns_would_be_decided_so_whatever_they_turn_out_to_be(expression: Any) -> None:
    cases = list(product(KLEENE, repeat=3))
    of = world([len(cases)])
    columns = {name: column_of([case[n] for case in cases], of) for n, name in enumerate("abc")}
    for case, answer in zip(cases, rows_of(computed(expression, columns), len(cases)), strict=True):
        possible = [[value] if value is not None else [True, False] for value in case]
        outcomes = {
            bool(computed(expression, dict(zip("abc", map(np.bool_, full), strict=True))))
            for full in product(*possible)
        }
        assert answer is None or {answer} == outcomes


def test_flags_count_as_one_and_nought() -> None:
    of = world([3])
    column = column_of([True, False, None], of)
    assert rows_of(column.as_number(), 3) == [1, 0, None]
    assert Flags(np.True_, None).as_number().fraction(0) == 1
