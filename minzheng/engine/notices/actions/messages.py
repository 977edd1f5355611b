"""Short messages: put into the outbox in the transaction of what they tell, sent afterwards, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.database.sealed_values import index_of, next_id, open_json, seal_json
from minzheng.engine.notices.models import Message
from minzheng.engine.notices.providers import Provider, ProviderProblem
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import MessageState, NoticeProblem
from minzheng.kernel.phones import PhoneKind, check_phone
from minzheng.kernel.redaction import redact_text

MOST_TRIES = 6
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_TEXT = 350
_LONGEST_WORDS = 200
_AT_ONCE = 200


@transaction.atomic
def queue_message(
    *, key: str, template: str, phone: str, text: str, subject: Subject, expires_at: datetime | None = None, by: Who, at: datetime
) -> Message:  # fmt: skip
    """Put a message into the outbox, in the caller's transaction; the same key again gives the message that is there.

    Args:
        key: names the message for good, e.g. ``letter-12``; holds nothing personal.
        template: what kind of message it is.
        phone: a mobile number.
        text: what it says, at most 350 characters.
        subject: what it is about.
        expires_at: when it is of no use any more, None if it always is.
        by: whose doing it is.
        at: when.

    Raises:
        NoticeProblem: no mobile number, nothing to say, or too long.
    """
    number = check_phone(phone)
    if number.kind is not PhoneKind.MOBILE:
        raise NoticeProblem("短信要发到手机号码。", remedy="请核对手机号码。")
    if not text.strip() or len(text) > _LONGEST_TEXT:
        raise NoticeProblem(f"短信内容应为1至{_LONGEST_TEXT}个字。", remedy="请修改内容。")
    if (there := Message.objects.filter(key=key).first()) is not None:
        return there
    row = next_id(Message)
    try:
        with transaction.atomic():
            made = Message.objects.create(
                id=row, key=key, template=template, content=seal_json(Sealed.MESSAGE, row, {"phone": number.number, "text": text}),
                phone_index=index_of(number.number), subject_kind=subject.kind, subject_id=subject.id, due_at=at,
                expires_at=expires_at, created_at=at,
            )  # fmt: skip
    except IntegrityError:
        # Somebody else put it there in between.
        return Message.objects.get(key=key)
    _record("notices.queue_message", made, by=by, at=at)
    return made


def send_due(*, provider: Provider, by: Who, at: datetime, limit: int = _AT_ONCE) -> int:
    """Send the messages that are due, the oldest first; return how many were taken.

    Each is locked while it is sent, so that two workers never send the same. A worker that dies between the provider's answer and
    its own commit sends again with the same key, which the provider takes once. What is not taken is tried again after 1, 2, 4 …
    minutes, six times in all.
    """
    waiting = Message.objects.filter(state=MessageState.WAITING, due_at__lte=at).order_by("due_at", "pk")
    return sum(_send(row, provider, by, at) for row in waiting.values_list("pk", flat=True)[:limit])


@transaction.atomic
def _send(row: int, provider: Provider, by: Who, at: datetime) -> bool:
    rows = Message.objects.select_for_update(skip_locked=True).filter(
        pk=row, state=MessageState.WAITING, due_at__lte=at
    )
    message = rows.first()
    if message is None:
        return False
    if message.expires_at is not None and message.expires_at <= at:
        _give_up(message, "过期没有发出", by, at)
        return False
    content = open_json(Sealed.MESSAGE, message.pk, message.content)
    message.tries += 1
    try:
        message.reference = provider.send(key=message.key, phone=content["phone"], text=content["text"])
    except ProviderProblem as problem:
        _later(message, problem, by, at)
        return False
    message.state, message.finished_at, message.failure = MessageState.SENT, at, ""
    message.save()
    _record("notices.send_message", message, by=by, at=at)
    return True


def _later(message: Message, problem: ProviderProblem, by: Who, at: datetime) -> None:
    words = redact_text(str(problem))[:_LONGEST_WORDS]
    if not problem.again or message.tries >= MOST_TRIES:
        _give_up(message, words, by, at)
        return
    message.due_at, message.failure = at + _FIRST_WAIT * 2 ** (message.tries - 1), words
    message.save()


def _give_up(message: Message, words: str, by: Who, at: datetime) -> None:
    message.state, message.finished_at, message.failure = MessageState.GIVEN_UP, at, words
    message.save()
    _record("notices.give_up_message", message, by=by, at=at)


def _record(action: str, message: Message, *, by: Who, at: datetime) -> None:
    audit.record(
        action=action, by=by, at=at, subject=Subject("message", message.pk),
        detail={"template": message.template, "tries": message.tries, "about": [message.subject_kind, message.subject_id]},
    )  # fmt: skip
