"""What happened to a record, who looked at a person, what somebody did, what was refused; whether the records are whole."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from minzheng.engine.audit.closing import health
from minzheng.engine.audit.exporting import exported
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import LOOKS, ActorKind, Outcome, Page, Recorded, Subject, Wanted, Who
from minzheng.engine.audit.verification import verify

__all__ = [
    "count_by",
    "denials",
    "events_by",
    "events_of",
    "exported",
    "has_event",
    "health",
    "looks_at_person",
    "matching",
    "verify",
]

_PAGE = 50
_LOOKS = Q(action__in=LOOKS)
for _word in sorted(LOOKS):
    _LOOKS |= Q(action__endswith=f".{_word}")


def has_event(event: int) -> bool:
    """Whether an event is there, as its own transaction sees it."""
    return Event.objects.filter(pk=event).exists()


def events_of(subject: Subject, *, before: int | None = None, limit: int = _PAGE) -> Page:
    """Return what was done to a record."""
    return _page(Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id), before, limit)


def looks_at_person(person: int, *, before: int | None = None, limit: int = _PAGE) -> Page:
    """Return who saw a person's data (谁看过我的信息), alone or in a list."""
    named = Q(subject_kind="person", subject_id=person)
    listed = Q(detail__has_key="persons", detail__persons__contains=person)
    return _page(Event.objects.filter(_LOOKS, named | listed, outcome=Outcome.DONE), before, limit)


def events_by(
    kind: ActorKind, person: int | None, *, since: datetime | None = None, before: int | None = None, limit: int = _PAGE
) -> Page:
    """Return what somebody did: an officer or resident by person, a client or the system by kind."""
    events = Event.objects.filter(actor_kind=kind, person=person)
    return _page(events if since is None else events.filter(at__gte=since), before, limit)


def count_by(by: Who, action: str, *, since: datetime) -> int:
    """Return how often somebody (by account) did one thing since an instant: what is limited is counted here."""
    return Event.objects.filter(
        actor_kind=by.kind, account=by.account, person=by.person, action=action, at__gte=since
    ).count()


def denials(*, before: int | None = None, limit: int = _PAGE) -> Page:
    """Return what was refused, by whomever."""
    return _page(Event.objects.filter(outcome=Outcome.DENIED), before, limit)


def matching(wanted: Wanted, *, before: int | None = None, limit: int = _PAGE) -> Page:
    """Return the events an auditor asks for, the newest first."""
    events = Event.objects.all()
    if wanted.person is not None:
        events = events.filter(actor_kind=ActorKind.OFFICER, person=wanted.person)
    if wanted.subject is not None:
        events = events.filter(subject_kind=wanted.subject.kind, subject_id=wanted.subject.id)
    if wanted.denied:
        events = events.filter(outcome=Outcome.DENIED)
    if wanted.looks:
        events = events.filter(_LOOKS)
    if wanted.since is not None:
        events = events.filter(at__gte=wanted.since)
    if wanted.until is not None:
        events = events.filter(at__lt=wanted.until)
    if wanted.ranges is not None:
        places = Q()
        for low, high in wanted.ranges:
            places |= Q(division__gte=low, division__lt=high)
        events = events.filter(places) if wanted.ranges else events.none()
    return _page(events, before, limit)


def _page(events: QuerySet[Event], before: int | None, limit: int) -> Page:
    rows = events if before is None else events.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return Page(tuple(map(_recorded, shown)), shown[-1].pk if len(found) > limit else None)


def _recorded(event: Event) -> Recorded:
    who = Who(
        kind=ActorKind(event.actor_kind),
        account=event.account,
        person=event.person,
        role=event.role,
        origin=event.origin,
        purpose=event.purpose,
    )
    subject = None if event.subject_id is None else Subject(event.subject_kind, event.subject_id)
    return Recorded(
        event.pk, event.at, event.action, Outcome(event.outcome), who, subject, event.division, event.detail
    )
