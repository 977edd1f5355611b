"""Public notices: where they stand, who objects, and what the public sees today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from minzheng.engine.audit.types import Subject
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import Objection, PublicNotice
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import NoticeKind, NoticePhase
from minzheng.kernel.division_codes import DivisionCode


@dataclass(frozen=True)
class PublicRow:
    """A notice as anybody sees it: what the policy let through, and its dates."""

    id: int
    kind: str
    content: Mapping[str, Any]
    posted_on: date
    ends_on: date | None


@dataclass(frozen=True)
class ObjectionText:
    """What an objection says, opened for somebody who may read it."""

    objector: str
    contact: str
    text: str


def notices_about(subject: Subject, *, kind: NoticeKind | None = None) -> list[PublicNotice]:
    """The notices about a record, the oldest first, those taken down too."""
    found = PublicNotice.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return list((found if kind is None else found.filter(kind=kind)).order_by("pk"))


def phase_of(notice: PublicNotice, *, on: date) -> NoticePhase:
    """Where a notice stands on a day: its last day must be over before it is complete.

    An objection counts until it is handled, whatever the day; one taken down before its end proves nothing.
    """
    if notice.objections.filter(handled_at=None).exists():
        return NoticePhase.OBJECTED
    if notice.taken_down_at is not None and (
        notice.ends_on is None or notice.taken_down_at.astimezone().date() <= notice.ends_on
    ):
        return NoticePhase.TAKEN_DOWN_EARLY
    return NoticePhase.COMPLETE if notice.ends_on is not None and on > notice.ends_on else NoticePhase.RUNNING


def open_objections(notice: PublicNotice) -> list[Objection]:
    """The objections to a notice that nobody has handled."""
    return list(notice.objections.filter(handled_at=None).order_by("pk"))


def objection_of(objection: Objection) -> ObjectionText:
    """Open an objection. Looking at it is an event that the caller records. Raises TamperedError if it was altered."""
    return ObjectionText(**open_json(Sealed.OBJECTION, objection.pk, objection.content))


def public_notices(
    *, on: date, division: DivisionCode | None = None, kind: NoticeKind | None = None
) -> list[PublicRow]:
    """What hangs on a day, newest first. What is over is not shown, even before it is taken down."""
    found = _hanging(on)
    if division is not None:
        found = found.filter(division__gte=division.number, division__lte=division.last_number)
    if kind is not None:
        found = found.filter(kind=kind)
    return [_row(notice) for notice in found.order_by("-posted_on", "-pk")]


def public_notice(*, notice: int, on: date) -> PublicRow | None:
    """One notice as anybody sees it on a day; None if it does not hang."""
    found = _hanging(on).filter(pk=notice).first()
    return None if found is None else _row(found)


def _hanging(on: date) -> QuerySet[PublicNotice]:
    return PublicNotice.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), taken_down_at=None, posted_on__lte=on)


def _row(notice: PublicNotice) -> PublicRow:
    return PublicRow(notice.pk, NoticeKind(notice.kind).label, notice.content, notice.posted_on, notice.ends_on)
