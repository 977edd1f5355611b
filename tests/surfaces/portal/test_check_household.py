"""The answers become a household that says what was said, and leaves open what was not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minzheng.kernel.codes import ASSET_KIND, DISABILITY_GRADE, DISABILITY_TYPE, INCOME_KIND, SUPPORT_MODE
from minzheng.kernel.dates import from_day_number
from minzheng.kernel.facts import Level
from minzheng.surfaces.portal.check.answers import in_words
from minzheng.surfaces.portal.check.household import household_of
from minzheng.surfaces.portal.check.questions import given_in
from tests.surfaces.portal.test_check import DAY, FAMILY, GRANDMOTHER


def _household(answers: dict[str, str], *, on: date = DAY) -> Any:
    return household_of(given_in(answers), on=on)


@pytest.mark.parametrize(("on", "born"), [(DAY, date(1954, 8, 1)), (date(2028, 2, 29), date(1956, 2, 29))])
def test_an_age_is_a_birthday_so_many_years_ago_today(on: date, born: date) -> None:
    people = _household(GRANDMOTHER, on=on)
    assert from_day_number(int(people.values["birth_on"][0])) == born


def test_on_a_leap_day_whoever_was_born_in_no_leap_year_had_his_birthday_on_the_first_of_march() -> None:
    people = _household(GRANDMOTHER | {"age-1": "71"}, on=date(2028, 2, 29))
    assert from_day_number(int(people.values["birth_on"][0])) == date(1957, 3, 1)


@pytest.mark.parametrize(
    ("health", "grade", "kind"),
    [("SEVERE", "GRADE_2", None), ("THIRD", "GRADE_3", "INTELLECTUAL"), ("OTHER", "GRADE_4", None)],
)
def test_a_card_says_its_grade_and_leaves_open_the_kind_nobody_asked(health: str, grade: str, kind: str | None) -> None:
    people = _household(GRANDMOTHER | {"health-1": health})
    assert people.values["disability_grade"].tolist() == [DISABILITY_GRADE.number(grade)]
    if kind is None:
        assert people.unknown["disability_type"].tolist() == [True]
    else:
        assert people.values["disability_type"].tolist() == [DISABILITY_TYPE.number(kind)]


@pytest.mark.parametrize(("area", "kind"), [("RURAL", "T02"), ("URBAN", "T01")])
def test_a_pension_is_the_usual_one_of_the_place(area: str, kind: str) -> None:
    people = _household(GRANDMOTHER | {"area": area})
    assert people.values["income_kind"].tolist() == [INCOME_KIND.number(kind)]
    assert people.values["income_amount"].tolist() == [220_000]


def test_everything_owned_is_counted() -> None:
    people = _household(GRANDMOTHER | {"savings": "3000", "capital": "1万", "vehicles": "1", "dwellings": "2"})
    kinds = ["FINANCIAL", "BUSINESS", "VEHICLE", "DWELLING", "DWELLING"]
    assert people.values["asset_kind"].tolist() == [ASSET_KIND.number(kind) for kind in kinds]
    assert people.values["asset_capital"].tolist() == [0, 1_000_000, 0, 0, 0]


def test_what_relatives_give_is_taken_and_what_they_own_stays_open() -> None:
    people = _household(GRANDMOTHER | {"relatives": "GIVES", "support": "300"})
    assert people.values["support_mode"].tolist() == [SUPPORT_MODE.number("SUPPORT_ACTUAL")]
    assert people.values["actual_support_month"].tolist() == [30_000]
    assert people.unknown["obligor_income_year"].tolist() == [True]
    assert _household(GRANDMOTHER).tables[Level.OBLIGOR].size == 0


def test_an_emergency_is_everybodys() -> None:
    people = _household(FAMILY | {"cause": "FIRE", "education": "500"})
    assert people.values["hardship_persons"].tolist() == [3]
    assert people.values["eligible_expense"].tolist() == [950_000]


def test_the_answers_are_said_back() -> None:
    answers = FAMILY | {"capital": "100", "relatives": "GIVES", "support": "300", "savings": "5"}
    said = {short: words for short, words, _ in in_words(given_in(answers))}
    assert said["家里的人"] == "您自己（45岁），第2人（44岁），第3人（12岁）"
    assert said["身体情况"] == "第2人（44岁）得了重病"
    assert said["收入"] == "您自己（45岁）打工、上班 24,000.00 元"
    assert said["财产"] == "存款 5.00 元，车：没有，房子：一处，办企业、个体户出资 100.00 元"
    assert said["大事和花销"] == "没有遇到，看病自己花了 9,000.00 元"
    assert said["不住在一起的亲人"].endswith("每月 300.00 元")


def test_who_has_nothing_or_cannot_say_is_not_given_figures() -> None:
    nothing = {short: words for short, words, _ in in_words(given_in(GRANDMOTHER | {"pension-1": ""}))}
    assert nothing["收入"] == "没有收入"
    assert nothing["身体情况"] == "都没有重病、残疾"
    cannot = {short: words for short, words, _ in in_words(given_in(GRANDMOTHER | {"income-known": "NO"}))}
    assert cannot["收入"] == "说不清"
