"""Public notices: where they stand, who objects, and what the public sees today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from minzheng.engine.audit.types import Subject
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import Objection, PublicNotice
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import NoticeKind, NoticePhase, NoticeProblem
from minzheng.kernel.division_codes import DivisionCode

_POSITION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")
"""Day and identifier of the notice that a page ended with."""


@dataclass(frozen=True)
class PublicRow:
    """A notice as anybody sees it: what the policy let through, and its dates."""

    id: int
    kind: str
    content: Mapping[str, Any]
    posted_on: date
    ends_on: date | None


@dataclass(frozen=True)
class NoticePage:
    """Some of what hangs, and from where to read on; None at the end."""

    rows: tuple[PublicRow, ...]
    next: str | None


@dataclass(frozen=True)
class ObjectionText:
    """What an objection says, opened for somebody who may read it."""

    objector: str
    contact: str
    text: str


def notices_about(subject: Subject, *, kind: NoticeKind | None = None) -> list[PublicNotice]:
    """The notices about a record, the oldest first, those taken down too; with their photographs and objections."""
    found = PublicNotice.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    found = found.prefetch_related("evidence", "objections")
    return list((found if kind is None else found.filter(kind=kind)).order_by("pk"))


def phase_of(notice: PublicNotice, *, on: date) -> NoticePhase:
    """Where a notice stands on a day: its last day must be over before it is complete.

    An objection counts until it is handled, whatever the day; one taken down before its end proves nothing.
    """
    if any(each.handled_at is None for each in notice.objections.all()):
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
    *,
    on: date,
    division: DivisionCode | None = None,
    kind: NoticeKind | None = None,
    after: str | None = None,
    limit: int = 50,
) -> NoticePage:
    """What hangs on a day, newest first. What is over is not shown, even before it is taken down.

    Raises:
        NoticeProblem: `after` is not where a page ended.
    """
    found = _hanging(on)
    if division is not None:
        found = found.filter(division__gte=division.number, division__lte=division.last_number)
    if kind is not None:
        found = found.filter(kind=kind)
    if after is not None:
        day, number = _position(after)
        found = found.filter(Q(posted_on__lt=day) | Q(posted_on=day, pk__lt=number))
    rows = list(found.order_by("-posted_on", "-pk")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return NoticePage(
        tuple(_row(notice) for notice in rows[:limit]),
        None if last is None else f"{last.posted_on.isoformat()}.{last.pk}",
    )


def public_notice(*, notice: int, on: date) -> PublicRow | None:
    """One notice as anybody sees it on a day; None if it does not hang."""
    found = hanging_notice(notice, on=on)
    return None if found is None else _row(found)


def hanging_notice(notice: int, *, on: date) -> PublicNotice | None:
    """A notice that hangs on a day; None if it does not."""
    return _hanging(on).filter(pk=notice).first()


def hung_beside(notice: PublicNotice) -> list[PublicNotice]:
    """What hangs on one sheet: the notices of the same kind, village and days that are up, this one among them while it is."""
    same = PublicNotice.objects.filter(
        kind=notice.kind,
        division=notice.division,
        posted_on=notice.posted_on,
        ends_on=notice.ends_on,
        taken_down_at=None,
    )
    return list(same.order_by("pk"))


def _hanging(on: date) -> QuerySet[PublicNotice]:
    return PublicNotice.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), taken_down_at=None, posted_on__lte=on)


def _row(notice: PublicNotice) -> PublicRow:
    return PublicRow(notice.pk, NoticeKind(notice.kind).label, notice.content, notice.posted_on, notice.ends_on)


def _position(text: str) -> tuple[date, int]:
    problem = NoticeProblem("翻页位置不正确。", remedy="请从第一页看起。")
    found = _POSITION.fullmatch(text)
    if found is None:
        raise problem
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        raise problem from None
