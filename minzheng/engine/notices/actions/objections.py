"""Objections to public notices: received from anybody, sealed, answered by somebody."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from minzheng.engine.access.actions import is_seldom
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.database.sealed_values import next_id, seal_json
from minzheng.engine.notices.models import Objection, PublicNotice
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import NoticeProblem, ObjectionResult

_LONGEST = 4_000
_LONGEST_CONCLUSION = 500
_MOST_OF_ADDRESS, _MOST_OPEN = 5, 20
"""Sent from one address in an hour; waiting about one notice. Only for what comes online: an office takes every one."""


@transaction.atomic
def record_objection(
    *, notice: PublicNotice, text: str, objector: str = "", contact: str = "", received_on: date, by: Who, at: datetime
) -> Objection:
    """Record an objection. The notice counts as objected to until it is handled; who objects is sealed.

    Args:
        notice: to which.
        text: what is said.
        objector: name; empty if it is anonymous.
        contact: telephone or address; may be empty.
        received_on: the day it came.
        by: who records it (a resident, for one sent online).
        at: when.

    Raises:
        NoticeProblem: it says nothing, is too long, came before the notice or in the future, or too many came online.
    """
    said = {"text": text.strip(), "objector": objector.strip(), "contact": contact.strip()}
    whole = "".join(said.values())
    if not said["text"] or len(whole) > _LONGEST or any("\ud800" <= character <= "\udfff" for character in whole):
        raise NoticeProblem("异议内容为空、过长或者含有不能保存的字符。", remedy="请核对异议内容。")
    if not notice.posted_on <= received_on <= at.astimezone().date():
        raise NoticeProblem("收到异议的日期应在公示之后、今天之前。", remedy="请核对日期。")
    if by.kind is ActorKind.RESIDENT:
        _require_seldom(notice, by.origin, at)
    row = next_id(Objection)
    objection = Objection.objects.create(
        id=row, notice=notice, content=seal_json(Sealed.OBJECTION, row, said), real_name=bool(said["objector"]), received_on=received_on,
        recorded_at=at, recorded_by=by.name,
    )  # fmt: skip
    _record("notices.record_objection", objection, notice, by=by, at=at)
    return objection


@transaction.atomic
def handle_objection(
    *, objection: Objection, result: ObjectionResult, conclusion: str, by: Who, at: datetime
) -> Objection:
    """Say what became of an objection. Raises NoticeProblem without a conclusion, or if it was handled."""
    if not conclusion.strip() or len(conclusion) > _LONGEST_CONCLUSION:
        raise NoticeProblem(f"没有写明处理结论，或者超过{_LONGEST_CONCLUSION}字。", remedy="请写明调查经过和结论。")
    handled = Objection.objects.filter(pk=objection.pk, handled_at=None).update(
        handled_at=at, handled_by=by.name, result=result, conclusion=conclusion.strip()
    )
    if not handled:
        raise NoticeProblem("这条异议已经处理。", remedy="请查看处理结论。")
    objection.refresh_from_db()
    _record("notices.handle_objection", objection, objection.notice, by=by, at=at, result=int(result))
    return objection


def _require_seldom(notice: PublicNotice, origin: str, at: datetime) -> None:
    few = notice.objections.filter(handled_at=None).count() < _MOST_OPEN
    if not few or not is_seldom(what="objection", origin=origin, most=_MOST_OF_ADDRESS, at=at):
        raise NoticeProblem("网上收到的异议太多，这一条没有收下。", remedy="请打监督电话，或者到乡镇（街道）当面提出。")


def _record(action: str, objection: Objection, notice: PublicNotice, *, by: Who, at: datetime, **detail: int) -> None:
    audit.record(
        action=action, by=by, at=at, subject=Subject("objection", objection.pk), division=notice.division,
        detail={"notice": notice.pk, **detail},
    )  # fmt: skip
