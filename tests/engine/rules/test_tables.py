from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from minzheng.engine.rules.tables import Table
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import LINE, World, offsets, world, worlds

HOUSEHOLDS = Table(Level.HOUSEHOLD, 2)


@pytest.mark.parametrize("bounds", [[0, 1], [1, 2, 3], [0, 2, 1], [0, 1, 2], [0, 3, 3, 3]])
def test_it_rejects_offsets_that_do_not_share_out_the_rows(bounds: list[int]) -> None:
    with pytest.raises(ValueError, match="partition"):
        Table(Level.MEMBER, 3, HOUSEHOLDS, np.array(bounds))


def test_a_level_without_rows_needs_no_offsets() -> None:
    assert list(Table(Level.MEMBER, 0, HOUSEHOLDS).counts) == [0, 0]


def test_households_have_no_parents_to_count_by() -> None:
    with pytest.raises(ValueError, match="no parent"):
        _ = HOUSEHOLDS.counts


@given(worlds())
def test_rows_are_counted_spread_and_combined_per_parent(of: World) -> None:
    for level in LINE[1:]:
        table, groups = of.tables[level], of.below(level)
        assert list(table.counts) == [len(rows) for rows in groups]
        assert table.widest == max((len(rows) for rows in groups), default=0)
        numbers = np.arange(table.size)
        assert list(np.atleast_1d(table.total(numbers))) == [sum(rows) for rows in groups]
        assert list(table.largest(numbers)) == [max(rows, default=0) for rows in groups]
        assert list(np.atleast_1d(table.any(numbers % 3 == 1))) == [
            any(row % 3 == 1 for row in rows) for rows in groups
        ]
        parents = np.arange(len(groups))
        assert list(table.spread(parents)) == of.above(level, level.parent or level)


def test_the_way_down_passes_through_every_level_between() -> None:
    of = world([1], [2])
    household, member, income = (of.tables[level] for level in LINE)
    assert income.line_to(household) == [member, income]
    assert income.line_to(income) == []
    assert household.line_to(income) is None
    assert Table(Level.OBLIGOR, 1, household, offsets([1])).line_to(member) is None
