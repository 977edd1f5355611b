"""What programs have not been told yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from minzheng.engine.cases.models import Callback
from minzheng.engine.cases.types import CallbackState


@dataclass(frozen=True)
class Untold:
    """How much a program is still to be told, and could not be told; and why, of the last that failed."""

    waiting: int
    given_up: int
    failure: str


def untold() -> dict[int, Untold]:
    """Return what was not told yet, by program."""
    left = Callback.objects.exclude(state=CallbackState.TOLD)
    failures = dict(left.exclude(failure="").order_by("pk").values_list("client", "failure"))
    rows = left.values("client").annotate(
        waiting=Count("pk", filter=Q(state=CallbackState.WAITING)),
        given_up=Count("pk", filter=Q(state=CallbackState.GIVEN_UP)),
    )
    return {
        row["client"]: Untold(row["waiting"], row["given_up"], failures.get(row["client"], "")) for row in rows
    }  # fmt: skip
