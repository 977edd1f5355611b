"""The outbox of short messages: what is put in is sent once, tried again when it fails, given up in the end."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from minzheng.engine.audit.models import Event
from minzheng.engine.notices import actions, jobs
from minzheng.engine.notices.actions.messages import MOST_TRIES
from minzheng.engine.notices.models import Message
from minzheng.engine.notices.providers import ConsoleProvider, ProviderProblem
from minzheng.engine.notices.types import MessageState, NoticeProblem
from minzheng.engine.work.declaring import declared
from tests.engine.notices.conftest import AT, CASE, LI_MING

pytestmark = pytest.mark.usefixtures("places")

TEXT = "您的申请已经受理，最迟9月14日前办结。"


@dataclass
class Flaky:
    """Takes a message only after some failures."""

    failures: list[ProviderProblem] = field(default_factory=list)
    taken: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, *, key: str, phone: str, text: str) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((key, phone, text))
        return "r-1"


def queue(key: str = "letter-1", **given: Any) -> Message:
    stated: dict[str, Any] = {
        "template": "acceptance", "phone": "138 0000 0000", "text": TEXT, "subject": CASE, "by": LI_MING, "at": AT,
    }  # fmt: skip
    return actions.queue_message(key=key, **(stated | given))


def send(provider: Any, minutes: float = 0) -> int:
    return actions.send_due(provider=provider, by=LI_MING, at=AT + timedelta(minutes=minutes))


def test_a_message_is_sent_once() -> None:
    queue()
    provider = Flaky()
    assert [send(provider), send(provider), send(provider, 600)] == [1, 0, 0]
    assert provider.taken == [("letter-1", "13800000000", TEXT)]
    sent = Message.objects.get()
    assert (sent.state, sent.reference, sent.tries) == (MessageState.SENT, "r-1", 1)


def test_the_same_key_is_one_message() -> None:
    assert queue() == queue(text="另一句话")
    assert Message.objects.count() == 1


def test_a_message_goes_with_the_transaction_that_tells_it() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert send(Flaky()) == 0


def test_number_and_words_are_sealed_and_in_no_event() -> None:
    message = queue()
    send(Flaky())
    for part in ("13800000000", TEXT):
        assert part.encode() not in bytes(message.content)
        assert part not in str(list(Event.objects.values_list("action", "detail")))
    assert set(Event.objects.values_list("action", flat=True)) == {"notices.queue_message", "notices.send_message"}


def test_what_was_not_taken_is_tried_again_after_longer_and_longer() -> None:
    queue()
    provider = Flaky([ProviderProblem("忙"), ProviderProblem("忙")])
    assert [send(provider, minutes) for minutes in (0, 0.5, 1, 2, 3)] == [0, 0, 0, 0, 1]
    assert Message.objects.get().tries == 3


def test_it_is_given_up_after_six_tries_and_the_reason_names_no_number() -> None:
    queue()
    provider = Flaky([ProviderProblem("号码 13800000000 无应答")] * MOST_TRIES)
    assert sum(send(provider, minutes) for minutes in range(0, 600, 30)) == 0
    given_up = Message.objects.get()
    assert (given_up.state, given_up.tries) == (MessageState.GIVEN_UP, MOST_TRIES)
    assert "13800000000" not in given_up.failure
    assert Event.objects.filter(action="notices.give_up_message").count() == 1


def test_a_number_that_does_not_exist_is_not_tried_again() -> None:
    queue()
    send(Flaky([ProviderProblem("空号", again=False)]))
    assert Message.objects.get().state == MessageState.GIVEN_UP


def test_what_is_of_no_use_any_more_is_not_sent() -> None:
    queue(expires_at=AT + timedelta(minutes=5))
    provider = Flaky()
    assert send(provider, 5) == 0
    assert (provider.taken, Message.objects.get().failure) == ([], "过期没有发出")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "0871-6552000"}, "手机"),
        ({"phone": ""}, "手机"),
        ({"text": "  "}, "350"),
        ({"text": "字" * 351}, "350"),
    ],
)
def test_a_message_needs_a_mobile_number_and_words(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(NoticeProblem, match=words):
        queue(**wrong)


def test_sending_is_a_job_that_a_demonstration_prints(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(jobs, "CONSOLE", ConsoleProvider(stream))
    queue()
    jobs.send_messages(at=AT)
    assert (stream.getvalue(), Message.objects.get().state) == ("", MessageState.WAITING)
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    jobs.send_messages(at=AT)
    assert TEXT in stream.getvalue()
    schedule = declared("notices.send_messages").schedule
    assert schedule is not None
    assert schedule.cron == "*/1 * * * *"


def test_the_console_prints_each_key_once_and_hides_the_number() -> None:
    stream = io.StringIO()
    console = ConsoleProvider(stream)
    references = [console.send(key="a", phone="13800000000", text="甲") for _ in range(2)]
    assert references == ["console-1", "console-1"]
    assert stream.getvalue().count("甲") == 1
    assert "13800000000" not in stream.getvalue()
