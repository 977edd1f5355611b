from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.parameters import Parameter, ParameterBook, ParameterProblem, ParameterType, ParameterValue

STANDARD = Parameter(
    "dibao_standard", "最低生活保障标准", ParameterType.MONEY, "元/人·月", "社会救助法 第十九条", "设区的市"
)
SINCE = date(2026, 1, 1)


def value(place: str, amount: int, since: date = SINCE, until: date | None = None, **more: Any) -> ParameterValue:
    more.setdefault("source", "县政发〔2026〕1号")
    return ParameterValue("dibao_standard", place, since, until, Fraction(amount), **more)


def book(*values: ParameterValue) -> ParameterBook:
    return ParameterBook([STANDARD], values)


def amount(values: ParameterBook, place: str, on: date = SINCE) -> Any:
    row = values.setting("dibao_standard", place=place, on=on).row
    return None if row is None else row.value


def test_the_nearest_division_wins() -> None:
    values = book(value("", 1), value("53", 2), value("5301", 3), value("530129", 4), value("530129103", 5))
    assert amount(values, "530129103002") == 5
    assert amount(values, "530129001001") == 4
    assert amount(values, "530100000000") == 3
    assert amount(values, "539900000000") == 2
    assert amount(values, "110000000000") == 1
    assert amount(book(value("530129", 4)), "530130000000") is None


def test_a_nearer_value_wins_only_while_it_holds() -> None:
    values = book(value("53", 2), value("530129", 4, until=date(2026, 6, 30)))
    assert amount(values, "530129", date(2026, 6, 30)) == 4
    assert amount(values, "530129", date(2026, 7, 1)) == 2
    assert amount(values, "530129", date(2025, 12, 31)) is None


@given(st.data())
def test_periods_that_share_a_day_at_one_place_are_refused(data: st.DataObject) -> None:
    days = st.integers(0, 60).map(lambda shift: SINCE + timedelta(shift))
    first, second = data.draw(st.tuples(days, days).map(sorted)), data.draw(st.tuples(days, days).map(sorted))
    rows = [value("53", 1, *first), value("53", 2, *second)]
    if first[0] <= second[1] and second[0] <= first[1]:
        shared = max(first[0], second[0])
        with pytest.raises(ParameterProblem, match=f"参数“最低生活保障标准”在同一地区（53）{shared}当日有两个值"):
            book(*rows)
    else:
        found = book(*rows)
        assert amount(found, "53", first[0]) == 1
        assert amount(found, "53", second[1]) == 2


def test_two_rows_without_end_are_refused_and_the_nation_is_named() -> None:
    with pytest.raises(ParameterProblem, match="（全国）2026-05-01当日有两个值"):
        book(value("", 1), value("", 2, since=date(2026, 5, 1)))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ParameterProblem, match="结束日期早于开始日期"):
        book(value("53", 1, until=date(2025, 12, 31)))


def test_a_value_for_a_parameter_nobody_declared_is_refused() -> None:
    with pytest.raises(ParameterProblem, match="参数 dibao_standard 没有在任何事项的 params/ 中声明"):
        ParameterBook([], [value("53", 1)])


def test_a_decision_may_stand_only_on_a_sourced_value_that_is_not_invented() -> None:
    assert value("53", 1).confirmed(demo=False)
    assert not value("53", 1, source=None).confirmed(demo=True)
    assert not value("53", 1, invented=True).confirmed(demo=False)
    assert value("53", 1, invented=True).confirmed(demo=True)
    assert not book().setting("dibao_standard", place="53", on=SINCE).confirmed
    assert book(value("53", 1, invented=True)).at(place="53", on=SINCE, demo=True)["dibao_standard"].confirmed


def test_it_tells_where_and_when_values_are_set() -> None:
    values = book(value("53", 1, until=date(2026, 6, 30)), value("530129", 2, since=date(2026, 3, 1)))
    assert values.places() == ["530129", "53"]
    assert values.change_dates() == [SINCE, date(2026, 3, 1)]
