"""Golden rules about deadlines, months and numbers, computed by the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.kernel import deadlines
from minzheng.kernel.codes import is_near_relative
from minzheng.kernel.disability_cards import check_disability_card
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.working_days import WorkCalendar

Rule = Mapping[str, Any]
PUBLICITY_DAYS = 7
"""Days of a public notice where a case states none (最低生活保障审核确认办法 第十九条)."""


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _days(values: Iterable[Any]) -> list[date]:
    return [_day(value) for value in values]


def workday_deadline(rule: Rule, file: Mapping[str, Any]) -> date:
    """The last day of a period in working days, by the calendar of the file."""
    holidays, makeup = _days(file["calendar"]["holidays"]), _days(file["calendar"]["makeup_workdays"])
    calendar = WorkCalendar.from_lists(holidays=holidays, makeup_workdays=makeup, years={day.year for day in holidays})
    return deadlines.workday_deadline(_day(rule["start"]), rule["workdays"], calendar)


def publicity_end(rule: Rule, _file: Mapping[str, Any]) -> date:
    """The last day of a public notice."""
    return deadlines.publicity_end(_day(rule["posted"]), rule.get("days", PUBLICITY_DAYS))


def first_payment_month(rule: Rule, _file: Mapping[str, Any]) -> str:
    """The first month paid."""
    return str(deadlines.first_payment_month(_day(rule["decision"])))


def appeal_deadlines(rule: Rule, _file: Mapping[str, Any]) -> dict[str, date]:
    """Last days for reconsideration and lawsuit."""
    found = deadlines.appeal_deadlines(_day(rule["served"]))
    return {"reconsideration": found.reconsideration, "lawsuit": found.lawsuit}


def uplift_start(rule: Rule, _file: Mapping[str, Any]) -> str:
    """First month of an uplift by age."""
    return str(deadlines.age_effect_start(_day(rule["birth"]), rule["age"], rule.get("mode", "MONTH_AFTER")))


def uplift_end_minor(rule: Rule, _file: Mapping[str, Any]) -> str:
    """Last month of the uplift for minors."""
    return str(deadlines.minor_effect_end(_day(rule["birth"])))


def review_due(rule: Rule, _file: Mapping[str, Any]) -> date:
    """The day a periodic review is due, by the interval in force when the last one was made."""
    last = _day(rule["last_review"])
    setting = load_chapter("social_assistance").parameters.setting("review_interval", place="", on=last)
    if setting.row is None or not isinstance(setting.row.value, Mapping):
        raise ValueError(f"{last} 没有生效的定期核查间隔")
    return deadlines.review_due(last, int(setting.row.value[rule["category"]]))


def id_check(rule: Rule, file: Mapping[str, Any]) -> dict[str, Any]:
    """Validity of an identity number."""
    found = check_id_number(rule["value"], today=_today(file))
    birth, sex = found.birth_on, found.sex and found.sex[0]
    numbers = dict.fromkeys(("number", "normalised", "normalized", "id18", "converted"), found.number)
    return {"valid": found.valid, "error": found.error, "birth": birth, "birth_date": birth, "sex": sex, **numbers}


def disability_card(rule: Rule, file: Mapping[str, Any]) -> dict[str, Any]:
    """Validity, type and grade of a disability card number."""
    found = check_disability_card(rule["value"], today=_today(file))
    return {
        "valid": found.valid,
        "type": found.type,
        "grade": found.grade,
        "error": found.error,
        "id_number": found.id_number,
        "reissue": f"B{found.reissue}" if found.reissue else None,
    }


def near_relative(rule: Rule, _file: Mapping[str, Any]) -> list[bool]:
    """Which relations are near relatives."""
    relations = rule["relation_to_official"]
    return [is_near_relative(str(code)) for code in ([relations] if isinstance(relations, str) else relations)]


def _today(file: Mapping[str, Any]) -> date:
    return _day(file["meta"]["written"])
