"""How content a family was (好差评): one grade a case, in one tap; a bad one opens a call-back that whoever worked on the case never sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases.actions.opening import open_case
from minzheng.engine.cases.actions.recording import add_record
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case, Rating
from minzheng.engine.cases.procedures import following_bad_ratings
from minzheng.engine.cases.types import CaseProblem, Channel, Grade, NoCase
from minzheng.kernel.phones import check_phone

RATED = "rating"
"""The record of a call-back that holds what was rated, how, and what was said of it."""
_LONGEST = 1_000
_RATER = replace(SYSTEM, name="群众评价")


@transaction.atomic
def rate(*, case: int | str, grade: Grade, by: Actor, at: datetime) -> Rating:
    """Keep how content a family was. Who of the family it was is not kept with it; for a bad grade somebody will call back.

    Raises:
        NoCase: it is not theirs.
        CaseProblem: it is not done, or was rated before.
    """
    found = _own(case, by)
    if not found.closed:
        raise CaseProblem("这件业务还没有办结。", remedy="办结以后再评价；急的可以催办，或者打电话。")
    try:
        with transaction.atomic():
            rating: Rating = Rating.objects.create(case=found, grade=grade, rated_at=at)
    except IntegrityError:
        raise CaseProblem("这件业务已经评价过。", remedy="还有意见的，可以投诉举报。") from None
    audit.record(action="cases.rate", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id)
    procedure = following_bad_ratings(found.chapter)
    if grade.bad and procedure is not None:
        with scoped(SYSTEM):
            opened = open_case(
                procedure=procedure, division=found.division_id, channel=Channel.MOBILE, related=found, by=_RATER, at=at
            )
            _record(opened, {"case": found.number, "grade": grade.name}, at)
    return rating


@transaction.atomic
def explain_rating(*, case: int | str, said: str, phone: str, by: Actor, at: datetime) -> None:
    """Add to a bad grade what was not right, and where to call; until somebody has called.

    Raises:
        NoCase: it is not theirs.
        CaseProblem: the grade was not bad, somebody has called, or what was typed cannot be kept.
    """
    found = _own(case, by)
    text, number = said.strip(), phone.strip()
    if len(text) > _LONGEST or "\0" in text:
        raise CaseProblem(f"最多写{_LONGEST}个字。", remedy="请写短一些。")
    if number and not check_phone(number).valid:
        raise CaseProblem("电话号码不对。", remedy="请核对，例如 13812345678。")
    with scoped(SYSTEM):
        waiting = _waiting(found)
        if waiting is None:
            raise CaseProblem("已经有人联系过您，或者这次评价不用回访。", remedy="还有意见的，可以投诉举报。")
        grade = Grade(Rating.objects.get(case=found).grade)
        more = {name: value for name, value in (("said", text), ("phone", number)) if value}
        _record(waiting, {"case": found.number, "grade": grade.name, **more}, at)


def _own(case: int | str, by: Actor) -> Case:
    if by.kind is not ActorKind.RESIDENT:
        raise NoCase
    return find_case(case, by=by, lock=True)


def _record(case: Case, content: dict[str, str], at: datetime) -> None:
    add_record(case=case.pk, kind=RATED, content=content, by=_RATER, at=at)


def _waiting(rated: Case) -> Case | None:
    """The call-back about a case, while nobody has done anything with it."""
    procedure = following_bad_ratings(rated.chapter)
    if procedure is None:
        return None
    return Case.objects.filter(related=rated, procedure=procedure.code, state=procedure.start.key, movements=1).first()
