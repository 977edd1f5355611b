"""Who asks, when, for what purpose, and how much they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security import APIKeyCookie, HttpBearer

from minzheng.engine.access import actions as access
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.tokens import client_actor, scopes_of
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import queries as events
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases.types import Fault
from minzheng.surfaces.api.problems import Refused
from minzheng.surfaces.api.reading import check_plain
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of

MOST_AN_HOUR = 60
"""People looked up, each action by itself."""
_HOUR = timedelta(hours=1)
_LONGEST_PURPOSE, _LONGEST_KEY = 100, 200
_KEYS = UUID("6d696e7a-6865-4e67-a170-690000000001")
_STATE = re.compile(r'(?:W/)?"([0-9]{1,9})"')


class Token(HttpBearer):
    """A program with a token of its own."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the program, or None."""
        return client_actor(token, at=now(), origin=origin_of(request))


class Session(APIKeyCookie):
    """Somebody who is signed in to the pages; what changes something needs the form token too."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def __call__(self, request: HttpRequest) -> Any:
        """Return who is signed in, or None; whether a cookie came is the business of whoever signs people in."""
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002 (the framework's protocol)
        """Return who is signed in, or None."""
        actor = getattr(request, "actor", None)
        if not isinstance(actor, Actor):
            return None
        # The views of the interface are exempt, because programs with a token have no cookie to be misused.
        refused = CsrfViewMiddleware(lambda _: None).process_view(request, _checked, (), {})  # type: ignore[arg-type]
        if refused is not None:
            raise Refused(403, "stale_form", "页面打开太久或者来自别处，这次提交没有保存。请刷新页面后重新提交。")
        return actor


def _checked() -> None:
    """Stands for a view that is not exempt."""


@dataclass(frozen=True)
class Asking:
    """One call.

    Attributes:
        actor: who asks; carries the purpose.
        at: now.
        unmask: what is to be shown in full.
    """

    actor: Actor
    at: datetime
    unmask: frozenset[str]


def asking(request: HttpRequest, *scopes: Scope, unmask: str = "", allowed: frozenset[str] = frozenset()) -> Asking:
    """Return who asks.

    Args:
        request: what is asked.
        scopes: a program needs one of them.
        unmask: what is to be shown in full, with commas between.
        allowed: what can be.

    Raises:
        Refused: the program may not ask this, or something is to be shown in full without a purpose.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if actor.kind is ActorKind.CLIENT and not scopes_of(actor) & set(scopes):
        raise Refused(403, "forbidden", "这个程序没有获准使用这个接口，请联系安全管理员。")
    wanted = frozenset(word.strip() for word in unmask.split(",") if word.strip())
    if wanted - allowed:
        raise Refused(
            422, "invalid", "没有这样的栏目。", faults=[Fault("unmask", f"可以是：{'、'.join(sorted(allowed))}")]
        )
    purpose = _purpose(request)
    if wanted and not purpose and actor.kind is not ActorKind.RESIDENT:
        raise Refused(403, "purpose_needed", "查看完整内容须写明目的：请在 X-Purpose 中说明（UTF-8，百分号编码）。")
    return Asking(replace(actor, purpose=purpose) if purpose else actor, now(), wanted)


def key_of(request: HttpRequest, actor: Actor) -> UUID | None:
    """The sender's own mark from Idempotency-Key, apart for everybody who sends; None where there is none.

    Raises:
        Refused: it is empty or too long.
    """
    text = request.headers.get("Idempotency-Key")
    if text is None:
        return None
    if not 1 <= len(text.strip()) <= _LONGEST_KEY:
        raise Refused(400, "bad_key", f"Idempotency-Key 应为1至{_LONGEST_KEY}个字符。")
    return uuid5(_KEYS, f"{actor.kind.value}:{actor.account}:{actor.person}:{text.strip()}")


def answered_once(request: HttpRequest, asked: Asking, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do a call; one that was sent before with the same Idempotency-Key is answered as it was then, for a day.

    For what has no mark of its own in the engine; in the transaction of the call.

    Raises:
        Refused: the key is empty or too long.
        KeyReused: it came with something else.
    """
    key = key_of(request, asked.actor)
    if key is None:
        return call()
    digest = sha256(b"\n".join((str(request.method).encode(), request.path.encode(), request.body))).hexdigest()
    return access.answer_once(key=key, digest=digest, at=asked.at, call=call)


def require_seldom(asked: Asking, action: str) -> None:
    """Refuse who looked up too many people within the hour; what is counted are the events of the action.

    Raises:
        Refused: with the time after which to ask again.
    """
    if events.count_by(asked.actor, action, since=asked.at - _HOUR) >= MOST_AN_HOUR:
        sentence = f"一小时内查找已满{MOST_AN_HOUR}次，请稍后再查。"
        raise Refused(429, "too_many", sentence, headers={"Retry-After": str(int(_HOUR.total_seconds()))})


def expected_of(request: HttpRequest) -> int | None:
    """The state of a case that the sender saw, from If-Match; None where nothing is expected.

    Raises:
        Refused: it is no state that was given out.
    """
    text = request.headers.get("If-Match", "*").strip()
    if text == "*":
        return None
    found = _STATE.fullmatch(text)
    if found is None:
        raise Refused(400, "bad_etag", "If-Match 应为上次读取时得到的 ETag。")
    return int(found[1])


def _purpose(request: HttpRequest) -> str:
    text = unquote(request.headers.get("X-Purpose", ""), errors="replace").strip()
    if len(text) > _LONGEST_PURPOSE:
        raise Refused(422, "invalid", f"查看目的不超过{_LONGEST_PURPOSE}字。", faults=[Fault("X-Purpose", "文字过长")])
    check_plain(text)
    return text
