from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.joining import Joined
from minzheng.engine.rules.levels import LevelMismatch
from minzheng.kernel.codes import EXPENSE_KIND
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import Known, flags, numbers, rows_of, unknowns, world, worlds


def whole_of(parts: list[Any]) -> Any:
    """The tables of a population that has all members of the parts."""
    return world([sum(part.tables[Level.MEMBER].size for part in parts)]).tables


def joined(columns: list[Any], tables: Any) -> Any:
    whole = Joined(columns[0], tables)
    for column in columns[1:]:
        whole.add(column)
    return whole.column()


@given(st.data(), st.sampled_from([numbers, flags]))
def test_columns_of_parts_follow_one_another(data: st.DataObject, kind: Any) -> None:
    parts = data.draw(st.lists(worlds(), min_size=1, max_size=3))
    known: list[Known] = [data.draw(kind(part, Level.MEMBER)) for part in parts]
    truth = [value for each in known for value in each.truth]
    assert rows_of(joined([each.column for each in known], whole_of(parts)), len(truth)) == truth


@given(st.data())
def test_codes_of_parts_follow_one_another(data: st.DataObject) -> None:
    parts = [world([2]), world([1, 2])]
    columns, truth = [], []
    for part in parts:
        table = part.tables[Level.MEMBER]
        values = [data.draw(st.sampled_from([item.number for item in EXPENSE_KIND])) for _ in range(table.size)]
        unknown, lost = data.draw(unknowns(table.size))
        columns.append(Codes(np.array(values, np.int16), EXPENSE_KIND, table, unknown))
        truth += [None if gone else value for value, gone in zip(values, lost, strict=True)]
    assert rows_of(joined(columns, whole_of(parts)), 5) == truth


def test_a_single_value_for_whatever_rows_has_no_place() -> None:
    of = world([2])
    with pytest.raises(LevelMismatch, match="参数不分户"):
        joined([Numbers.of(3)], of.tables)
    with pytest.raises(LevelMismatch, match="参数不分户"):
        joined([Flags(np.True_, None)], of.tables)


@pytest.mark.parametrize("huge", [2**63 - 1, 2**63, -(2**63), 2**70])
def test_amounts_at_and_beyond_the_limit_of_a_word_stay_exact(huge: int) -> None:
    one, other = (world([1]).tables[Level.MEMBER] for _ in range(2))
    for first, second in ((huge, 1), (1, huge)):
        parts = [Numbers(Bounded.of(top), bottom, of) for top, bottom, of in ((first, 2, one), (second, 3, other))]
        assert rows_of(joined(parts, world([2]).tables), 2) == [Fraction(first, 2), Fraction(second, 3)]
