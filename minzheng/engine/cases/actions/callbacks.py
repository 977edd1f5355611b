"""Telling the programs of other bureaus what happened to a case: put down in the transaction of what happened, called afterwards.

Signed as Standard Webhooks says (webhook-id, webhook-timestamp, webhook-signature: HMAC-SHA256 over the three with dots between).
What is told holds nothing personal; whoever wants to know more asks through the interface, where it is recorded.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction

from minzheng.engine.access.actions import callback_of
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.cases.calling import CallProblem, call
from minzheng.engine.cases.models import Callback, Movement
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.types import CallbackState

Caller: TypeAlias = Callable[..., None]

MOST_TRIES = 16
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_AT_ONCE = 200


def call_due(
    *, allowed: Collection[str], by: Who, at: datetime, caller: Caller = call, limit: int = _AT_ONCE
) -> int:  # fmt: skip
    """Tell what is due, the oldest first; return how many were taken.

    Each is locked while it is told, so that two workers never tell the same. What was taken but not noted down is told again with the
    same webhook-id. What is not taken is tried again after 1, 2, 4 … minutes, at most every six hours, for three days.

    Args:
        allowed: hosts that may have addresses which are not public.
        by, at: who and when.
        caller: posts.
        limit: how many at most.
    """
    waiting = Callback.objects.filter(state=CallbackState.WAITING, due_at__lte=at).order_by("due_at", "pk")
    return sum(_tell(row, allowed, caller, by, at) for row in waiting.values_list("pk", flat=True)[:limit])


@transaction.atomic
def try_again(*, client: int, by: Who, at: datetime) -> int:
    """Make everything that a program could not be told due again, and return how much it is."""
    given_up = Callback.objects.filter(client=client, state=CallbackState.GIVEN_UP)
    count = given_up.update(state=CallbackState.WAITING, tries=0, due_at=at, finished_at=None)
    audit.record(
        action="cases.try_callbacks_again", by=by, at=at, subject=Subject("client", client), detail={"callbacks": count}
    )
    return count


@transaction.atomic
def _tell(row: int, allowed: Collection[str], caller: Caller, by: Who, at: datetime) -> bool:
    rows = Callback.objects.select_for_update(skip_locked=True, of=["self"]).select_related("movement__case")
    told = rows.filter(pk=row, state=CallbackState.WAITING, due_at__lte=at).first()
    if told is None:
        return False
    target = callback_of(told.client)
    if target is None:
        _finish(told, CallbackState.GIVEN_UP, "程序已停用，或者不再接收通知。", by, at)
        return False
    told.tries += 1
    body = body_of(told.movement)
    try:
        caller(
            target.url,
            body=body,
            headers=signed(body, key=target.key, mark=f"callback_{told.pk}", at=at),
            allowed=allowed,
        )
    except CallProblem as problem:
        _later(told, str(problem), by, at)
        return False
    _finish(told, CallbackState.TOLD, "", by, at)
    return True


def signed(body: bytes, *, key: bytes, mark: str, at: datetime) -> dict[str, str]:
    """The headers of a call; `mark` is the same whenever the same is told again."""
    stamp = str(int(at.timestamp()))
    digest = hmac.digest(key, b".".join((mark.encode(), stamp.encode(), body)), "sha256")
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": mark,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def body_of(movement: Movement) -> bytes:
    """What is told of a movement, as JSON."""
    case = movement.case
    state = procedure_of(case).states[movement.target]
    said = {
        "number": case.number, "procedure": case.procedure, "serial": movement.serial, "step": movement.step,
        "state": movement.target, "state_title": state.title, "closed": state.final,
    }  # fmt: skip
    told = {"type": "case.moved", "timestamp": movement.at.isoformat(), "data": said}
    return json.dumps(told, ensure_ascii=False).encode()


def _later(told: Callback, words: str, by: Who, at: datetime) -> None:
    if told.tries >= MOST_TRIES:
        _finish(told, CallbackState.GIVEN_UP, words, by, at)
        return
    told.due_at, told.failure = at + min(_FIRST_WAIT * 2 ** (told.tries - 1), _LONGEST_WAIT), words
    told.save()


def _finish(told: Callback, state: CallbackState, words: str, by: Who, at: datetime) -> None:
    told.state, told.finished_at, told.failure = state, at, words
    told.save()
    audit.record(
        action="cases.call_back", by=by, at=at, subject=Subject("case", told.movement.case_id), division=told.movement.case.division_id,
        detail={"client": told.client, "serial": told.movement.serial, "tries": told.tries, "told": state is CallbackState.TOLD},
    )  # fmt: skip
