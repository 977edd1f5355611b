"""Who may act for whom (委托手续, 最低生活保障审核确认办法 第六条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from minzheng.engine.access.models import Mandate
from minzheng.engine.access.types import AccountProblem, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject


@transaction.atomic
def record_mandate(
    *, agent: int, person: int | None = None, household: int | None = None, document: str, valid_from: date, valid_until: date,
    by: Actor, at: datetime,
) -> Mandate:  # fmt: skip
    """Record that somebody may act for a person or for a household (ids of the registry). Whether `by` may is the caller's to ask.

    Args:
        agent: who acts.
        person: for whom, or
        household: for which household.
        document: what proves it (number or file of the mandate).
        valid_from: first day.
        valid_until: first day it does not hold any more.
        by: who records it.
        at: now.

    Raises:
        AccountProblem: for both or neither, for oneself, without a document, or without a day in it.
    """
    if (person is None) == (household is None):
        raise AccountProblem("请选择委托的是个人还是家庭。")
    if agent == person:
        raise AccountProblem("代理人不能是本人。")
    if not document.strip():
        raise AccountProblem("请登记委托书。")
    if valid_until <= valid_from:
        raise AccountProblem("委托的结束日期应晚于开始日期。")
    mandate = Mandate.objects.create(
        agent=agent, person=person, household=household, document=document.strip(), valid_from=valid_from,
        valid_until=valid_until, recorded_at=at, recorded_by=by.person,
    )  # fmt: skip
    subject = Subject("mandate", mandate.pk)
    detail = {"agent": agent, "person": person, "household": household}
    audit.record(action="access.record_mandate", by=by, at=at, subject=subject, detail=detail)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Actor, at: datetime) -> None:
    """End a mandate; it holds no more at once.

    Raises:
        AccountProblem: it has ended.
    """
    if not Mandate.objects.filter(pk=mandate.pk, ended_at__isnull=True).update(ended_at=at):
        raise AccountProblem("这项委托已经结束。")
    audit.record(action="access.end_mandate", by=by, at=at, subject=Subject("mandate", mandate.pk))
