from datetime import date

import pytest

from minzheng.kernel.holiday_tables import TABLES, TableStatus


def test_the_years_2020_to_2027_are_there_in_order():
    assert [table.year for table in TABLES] == list(range(2020, 2028))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.year))
def test_every_table_names_its_source(table):
    assert f"{table.year}年" in table.source or table.status is TableStatus.ESTIMATED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.year))
def test_make_up_days_lie_on_weekends_and_outside_the_holidays(table):
    assert all(day.weekday() >= 5 for day in table.makeup_workdays)
    assert not set(table.makeup_workdays) & set(table.holidays)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.year))
def test_ranges_run_forward(table):
    assert all(first <= last for _, first, last in table.ranges)


def test_only_2027_is_estimated():
    assert [table.year for table in TABLES if table.status is TableStatus.ESTIMATED] == [2027]
    assert str(TABLES[-1].status) == "预估"


def test_2027_holds_the_thirteen_statutory_days():
    assert len(TABLES[-1].holidays) == 13
    assert {date(2027, 2, 5), date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)} <= set(TABLES[-1].holidays)


def test_the_new_year_bridge_of_2023_began_in_2022():
    assert date(2022, 12, 31) in TABLES[3].holidays
