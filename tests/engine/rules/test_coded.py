from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags
from minzheng.kernel.codes import EXPENSE_KIND, RELATION, UnknownCode
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import rows_of, unknowns, world

KEYS = [item.key for item in EXPENSE_KIND]
NUMBER = {item.key: item.number for item in EXPENSE_KIND}
SOME = st.lists(st.sampled_from(KEYS), min_size=4, max_size=4)


def codes(keys: list[str], unknown: Any = None) -> Codes:
    of = world([len(keys)])
    return Codes(np.array([NUMBER[key] for key in keys]), EXPENSE_KIND, of.tables[Level.MEMBER], unknown)


@given(SOME, st.sampled_from(KEYS), unknowns(4))
def test_equality_is_decided_row_by_row(keys: list[str], wanted: str, unknown: tuple[Any, list[bool]]) -> None:
    column = codes(keys, unknown[0])
    rows = list(zip(keys, unknown[1], strict=True))
    assert rows_of(column == wanted, 4) == [None if lost else key == wanted for key, lost in rows]
    assert rows_of(column != wanted, 4) == [None if lost else key != wanted for key, lost in rows]


@given(SOME, st.lists(st.sampled_from(KEYS), max_size=3), st.sampled_from(KEYS), unknowns(4))
def test_lists_and_single_keys_may_stand_together(
    keys: list[str], group: list[str], single: str, unknown: tuple[Any, list[bool]]
) -> None:
    answer = codes(keys, unknown[0]).among(tuple(group), single)
    rows = zip(keys, unknown[1], strict=True)
    assert rows_of(answer, 4) == [None if lost else key in {*group, single} for key, lost in rows]


@pytest.mark.parametrize("wanted", [(), ("01", "10", "20", "30", "40", "50")])
def test_a_long_or_empty_list_is_looked_up(wanted: tuple[str, ...]) -> None:
    keys = ["01", "02", "20", "50", "99"]
    column = Codes(np.array([RELATION.number(key) for key in keys]), RELATION, world([5]).tables[Level.MEMBER])
    assert rows_of(column.among(wanted), 5) == [key in wanted for key in keys]


def test_a_list_nobody_has_set_leaves_the_rest_open() -> None:
    assert rows_of(codes(["MEDICAL", "RENT"]).among("RENT", None), 2) == [None, True]


@given(SOME, SOME, st.sampled_from(KEYS), unknowns(4), unknowns(4))
def test_a_code_gives_way_to_another_where_it_is_the_named_one(
    first: list[str], second: list[str], named: str, lost: tuple[Any, list[bool]], other_lost: tuple[Any, list[bool]]
) -> None:
    of = world([4])
    table = of.tables[Level.MEMBER]
    one = Codes(np.array([NUMBER[key] for key in first]), EXPENSE_KIND, table, lost[0])
    two = Codes(np.array([NUMBER[key] for key in second]), EXPENSE_KIND, table, other_lost[0])
    rows = zip(first, second, lost[1], other_lost[1], strict=True)
    expected = [
        None if gone else (None if other else NUMBER[b]) if a == named else NUMBER[a] for a, b, gone, other in rows
    ]
    assert rows_of(one.unless(named, two), 4) == expected


def test_single_codes_stay_single() -> None:
    one, two = Codes(2, EXPENSE_KIND, None), Codes(3, EXPENSE_KIND, None)
    assert one.unless("MEDICAL", two).values == 3
    assert one.unless("RENT", two).values == 2
    assert one.unless_flagged(Flags(np.True_, None), 9).values == 9
    assert one.among("MEDICAL").mask


def test_a_flag_overrides_a_code_and_an_unknown_flag_leaves_it_open() -> None:
    column = codes(["MEDICAL", "MEDICAL", "MEDICAL"])
    flag = Flags(np.array([True, False, False]), column.table, np.array([False, False, True]))
    assert rows_of(column.unless_flagged(flag, NUMBER["RENT"]), 3) == [NUMBER["RENT"], NUMBER["MEDICAL"], None]
    assert rows_of(column.unless_flagged(flag, NUMBER["MEDICAL"]), 3) == [NUMBER["MEDICAL"]] * 3


def test_a_key_outside_the_list_is_refused() -> None:
    with pytest.raises(UnknownCode):
        codes(["MEDICAL"]).among("GIFT")
    with pytest.raises(UnknownCode):
        _ = codes(["MEDICAL"]) == "GIFT"
