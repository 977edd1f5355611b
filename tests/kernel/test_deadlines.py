from datetime import date

import pytest

from minzheng.kernel.deadlines import (
    AgeEffect,
    AppealDeadlines,
    age_effect_start,
    appeal_deadlines,
    death_effect,
    death_review_due,
    first_payment_month,
    minor_effect_end,
    publicity_end,
    review_due,
    workday_deadline,
)
from minzheng.kernel.months import Month
from minzheng.kernel.working_days import CHINA


def test_a_limit_in_working_days_excludes_the_start_day():
    assert workday_deadline(date(2026, 9, 24), 3, CHINA) == date(2026, 9, 30)


def test_a_public_notice_of_seven_days_ends_on_the_seventh_calendar_day():
    assert publicity_end(date(2026, 3, 6), 7) == date(2026, 3, 13)


def test_a_public_notice_is_not_extended_by_holidays():
    assert publicity_end(date(2026, 9, 28), 7) == date(2026, 10, 5)


@pytest.mark.parametrize("decision", [date(2026, 3, 1), date(2026, 3, 31)])
def test_payment_starts_the_month_after_the_decision(decision):
    assert first_payment_month(decision) == Month(2026, 4)


def test_a_december_decision_pays_from_january():
    assert first_payment_month(date(2026, 12, 15)) == Month(2027, 1)


@pytest.mark.parametrize(
    ("served", "reconsideration", "lawsuit"),
    [
        (date(2026, 9, 10), date(2026, 11, 9), date(2027, 3, 10)),
        (date(2026, 8, 31), date(2026, 10, 30), date(2027, 2, 28)),
    ],
)
def test_appeals_run_sixty_days_and_six_months_from_service(served, reconsideration, lawsuit):
    assert appeal_deadlines(served) == AppealDeadlines(reconsideration, lawsuit)


@pytest.mark.parametrize(
    ("birth", "mode", "month"),
    [
        (date(1956, 3, 16), AgeEffect.MONTH_AFTER, Month(2026, 4)),
        (date(1956, 3, 31), "SAME_MONTH", Month(2026, 3)),
        (date(1956, 2, 29), "SAME_MONTH", Month(2026, 2)),
    ],
)
def test_an_age_takes_effect_by_the_local_mode(birth, mode, month):
    assert age_effect_start(birth, 70, mode) == month


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="NEVER"):
        age_effect_start(date(1956, 3, 16), 70, "NEVER")


def test_a_minors_supplement_lasts_through_the_month_of_the_18th_birthday():
    assert minor_effect_end(date(2008, 3, 16)) == Month(2026, 3)


@pytest.mark.parametrize(("months", "due"), [(12, date(2027, 3, 16)), (6, date(2026, 9, 16))])
def test_a_review_is_due_by_its_interval(months, due):
    assert review_due(date(2026, 3, 16), months) == due


@pytest.mark.parametrize(
    ("death", "changed", "due"),
    [
        (date(2026, 4, 1), Month(2026, 5), date(2026, 7, 1)),
        (date(2026, 11, 30), Month(2026, 12), date(2027, 2, 28)),
        (date(2026, 12, 31), Month(2027, 1), date(2027, 3, 31)),
    ],
)
def test_a_death_counts_from_the_next_month_and_is_dealt_with_in_three(death, changed, due):
    assert death_effect(death) == changed
    assert death_review_due(death) == due
