from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.parameters import Parameter, ParameterType, ParameterValue, Setting
from minzheng.engine.rules.settings import Bands, ByCode, as_rules_see
from minzheng.kernel.codes import AREA_CLASS
from minzheng.kernel.facts import Level
from tests.engine.rules.worlds import rows_of, world


def setting(kind: ParameterType, value: Any, *, source: str | None = "文件", **more: Any) -> Setting:
    parameter = Parameter("p", "参数", kind, "", "社会救助法 第十八条", "县", **more)
    row = None if value is None else ParameterValue("p", "", date(2026, 1, 1), None, value, source)
    return Setting(parameter, row, row is not None and row.confirmed(demo=False))


def one(column: Any) -> Any:
    return rows_of(column.placed(world([1]).tables[Level.HOUSEHOLD]), 1)[0]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ParameterType.MONEY, Fraction(65000)),
        (ParameterType.SHARE, Fraction(1, 3)),
        (ParameterType.COUNT, Fraction(12)),
    ],
)
def test_numbers_are_exact_where_confirmed_and_unknown_otherwise(kind: ParameterType, value: Fraction) -> None:
    assert one(as_rules_see(setting(kind, value))) == value
    assert one(as_rules_see(setting(kind, value, source=None))) is None
    assert one(as_rules_see(setting(kind, None))) is None


def test_flags_are_answers_where_confirmed_and_unknown_otherwise() -> None:
    assert one(as_rules_see(setting(ParameterType.FLAG, True))) is True
    assert one(as_rules_see(setting(ParameterType.FLAG, False))) is False
    assert one(as_rules_see(setting(ParameterType.FLAG, True, source=None))) is None
    assert one(as_rules_see(setting(ParameterType.FLAG, None))) is None


@pytest.mark.parametrize(("kind", "value"), [(ParameterType.CHOICE, "GAP"), (ParameterType.CODES, ("X11",))])
def test_choices_and_lists_are_given_as_they_are_and_none_where_unconfirmed(kind: ParameterType, value: Any) -> None:
    assert as_rules_see(setting(kind, value)) == value
    assert as_rules_see(setting(kind, value, source=None)) is None
    assert as_rules_see(setting(kind, None)) is None


def areas(*keys: str | None) -> Codes:
    of = world([1] * len(keys))
    numbers = np.array([0 if key is None else AREA_CLASS.number(key) for key in keys])
    return Codes(numbers, AREA_CLASS, of.tables[Level.HOUSEHOLD])


def test_a_value_by_code_is_looked_up_row_by_row() -> None:
    standard = as_rules_see(
        setting(ParameterType.MONEY, {"URBAN": Fraction(800), "RURAL": Fraction(6500, 12)}, by="area_class")
    )
    found = standard[areas("RURAL", "URBAN", None)]
    assert rows_of(found, 3) == [Fraction(6500, 12), 800, None]
    assert one(standard["RURAL"]) == Fraction(6500, 12)
    assert one(standard[Codes(1, AREA_CLASS, None)]) == 800
    assert one(standard[Codes(0, AREA_CLASS, None)]) is None


def test_an_unknown_code_has_an_unknown_value() -> None:
    codes = areas("RURAL", "URBAN")
    codes.unknown = np.array([False, True])
    nobody_knows = Codes(1, AREA_CLASS, codes.table, np.array([False, True]))
    assert rows_of(ByCode({"URBAN": Fraction(1)})[nobody_knows], 2) == [1, None]
    assert rows_of(ByCode({"URBAN": Fraction(1), "RURAL": Fraction(2)})[codes], 2) == [2, None]


def test_codes_not_named_have_the_value_of_the_others_or_none() -> None:
    assert rows_of(ByCode({"URBAN": Fraction(1)}, Fraction(0))[areas("URBAN", "RURAL")], 2) == [1, 0]
    assert rows_of(ByCode({"URBAN": Fraction(1)})[areas("URBAN", "RURAL")], 2) == [1, None]
    assert one(ByCode({"URBAN": Fraction(1)})["RURAL"]) is None
    assert rows_of(
        as_rules_see(setting(ParameterType.MONEY, None, by="area_class", otherwise=Fraction(0)))[areas("RURAL")], 1
    ) == [None]
    unsourced = setting(
        ParameterType.MONEY, {"RURAL": Fraction(5)}, source=None, by="area_class", otherwise=Fraction(0)
    )
    assert rows_of(as_rules_see(unsourced)[areas("RURAL")], 1) == [None]


ROWS = (
    {"code": "A", "max_ratio": Fraction(1, 4), "per_person": Fraction(480)},
    {"code": "B", "max_ratio": Fraction(1), "per_person": Fraction(200)},
)


def picked(bands: Bands, income: int) -> Any:
    return one(bands.pick("per_person", Numbers.of(income), at_most="max_ratio", of=Numbers.of(1000)))


def test_the_first_band_that_reaches_counts_its_end_included() -> None:
    bands = as_rules_see(setting(ParameterType.TABLE, ROWS))
    assert [picked(bands, income) for income in (0, 250, 251, 1000, 1001)] == [480, 480, 200, 200, 0]


def test_bands_nobody_has_set_give_nothing_known() -> None:
    assert picked(as_rules_see(setting(ParameterType.TABLE, None)), 0) is None
    assert picked(as_rules_see(setting(ParameterType.TABLE, ROWS, source=None)), 0) is None


GRADES = (
    {"above": Fraction(2000), "rate": Fraction(2, 5)},
    {"above": Fraction(0), "rate": Fraction(3, 10)},
    {"above": Fraction(5000), "rate": Fraction(1, 2)},
)


def by_hand(amount: int) -> Fraction:
    """Part by part: up to 2000 at 30 %, up to 5000 at 40 %, the rest at 50 %."""
    first, second, rest = min(amount, 2000), min(max(amount - 2000, 0), 3000), max(amount - 5000, 0)
    return Fraction(3, 10) * first + Fraction(2, 5) * second + Fraction(1, 2) * rest


@given(st.integers(0, 20_000))
def test_graduated_bands_take_each_part_at_its_own_rate_however_they_are_written(amount: int) -> None:
    bands = as_rules_see(setting(ParameterType.TABLE, GRADES))
    assert one(bands.graduated("rate", Numbers.of(amount), above="above")) == by_hand(amount)


def test_the_band_reached_is_the_one_exceeded_last_its_end_not_included() -> None:
    bands = as_rules_see(setting(ParameterType.TABLE, GRADES))
    reached = [one(bands.reached("rate", Numbers.of(amount), above="above")) for amount in (0, 1, 2000, 2001, 5001)]
    assert reached == [0, Fraction(3, 10), Fraction(3, 10), Fraction(2, 5), Fraction(1, 2)]


def test_a_band_may_be_picked_by_a_number_as_it_is() -> None:
    rows = ({"until": Fraction(2), "share": Fraction(1)}, {"until": Fraction(4), "share": Fraction(1, 2)})
    bands = as_rules_see(setting(ParameterType.TABLE, rows))
    assert [one(bands.pick("share", Numbers.of(month), at_most="until")) for month in (1, 2, 3, 4, 5)] == [
        1, 1, Fraction(1, 2), Fraction(1, 2), 0,
    ]  # fmt: skip


def test_bands_by_lower_ends_nobody_has_set_give_nothing_known() -> None:
    bands = as_rules_see(setting(ParameterType.TABLE, None))
    assert one(bands.graduated("rate", Numbers.of(1), above="above")) is None
    assert one(bands.reached("rate", Numbers.of(1), above="above")) is None
