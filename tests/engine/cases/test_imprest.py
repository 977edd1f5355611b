"""The petty fund of a township: never below zero, in order, added to only, seen by its township and the county."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.audit.models import Event
from minzheng.engine.cases import imprest
from minzheng.engine.cases.imprest import Booking
from minzheng.engine.cases.models import Case, Decision, ImprestEntry, ImprestFund, ImprestReconciliation
from minzheng.engine.cases.types import CaseProblem
from tests.engine.cases.conftest import MONDAY, SOCIAL, County
from tests.engine.cases.test_races import at_once

TOWNSHIP = 530129001000
CEILING = 10_000_00


def do(county: County, by: str, work: Callable[..., Any], **more: Any) -> Any:
    with scoped(county.actors[by]):
        return work(**{"division": TOWNSHIP, "service": SOCIAL, "by": county.actors[by], "at": MONDAY} | more)


def funded(county: County, amount: int = 3_000_00) -> County:
    do(county, "county", imprest.open_fund, ceiling=CEILING)
    if amount:
        do(county, "county", imprest.refill, amount=amount, document="拨-1")
    return county


def decided(county: County, amount: int) -> Decision:
    case = county.open()
    with scoped(SYSTEM):
        return Decision.objects.create(
            case=Case.objects.get(pk=case.pk),
            kind="first_aid",
            amount=amount,
            known_at=MONDAY,
            grounds=b"",
            decided_at=MONDAY,
        )


def spend(county: County, amount: int) -> ImprestEntry:
    return pay(county, decided(county, amount))


def pay(county: County, decision: Decision) -> ImprestEntry:
    with scoped(county.actors["lead"]):
        return imprest.spend(decision=decision, amount=decision.amount or 0, by=county.actors["lead"], at=MONDAY)


def left(county: County, by: str = "lead") -> int | None:
    with scoped(county.actors[by]):
        return imprest.balance_of(TOWNSHIP)


def test_what_comes_and_goes_stands_in_order_with_what_is_left(county: County) -> None:
    funded(county)
    spend(county, 800_00)
    do(county, "clerk", imprest.give_back, amount=200_00, document="交-1")
    with scoped(county.actors["clerk"]):
        lines = imprest.lines_of(TOWNSHIP)
    assert [(line.serial, line.kind, line.amount, line.balance) for line in lines] == [
        (1, Booking.REFILL, 3_000_00, 3_000_00), (2, Booking.SPENT, -800_00, 2_200_00), (3, Booking.GIVEN_BACK, -200_00, 2_000_00),
    ]  # fmt: skip
    assert [line.kind.label for line in lines] == ["拨入", "支出", "交回"]
    assert (lines[0].case, lines[1].case != "") == ("", True)
    assert Event.objects.filter(action="cases.book").count() == 3


def test_more_than_is_there_is_never_spent_or_given_back(county: County) -> None:
    funded(county)
    with pytest.raises(CaseProblem, match=r"余额3,000\.00元，不足3,000\.01元"):
        spend(county, 3_000_01)
    with pytest.raises(CaseProblem, match="不足"):
        do(county, "clerk", imprest.give_back, amount=3_000_01, document="交-1")
    spend(county, 3_000_00)
    assert left(county) == 0


@pytest.mark.parametrize("amount", [0, -1, 10**15])
def test_only_amounts_above_zero_are_booked(county: County, amount: int) -> None:
    funded(county)
    with pytest.raises(CaseProblem):
        do(county, "county", imprest.refill, amount=amount, document="拨-2")
    with pytest.raises(CaseProblem):
        spend(county, amount)
    assert left(county) == 3_000_00


def test_a_fund_is_filled_up_to_its_ceiling_and_no_further(county: County) -> None:
    funded(county, 9_000_00)
    with pytest.raises(CaseProblem, match="超过限额"):
        do(county, "county", imprest.refill, amount=1_000_01, document="拨-2")
    do(county, "county", imprest.refill, amount=1_000_00, document="拨-2")
    spend(county, 4_000_00)
    do(county, "county", imprest.refill, amount=4_000_00, document="拨-3")
    assert left(county) == CEILING


def test_every_refill_names_its_document(county: County) -> None:
    funded(county, 0)
    for document in ("", "  ", "凭" * 61):
        with pytest.raises(CaseProblem, match="凭证号"):
            do(county, "county", imprest.refill, amount=1, document=document)


def test_the_county_fills_the_township_gives_back_and_nobody_else_does(county: County) -> None:
    funded(county)
    for by in ("clerk", "lead", "stranger", "village"):
        with pytest.raises(AccessProblem):
            do(county, by, imprest.refill, amount=1, document="拨-2")
        with pytest.raises(AccessProblem):
            do(county, by, imprest.open_fund, ceiling=1)
    for by in ("stranger", "village", "verifier"):
        with pytest.raises(AccessProblem):
            do(county, by, imprest.give_back, amount=1, document="交-1")


def test_a_township_has_one_fund_and_a_village_none(county: County) -> None:
    funded(county)
    with pytest.raises(CaseProblem, match="已经设立"):
        do(county, "county", imprest.open_fund, ceiling=1)
    for division in (530129001001, 530129000000, 530129998000):
        with pytest.raises((CaseProblem, AccessProblem)):
            do(county, "county", imprest.open_fund, division=division, ceiling=1)
    with pytest.raises(CaseProblem, match="没有设立"):
        do(county, "county", imprest.refill, division=530129103000, amount=1, document="拨-1")
    with pytest.raises(CaseProblem, match="大于零"):
        do(county, "county", imprest.open_fund, division=530129103000, ceiling=0)


def test_a_line_once_booked_is_never_changed(county: County) -> None:
    do(funded(county), "county", imprest.reconcile, until=date(2026, 8, 3), statement=3_000_00)
    for model in (ImprestEntry, ImprestReconciliation):
        rows: Any = model.objects
        for change in (lambda rows: rows.update(fund=F("fund")), lambda rows: rows.all()._raw_delete("default")):
            with pytest.raises(IntegrityError, match="never changed"), scoped(SYSTEM), transaction.atomic():
                change(rows)


@pytest.mark.parametrize(("serial", "balance"), [(1, 3_001_00), (2, 3_000_00), (3, 3_001_00)])
def test_the_database_refuses_a_line_that_does_not_follow(county: County, serial: int, balance: int) -> None:
    funded(county)
    with scoped(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        ImprestEntry.objects.create(
            fund=ImprestFund.objects.get(), division_id=TOWNSHIP, serial=serial, kind=1, amount=1_00, balance=balance,
            document="拨", booked_on=MONDAY.date(), booked_at=MONDAY, booked_by="x",
        )  # fmt: skip


def test_another_township_sees_neither_fund_nor_lines(county: County) -> None:
    funded(county)
    with scoped(county.actors["stranger"]):
        assert (imprest.balance_of(TOWNSHIP), imprest.lines_of(TOWNSHIP)) == (None, [])
        assert [model.objects.count() for model in (ImprestFund, ImprestEntry)] == [0, 0]
    assert [left(county, by) for by in ("clerk", "county")] == [3_000_00, 3_000_00]
    assert ImprestFund.objects.count() == 0


def test_a_difference_to_the_bank_is_explained_and_a_day_reconciled_once(county: County) -> None:
    funded(county)
    with pytest.raises(CaseProblem, match="两者不符"):
        do(county, "county", imprest.reconcile, until=date(2026, 8, 3), statement=2_999_00)
    done = do(county, "county", imprest.reconcile, until=date(2026, 8, 3), statement=2_999_00, explanation="手续费")
    assert (done.balance, done.statement, done.last_serial) == (3_000_00, 2_999_00, 1)
    for until in (date(2026, 8, 3), date(2026, 8, 1), date(2026, 8, 4)):
        with pytest.raises(CaseProblem, match="对账截止日"):
            do(county, "county", imprest.reconcile, until=until, statement=3_000_00)
    do(county, "county", imprest.refill, amount=1_00, document="拨-2", at=MONDAY + timedelta(days=1))
    with scoped(county.actors["county"]):
        assert [line.reconciled for line in imprest.lines_of(TOWNSHIP)] == [True, False]


BOOKINGS = st.lists(st.tuples(st.sampled_from(["refill", "give_back", "spend"]), st.integers(-5, 6_000_00)), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bookings=BOOKINGS)
def test_whatever_is_booked_the_sum_is_what_is_left_and_never_below_zero(
    county: County, bookings: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        funded(county, 0)
        expected = 0
        for kind, amount in bookings:
            sign = 1 if kind == "refill" else -1
            try:
                if kind == "spend":
                    spend(county, amount)
                else:
                    do(
                        county,
                        "county" if sign > 0 else "clerk",
                        getattr(imprest, kind),
                        amount=amount,
                        document="凭-1",
                    )
            except CaseProblem:
                assert amount <= 0 or not 0 <= expected + sign * amount <= CEILING
                continue
            assert amount > 0
            expected += sign * amount
            assert 0 <= expected <= CEILING
        assert left(county) == expected
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_spend_the_last_money_at_once_as_many_do_as_it_lasts_for(county: County) -> None:
    funded(county, 3_500_00)
    waiting = [decided(county, 1_000_00) for _ in range(10)]
    results = at_once(10, lambda: pay(county, waiting.pop()))
    assert sum(isinstance(result, ImprestEntry) for result in results) == 3
    assert sum(isinstance(result, CaseProblem) for result in results) == 7
    assert left(county) == 500_00
