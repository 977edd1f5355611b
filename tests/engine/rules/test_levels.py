from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.levels import LevelMismatch, common_table
from minzheng.kernel.codes import AREA_CLASS
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import LINE, flags, numbers, rows_of, world, worlds


@given(st.data())
def test_a_column_repeats_its_values_for_every_row_below(data: st.DataObject) -> None:
    of = data.draw(worlds())
    start = data.draw(st.integers(0, 2))
    known = data.draw(st.sampled_from([numbers, flags]).flatmap(lambda kind: kind(of, LINE[start])))
    for level in LINE[start:]:
        table = of.tables[level]
        column = known.column.at(table)
        assert rows_of(column, table.size) == [known.truth[row] for row in of.above(level, LINE[start])]
        assert known.column.at(table) is column or table is known.column.table


def test_codes_repeat_for_every_row_below() -> None:
    of = world([2, 1])
    area = Codes(np.array([1, 2]), AREA_CLASS, of.tables[Level.HOUSEHOLD], np.array([False, True]))
    assert rows_of(area.at(of.tables[Level.MEMBER]), 3) == [1, 1, None]


def test_one_value_for_all_goes_anywhere() -> None:
    of = world([2])
    everywhere = Numbers.of(5)
    assert everywhere.at(of.tables[Level.INCOME]) is everywhere
    assert rows_of(everywhere.placed(of.tables[Level.MEMBER]), 2) == [5, 5]
    assert everywhere.table is None


def test_a_column_is_placed_on_a_level_below_its_own() -> None:
    of = world([2])
    column = Numbers.of(np.array([7]), of.tables[Level.HOUSEHOLD])
    assert rows_of(column.placed(of.tables[Level.MEMBER]), 2) == [7, 7]


def test_a_column_known_nowhere_forgets_what_it_knew_on_every_level() -> None:
    of = world([2])
    column = Flags(np.array([True]), of.tables[Level.HOUSEHOLD])
    assert rows_of(column.at(of.tables[Level.MEMBER]), 2) == [True, True]
    lost = column.known_nowhere()
    assert rows_of(lost.at(of.tables[Level.MEMBER]), 2) == [None, None]
    assert rows_of(column, 1) == [True]


@pytest.mark.parametrize(("first", "second"), [(Level.MEMBER, Level.OBLIGOR), (Level.OBLIGOR, Level.INCOME)])
def test_levels_that_do_not_lie_on_one_line_cannot_meet(first: Level, second: Level) -> None:
    of = world([1], [1])
    one, other = Numbers.of(np.array([1]), of.tables[first]), Numbers.of(np.array([1]), of.tables[second])
    with pytest.raises(LevelMismatch, match=r"MEMBER|OBLIGOR"):
        one + other
    with pytest.raises(LevelMismatch, match=r"MEMBER|OBLIGOR"):
        other + one


def test_a_column_cannot_go_up_without_an_aggregate() -> None:
    of = world([1])
    with pytest.raises(LevelMismatch):
        Numbers.of(np.array([1]), of.tables[Level.MEMBER]).at(of.tables[Level.HOUSEHOLD])


def test_values_for_all_have_no_common_level() -> None:
    assert common_table(Numbers.of(1), Numbers.of(2)) is None
    of = world([1])
    assert common_table(Numbers.of(1), Numbers.of(np.array([2]), of.tables[Level.MEMBER])) is of.tables[Level.MEMBER]
