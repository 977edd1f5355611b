"""What comes once an invented case is decided: its letters are handed over, and some families say how content they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.types import Grade
from minzheng.engine.notices.queries import letters_about, served_on
from minzheng.engine.notices.types import DeliveryWay
from minzheng.kernel.working_days import CHINA

_GRADES = (
    (Grade.VERY_SATISFIED, 30), (Grade.SATISFIED, 16), (Grade.FAIRLY_SATISFIED, 4), (Grade.DISSATISFIED, 2), (Grade.VERY_DISSATISFIED, 1), (None, 47),
)  # fmt: skip
"""Of a hundred families: how many give which grade, and how many say nothing."""
_AFTERNOON, _PATIENCE = time(7, 0), timedelta(days=3)


def hand_over_letters(case: Any, *, by: Actor, last: date) -> None:
    """Hand every letter over two working days after it was written, if that day has come; those of the county's own cases stay."""
    if case.person_id is None or case.division_id % 1000 == 0:
        return
    with scoped(SYSTEM):
        letters = [each for each in letters_about(Subject("case", case.pk)) if each.closed_at is None]
        waiting = [each for each in letters if each.addressee_person and served_on(each) is None]
    for letter in waiting:
        on = CHINA.add_workdays(letter.issued_on, 2)
        if on <= last:
            with scoped(by):
                actions.deliver_letter(
                    case=case.pk, letter=letter.pk, way=DeliveryWay.IN_PERSON, on=on, served=True, receiver=letter.addressee, by=by, at=_instant(on)
                )  # fmt: skip


def rate(case: Any, *, last: date) -> Any:
    """Let the family say how content it was, as its number has it; return the call-back that a bad grade opened."""
    on = (case.state_since + _PATIENCE).date()
    grades, weights = zip(*_GRADES, strict=True)
    grade = Random(f"rated {case.number}").choices(grades, weights)[0]  # noqa: S311 - an invented county is no secret
    if grade is None or case.person_id is None or on > last:
        return None
    family = Actor(kind=ActorKind.RESIDENT, person=case.person_id, name="本人")
    with scoped(family):
        actions.rate(case=case.pk, grade=grade, by=family, at=_instant(on))
    if not grade.bad:
        return None
    with scoped(SYSTEM):
        newest = max(queries.followed_by(case, by=SYSTEM, at=_instant(on)), key=lambda row: row.opened_at)
        return find_case(newest.number, by=SYSTEM)


def _instant(day: date) -> datetime:
    return datetime.combine(day, _AFTERNOON, UTC)
