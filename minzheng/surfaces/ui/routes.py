"""What each address is for, said beside its view: read by the list of routes, the limits and the access checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from minzheng.kernel.facts import DataClass

View = Callable[..., HttpResponseBase]

SMALL_BODY = 1 << 20
"""Bytes of a form."""

FILE_BODY = 60 << 20
"""Bytes of an uploaded file with its form."""

ANYONE = "anyone"
OWN = "own"
"""Residents who were let in for a case of theirs."""
SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Route:
    """One declared view.

    Attributes:
        methods: what it answers; HEAD goes with GET.
        about: kind of object it shows or changes, e.g. `case`; `none` where there is no record behind it.
        permission: ANYONE, OWN, SIGNED_IN, or the name of what one must be allowed, e.g. `cases.decide`.
        data_class: the most sensitive thing it can show.
        body: bytes a request may carry.
        database: whether it needs the database; False answers while that is away.
    """

    methods: tuple[str, ...]
    about: str
    permission: str
    data_class: DataClass
    body: int = SMALL_BODY
    database: bool = True


def route(
    *methods: str,
    about: str,
    permission: str,
    data_class: DataClass,
    body: int = SMALL_BODY,
    database: bool = True,
) -> Callable[[View], View]:
    """Declare a view; methods that are not declared are refused.

    Args:
        methods: e.g. "GET", "POST".
        about: kind of object behind it.
        permission: who may come here.
        data_class: the most sensitive thing it can show.
        body: bytes a request may carry.
        database: whether it needs the database.
    """
    declared = Route(methods, about, permission, data_class, body, database)
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            return view(request, *args, **kwargs)

        answer.route = declared  # type: ignore[attr-defined]
        return answer

    return declare


def route_of(view: object) -> Route | None:
    """Return what was declared beside a view, or None."""
    found = getattr(view, "route", None)
    return found if isinstance(found, Route) else None
