"""Letters are handed over, attempt by attempt."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.notices.models import Delivery, Letter
from minzheng.engine.notices.types import DeliveryResult, DeliveryWay, NoticeProblem

_SHA256 = re.compile(r"[0-9a-f]{64}")


def record_delivery(
    *, letter: Letter, way: DeliveryWay, attempted_on: date, served_on: date | None, receiver: str = "", receipt_sha256: str = "",
    note: str = "", by: Who, at: datetime,
) -> Delivery:  # fmt: skip
    """Record an attempt to hand a letter over.

    Args:
        letter: which letter.
        way: how.
        attempted_on: the day of the attempt, of posting, of publishing.
        served_on: the day it counts as served, None if it failed; it starts the clocks of appeal.
        receiver: who signed.
        receipt_sha256: digest of the picture of the receipt.
        note: why it failed, who witnessed.
        by: who records it.
        at: when.

    Raises:
        NoticeProblem: served already, served before the letter existed or in the future, or without any proof.
    """
    _check(letter, way, attempted_on, served_on, receiver, receipt_sha256, today=at.astimezone().date())
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                letter=letter, way=way, attempted_on=attempted_on,
                result=DeliveryResult.FAILED if served_on is None else DeliveryResult.SERVED, served_on=served_on,
                receiver=receiver.strip(), receipt_sha256=receipt_sha256, note=note.strip(), recorded_at=at, recorded_by=by.name,
            )  # fmt: skip
            audit.record(
                action="notices.record_delivery", by=by, at=at, subject=Subject("letter", letter.pk), division=letter.division,
                detail={"way": int(way), "result": delivery.result, "served_on": None if served_on is None else str(served_on)},
            )  # fmt: skip
    except IntegrityError as error:
        raise NoticeProblem(f"{letter.number} 已经送达。", remedy="请查看送达记录，不必重复登记。") from error
    return delivery


def _check(
    letter: Letter,
    way: DeliveryWay,
    attempted_on: date,
    served_on: date | None,
    receiver: str,
    receipt: str,
    *,
    today: date,
) -> None:
    if letter.closed_at is not None:
        raise NoticeProblem(f"{letter.number} 已经撤回或者被代替，不再送达。", remedy="请送达最新的一份。")
    if not letter.issued_on <= attempted_on <= today or (
        served_on is not None and not attempted_on <= served_on <= today
    ):
        raise NoticeProblem("送达日期应在成文日期之后、今天之前。", remedy="请核对日期。")
    if receipt and not _SHA256.fullmatch(receipt):
        raise NoticeProblem("回证文件的摘要不是 SHA-256。", remedy="请重新上传回证。")
    proven = receipt or (receiver.strip() and way in {DeliveryWay.IN_PERSON, DeliveryWay.POST})
    if served_on is not None and not proven:
        raise NoticeProblem("没有签收人，也没有回证。", remedy="请填写签收人或者上传回证。")
