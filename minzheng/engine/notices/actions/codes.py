"""One-time codes: six digits to a phone, good for ten minutes and five tries, known here by their keyed digest alone."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.database.sealed_values import index_of
from minzheng.engine.notices.actions.messages import queue_message
from minzheng.engine.notices.models import OneTimeCode
from minzheng.engine.notices.types import NoticeProblem

GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
_DIGITS = 6
_HOUR, _DAY, _PAUSE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
_MOST_OF_ADDRESS, _MOST_OF_PHONE = 30, 10
"""Asks in an hour from one address; messages in a day to one phone."""
_NOBODY = b""


@transaction.atomic
def send_code(*, phone: str | None, about: Subject, by: Who, at: datetime) -> str:
    """Send a code to a phone and return it; without a phone nothing is sent and "" returned, but the ask counts alike.

    A phone that was sent one within the last minute, or too many today, is sent none: whoever asks is not told, as they are not told
    whether there is a phone.

    Args:
        phone: a mobile number, None where nobody was found.
        about: what is to be opened with it.
        by: who asks; `origin` is the address that asks are counted by.
        at: when.

    Raises:
        NoticeProblem: this address has asked too often.
    """
    address = index_of(by.origin)
    if OneTimeCode.objects.filter(address_index=address, created_at__gt=at - _HOUR).count() >= _MOST_OF_ADDRESS:
        raise NoticeProblem("从这里查询的次数太多。", remedy="请一小时以后再试，或者打电话、到村（居）委会查询。")
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}" if phone is not None and _may_send(phone, at) else ""
    made = OneTimeCode.objects.create(
        phone_index=_NOBODY if phone is None else index_of(phone), address_index=address, digest=_NOBODY, created_at=at,
        expires_at=at + GOOD_FOR,
    )  # fmt: skip
    if phone is not None and code:
        OneTimeCode.objects.filter(pk=made.pk).update(digest=_digest(made.pk, code))
        queue_message(
            key=f"code-{made.pk}", template="one_time_code", phone=phone, subject=about, expires_at=made.expires_at, by=by, at=at,
            text=f"验证码{code}，10分钟内有效，用于查看您的民政办件。工作人员不会向您要验证码，请不要告诉任何人。",
        )  # fmt: skip
    return code


@transaction.atomic
def use_code(*, phone: str, code: str, at: datetime) -> bool:
    """Whether this is the last code sent to a phone; it is used up by that, and by five wrong tries."""
    last = OneTimeCode.objects.filter(phone_index=index_of(phone)).exclude(digest=_NOBODY).order_by("-pk").first()
    if last is None:
        return False
    # The row is taken before it is looked at: tries at the same time are counted one after another.
    open_ = OneTimeCode.objects.filter(pk=last.pk, used_at=None, expires_at__gt=at, tries__lt=MOST_TRIES)
    if not open_.update(tries=F("tries") + 1):
        return False
    if not hmac.compare_digest(bytes(last.digest), _digest(last.pk, code)):
        return False
    return bool(OneTimeCode.objects.filter(pk=last.pk, used_at=None).update(used_at=at))


def forget_codes(*, at: datetime) -> int:
    """Delete the codes of two days ago and before; return how many."""
    return OneTimeCode.objects.filter(created_at__lt=at - 2 * _DAY).delete()[0]


def _may_send(phone: str, at: datetime) -> bool:
    sent = OneTimeCode.objects.filter(phone_index=index_of(phone), created_at__lte=at).exclude(digest=_NOBODY)
    recent = sent.filter(created_at__gt=at - _PAUSE).exists()
    return not recent and sent.filter(created_at__gt=at - _DAY).count() < _MOST_OF_PHONE


def _digest(row: int, code: str) -> bytes:
    return index_of(f"one-time-code {row} {code}")
