"""Heartbeats of periodic jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models.functions import Now

from minzheng.engine.work.models import Heartbeat


@contextmanager
def beat(name: str) -> Iterator[None]:
    """Record that a periodic job succeeded or failed."""
    try:
        yield
    except Exception:
        Heartbeat.objects.update_or_create(name=name, defaults={"failed_at": Now()})
        raise
    Heartbeat.objects.update_or_create(name=name, defaults={"succeeded_at": Now(), "failed_at": None})


def expect(names: Iterable[str]) -> None:
    """From now on these are missed when they are silent; those no longer declared are forgotten."""
    wanted = list(names)
    Heartbeat.objects.bulk_create([Heartbeat(name=name) for name in wanted], ignore_conflicts=True)
    Heartbeat.objects.exclude(name__in=wanted).delete()
