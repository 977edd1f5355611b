from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.payment_plans import Payment, PlanProblem, instalments, with_arrears

FEN = st.integers(0, 10_000_000)


@given(FEN, st.fractions(1000, 1_000_000))
def test_instalments_add_up_to_what_is_owed_and_never_exceed_the_limit(owed, most):
    parts = instalments(owed, most)
    assert sum(parts) == owed
    assert all(0 < part <= most for part in parts)
    assert len(set(parts[:-1])) <= 1
    assert all(part >= parts[-1] for part in parts)


def test_fractions_of_a_fen_are_left_with_the_household():
    assert instalments(5000, Fraction(26667, 10)) == [2666, 2334]
    assert instalments(5332, 2666) == [2666, 2666]


@pytest.mark.parametrize("most", [0, Fraction(99, 100), -5])
def test_it_refuses_a_plan_that_would_never_end(most):
    assert instalments(0, most) == []
    with pytest.raises(PlanProblem, match="不足一分"):
        instalments(1, most)


@given(st.lists(st.tuples(FEN, st.booleans())))
def test_what_did_not_arrive_comes_with_the_next_payment_and_nothing_is_lost(payments):
    rolls = list(with_arrears(payments))
    assert [roll.current for roll in rolls] == [current for current, _ in payments]
    arrived = sum(roll.total for roll, (_, paid) in zip(rolls, payments, strict=True) if paid)
    waiting = rolls[-1].total if payments and not payments[-1][1] else 0
    assert arrived + waiting == sum(current for current, _ in payments)


def test_two_returned_payments_come_together():
    rolls = list(with_arrears([(100, False), (100, False), (100, True), (100, True)]))
    assert rolls == [Payment(100, 0), Payment(100, 100), Payment(100, 200), Payment(100, 0)]
    assert [roll.total for roll in rolls] == [100, 200, 300, 100]
