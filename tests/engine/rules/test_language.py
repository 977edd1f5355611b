from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.language import (
    at_least,
    at_most,
    either,
    first_of,
    known_where,
    obligor_rule,
    requires,
    rounded,
    rule,
)
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.facts import Level
from minzheng.kernel.money import Rounding
from tests.engine.rules.worlds import Known, flags, numbers, rows_of, world, worlds

AMOUNTS = st.one_of(st.integers(-(10**7), 10**7), st.sampled_from([2**62, -(2**62), 2**70, 50, -50, 150, 149, 151, 0]))


@given(st.data(), st.sampled_from(Rounding))
def test_money_is_rounded_as_the_kernel_rounds_it(data: st.DataObject, how: Rounding) -> None:
    of = data.draw(worlds())
    known = data.draw(numbers(of, Level.MEMBER, AMOUNTS))
    expected = [None if amount is None else how.apply(amount) for amount in known.truth]
    assert rows_of(rounded(known.column, how.value), len(known.truth)) == expected


@given(st.fractions(), st.sampled_from(Rounding))
def test_a_single_amount_is_rounded_too(amount: Fraction, how: Rounding) -> None:
    assert rounded(Numbers.of(amount), how.value).fraction(0) == how.apply(amount)


def test_nobody_knows_the_amount_where_nobody_has_said_how_to_round() -> None:
    assert rows_of(rounded(Numbers.of(5), None).placed(world([2]).tables[Level.MEMBER]), 2) == [None, None]


@given(st.data())
def test_floors_and_ceilings_hold_row_by_row(data: st.DataObject) -> None:
    of = data.draw(worlds())
    known = data.draw(numbers(of, Level.MEMBER))
    bound = data.draw(st.fractions(max_denominator=1000))
    count = len(known.truth)
    assert rows_of(at_least(bound, known.column), count) == [None if v is None else max(bound, v) for v in known.truth]
    assert rows_of(at_most(bound, known.column), count) == [None if v is None else min(bound, v) for v in known.truth]


@given(st.data())
def test_either_takes_the_one_or_the_other(data: st.DataObject) -> None:
    of = data.draw(worlds())
    flag: Known = data.draw(flags(of, Level.MEMBER))
    expected = [None if holds is None else (3 if holds else Fraction(1, 2)) for holds in flag.truth]
    assert rows_of(either(flag.column, 3, Fraction(1, 2)), len(expected)) == expected


def test_either_needs_only_the_side_it_takes() -> None:
    of = world([2])
    flag = Flags(np.array([True, False]), of.tables[Level.MEMBER])
    nobody_knows = Numbers.of(0, unknown=np.True_)
    nobody_knows.unknown = np.True_
    assert rows_of(either(flag, 1, nobody_knows), 2) == [1, None]
    assert rows_of(either(flag, nobody_knows, 1), 2) == [None, 1]


def test_the_first_condition_that_holds_gives_the_code_whatever_is_unknown_behind_it() -> None:
    of = world([6])
    table = of.tables[Level.MEMBER]
    first = Flags(np.array([True, False, False, False, False, False]), table, np.array([0, 0, 0, 1, 0, 0], bool))
    second = Flags(np.array([False, True, False, True, False, True]), table, np.array([1, 0, 0, 0, 1, 0], bool))
    column = first_of("benefit_type", DIBAO=first, EDGE=second, otherwise="NONE")
    keys = [None if number is None else BENEFIT_TYPE.key(number) for number in rows_of(column, 6)]
    assert keys == ["DIBAO", "EDGE", "NONE", None, None, "EDGE"]


def test_what_is_otherwise_may_be_codes_themselves() -> None:
    of = world([2])
    flag = Flags(np.array([True, False]), of.tables[Level.MEMBER])
    inner = first_of("benefit_type", TEKUN=~flag, otherwise="NONE")
    assert rows_of(first_of("benefit_type", DIBAO=flag, otherwise=inner), 2) == [
        BENEFIT_TYPE.number("DIBAO"),
        BENEFIT_TYPE.number("TEKUN"),
    ]


def test_a_number_nobody_has_established_is_unknown() -> None:
    of = world([2])
    flag = Flags(np.array([True, False]), of.tables[Level.MEMBER])
    assert rows_of(known_where(flag, Numbers.of(4)), 2) == [4, None]


def test_decorators_say_what_a_rule_is_about() -> None:
    @rule(
        "社会救助法 第十八条", since="2026-07-01", until="2030-12-31", unit="元/月", name="named", when={"mode": "GAP"}
    )
    def household() -> None:
        """家庭"""

    @requires("社会救助法 第十八条", of=["dibao"], else_say="OTHER")
    def condition() -> None:
        """条件"""

    @obligor_rule("社会救助法 第十八条")
    def obligor() -> None:
        """义务人"""

    mark = household.rule
    assert (mark.level, mark.name, mark.unit, mark.when) == (Level.HOUSEHOLD, "named", "元/月", {"mode": "GAP"})
    assert (mark.since, mark.until) == (date(2026, 7, 1), date(2030, 12, 31))
    assert (condition.rule.of, condition.rule.else_say) == (("dibao",), "OTHER")
    assert obligor.rule.level is Level.OBLIGOR


def test_a_day_that_is_no_day_is_refused_where_the_rule_is_written() -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        rule("社会救助法 第十八条", since="2026-02-30")
