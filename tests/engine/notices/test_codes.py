"""One-time codes: good once, shortly, for few tries; and asking tells nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.database.sealed_values import index_of
from minzheng.engine.notices import actions, jobs
from minzheng.engine.notices.actions.codes import GOOD_FOR, MOST_TRIES
from minzheng.engine.notices.models import Message, OneTimeCode
from minzheng.engine.notices.types import NoticeProblem
from tests.engine.notices.conftest import AT

pytestmark = pytest.mark.django_db

PHONE = "19900001234"
MINUTE = timedelta(minutes=1)


def sent(*, phone: str | None = PHONE, at: datetime = AT, origin: str = "10.0.0.1") -> str:
    by = Who(kind=ActorKind.RESIDENT, origin=origin)
    return actions.send_code(phone=phone, about=Subject("case", 1), by=by, at=at)


def used(code: str, *, phone: str = PHONE, at: datetime = AT) -> bool:
    return actions.use_code(phone=phone, code=code, at=at)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_opens_once() -> None:
    code = sent()
    assert len(code) == 6
    assert used(code, at=AT + MINUTE)
    assert not used(code, at=AT + MINUTE)


def test_it_goes_out_as_a_message_and_is_kept_nowhere_in_plain() -> None:
    code = sent()
    message = Message.objects.get()
    assert message.template == "one_time_code"
    assert message.expires_at == AT + GOOD_FOR
    kept = OneTimeCode.objects.get()
    assert code.encode() not in bytes(kept.digest) + bytes(message.content)


def test_a_code_is_of_no_use_after_ten_minutes_or_for_another_phone() -> None:
    code = sent()
    assert not used(code, at=AT + GOOD_FOR)
    assert not used(code, phone="19900009999")


def test_five_wrong_tries_use_a_code_up() -> None:
    code = sent()
    assert not any(used(wrong(code)) for _ in range(MOST_TRIES))
    assert not used(code)


def test_the_last_code_alone_counts() -> None:
    first = sent()
    second = sent(at=AT + 2 * MINUTE)
    assert first == second or not used(first, at=AT + 2 * MINUTE)
    assert used(second, at=AT + 2 * MINUTE)


def test_a_phone_is_sent_one_code_a_minute_and_ten_a_day() -> None:
    assert sent()
    assert sent(at=AT + MINUTE / 2) == ""
    later = [sent(at=AT + 2 * MINUTE * turn, origin=f"10.0.0.{turn}") for turn in range(1, 15)]
    assert [bool(each) for each in later] == [True] * 9 + [False] * 5
    assert sent(at=AT + timedelta(days=2))


def test_asking_for_nobody_counts_like_asking_for_somebody_and_sends_nothing() -> None:
    assert [sent(phone=None) for _ in range(30)] == [""] * 30
    assert not Message.objects.exists()
    with pytest.raises(NoticeProblem, match="次数太多"):
        sent()
    assert sent(origin="10.0.0.2")
    assert sent(at=AT + timedelta(hours=2))


def test_an_ask_for_nobody_opens_nothing() -> None:
    sent(phone=None)
    OneTimeCode.objects.update(phone_index=index_of(PHONE))
    assert not used("")


def test_codes_are_forgotten_after_two_days() -> None:
    sent()
    jobs.forget(at=AT + timedelta(days=1))
    assert OneTimeCode.objects.count() == 1
    jobs.forget(at=AT + timedelta(days=3))
    assert not OneTimeCode.objects.exists()
