"""Marks of the next page: opaque, sealed, good for whoever got them and for the same list only."""

from __future__ import annotations

from minzheng.engine.access.tokens import opened_text, sealed_text
from minzheng.engine.access.types import Actor
from minzheng.surfaces.api.problems import Refused

_PLACE = "api.page"


def mark(position: str | None, *, of: str, actor: Actor) -> str | None:
    """Return the mark of a position in a list; None at its end."""
    return None if position is None else sealed_text(_PLACE, {"of": of, "by": _by(actor), "position": position})


def position(text: str | None, *, of: str, actor: Actor) -> str | None:
    """Return the position a mark stands for.

    Raises:
        Refused: it was not given to this asker for this list.
    """
    if not text:
        return None
    said = opened_text(_PLACE, text)
    if said is None or (said["of"], said["by"]) != (of, _by(actor)):
        raise Refused(400, "bad_cursor", "翻页标记不正确，请从第一页重新开始。")
    return str(said["position"])


def _by(actor: Actor) -> str:
    return f"{actor.kind.value}:{actor.account}:{actor.person}"
