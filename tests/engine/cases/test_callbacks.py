"""Programs of other bureaus are told what happens to cases: signed, in order, again until it is taken, and never of a restricted case."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as product

from minzheng.engine.access import actions as access
from minzheng.engine.access.models import Client
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases import actions, jobs
from minzheng.engine.cases.actions.callbacks import signed
from minzheng.engine.cases.calling import CallProblem
from minzheng.engine.cases.models import Callback
from minzheng.engine.cases.moving import logged
from minzheng.engine.cases.queries import Untold, untold
from minzheng.engine.cases.types import CallbackState, NoCase
from tests.engine.access.conftest import events
from tests.engine.cases.conftest import MONDAY, SOCIAL, County

URL = "https://hooks.example.cn/told"


@dataclass
class Program:
    """One that listens, or does not."""

    client: Client
    key: bytes
    deaf: bool = False
    got: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def __call__(self, url: str, *, body: bytes, headers: Mapping[str, str], allowed: Any) -> None:  # noqa: ARG002 (as the one that calls)
        if self.deaf:
            raise CallProblem("对方回答 503。")
        self.got.append((url, headers, body))

    def hear(self, at: datetime) -> int:
        with scoped(SYSTEM):
            return actions.call_due(allowed=(), by=SYSTEM, at=at, caller=self)

    def left(self) -> Untold | None:
        with scoped(SYSTEM):
            return untold().get(self.client.pk)


@pytest.fixture
def program(county: County) -> Program:
    client, _ = access.create_client(
        name="市平台", scopes=[Scope.READ], service=SOCIAL, division="530129", by=SYSTEM, at=MONDAY
    )
    secret = access.set_callback(client=client, url=URL, by=SYSTEM, at=MONDAY)
    return Program(client, base64.b64decode(secret.removeprefix("whsec_")))


def test_what_happened_is_told_in_order_and_once(county: County, program: Program) -> None:
    case = county.accepted()
    assert program.hear(MONDAY + timedelta(hours=1)) == 3
    said = [json.loads(body) for _, _, body in program.got]
    assert [each["data"]["serial"] for each in said] == [1, 2, 3]
    assert said[-1] == {
        "type": "case.moved", "timestamp": (MONDAY + timedelta(hours=1)).isoformat(),
        "data": {
            "number": case.number, "procedure": "minimum_living_allowance.application", "serial": 3, "step": "accept",
            "state": county.seen(case).state, "state_title": "调查核实", "closed": False,
        },
    }  # fmt: skip
    assert program.hear(MONDAY + timedelta(hours=2)) == 0
    assert program.left() is None
    told = events("cases.call_back")
    assert [event.detail["told"] for event in told] == [True, True, True]
    assert {event.subject_id for event in told} == {case.pk}


def test_nothing_personal_is_told(county: County, program: Program) -> None:
    county.accepted()
    program.hear(MONDAY + timedelta(hours=1))
    said = b"".join(body for _, _, body in program.got).decode()
    assert not any(word in said for word in ("马建国", "保秀英", "530199", "村头"))


def test_it_is_signed_as_standard_webhooks_says(county: County, program: Program) -> None:
    county.open()
    program.hear(MONDAY)
    ((url, headers, body),) = program.got
    assert url == URL
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.digest(program.key, signed, "sha256")
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert int(headers["webhook-timestamp"]) == int(MONDAY.timestamp())


def test_a_signature_is_the_one_of_the_published_example() -> None:
    """The test vector of the Standard Webhooks specification."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, tz=MONDAY.tzinfo)
    headers = signed(b'{"test": 2432232314}', key=key, mark="msg_p5jXN8AQM9LWM0D4loKWxJek", at=at)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_not_taken_is_told_again_with_the_same_mark_ever_later_and_then_given_up(
    county: County, program: Program
) -> None:
    county.open()
    program.deaf = True
    waits, at = [], MONDAY
    while (left := program.left()) is not None and left.waiting:
        assert program.hear(at) == 0
        with scoped(SYSTEM):
            due = Callback.objects.get().due_at
        waits.append(due - at)
        at = max(due, at)
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert max(waits) == timedelta(hours=6)
    assert timedelta(days=1) < at - MONDAY <= timedelta(days=3)
    assert program.left() == Untold(waiting=0, given_up=1, failure="对方回答 503。")
    assert program.hear(at + timedelta(days=9)) == 0
    (event,) = events("cases.call_back")
    assert event.detail == {"client": program.client.pk, "serial": 1, "tries": 16, "told": False}

    program.deaf = False
    with scoped(SYSTEM):
        assert actions.try_again(client=program.client.pk, by=SYSTEM, at=at) == 1
    assert program.hear(at) == 1
    with scoped(SYSTEM):
        assert program.got[0][1]["webhook-id"] == f"callback_{Callback.objects.get().pk}"


def test_a_program_let_in_no_more_hears_nothing_more(county: County, program: Program) -> None:
    county.open()
    access.disable_client(client=program.client, by=SYSTEM, at=MONDAY)
    assert program.hear(MONDAY) == 0
    assert program.got == []
    left = program.left()
    assert left is not None
    assert (left.waiting, left.given_up) == (0, 1)
    county.open()
    with scoped(SYSTEM):
        assert Callback.objects.count() == 1


def test_of_a_restricted_case_nobody_is_told(county: County, program: Program) -> None:
    case = county.open()
    case.restricted, case.movements = True, case.movements + 1
    with scoped(SYSTEM):
        movement = logged(case, step="submit", source="drafted", by=SYSTEM, at=MONDAY)
        assert not Callback.objects.filter(movement=movement).exists()


def test_what_was_undone_is_not_told(county: County, program: Program) -> None:
    case = county.open()
    with pytest.raises(NoCase):
        county.do(case, "accept", "stranger", MONDAY)
    assert program.hear(MONDAY) == 1


def test_who_cannot_see_the_case_cannot_see_who_was_told(county: County, program: Program) -> None:
    county.open()
    assert Callback.objects.count() == 0
    with scoped(county.actors["stranger"]):
        assert Callback.objects.count() == 0
    with scoped(county.actors["clerk"]):
        assert str(Callback.objects.get()).startswith(f"{program.client.pk} ")


def test_the_worker_tells_every_minute(county: County, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    county.open()
    seen: list[Any] = []
    monkeypatch.setattr(jobs, "call_due", lambda **given: seen.append(given))
    jobs.call_back(at=MONDAY)
    assert [(given["allowed"], given["at"]) for given in seen] == [(product.MINZHENG.callback_hosts, MONDAY)]


def test_two_workers_never_tell_the_same(county: County, program: Program) -> None:
    """While one is told, a second worker passes over it."""
    county.open()

    def meanwhile(url: str, **given: Any) -> None:
        with scoped(SYSTEM):
            row = Callback.objects.get()
        assert row.state == CallbackState.WAITING
        program(url, **given)

    with scoped(SYSTEM):
        assert actions.call_due(allowed=(), by=SYSTEM, at=MONDAY, caller=meanwhile) == 1
    assert len(program.got) == 1
