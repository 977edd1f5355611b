"""Public notices are posted, proven, taken down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.detail import looks_personal
from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.catalogue.letterheads import letterhead
from minzheng.engine.notices.masking import CURRENT, POLICIES, NoticeFacts
from minzheng.engine.notices.models import Evidence, PublicNotice
from minzheng.engine.notices.types import NoticeKind, NoticeProblem
from minzheng.engine.registry.models import Division
from minzheng.kernel.deadlines import publicity_end

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = {"place": 100, "reason": 300}
_LONGEST_PERIOD = 366


@transaction.atomic
def post_notice(
    *, kind: NoticeKind, facts: NoticeFacts, subject: Subject, division: int, places: Sequence[str], posted_on: date, days: int | None,
    policy: str = CURRENT, by: Who, at: datetime,
) -> PublicNotice:  # fmt: skip
    """Post a notice: what may be shown of the facts is kept, the rest forgotten.

    Args:
        kind: before the decision (公示) or after it (公布).
        facts: what the policy is told.
        subject: what it is about, e.g. ``Subject("case", 12)``.
        division: code of the village (12 digits).
        places: where it hangs, e.g. 村务公开栏.
        posted_on: the day it was put up; it does not count.
        days: calendar days it stays; None for a 公布 that stays while the benefit lasts.
        policy: version of the masking policy.
        by: who posts.
        at: when.

    Raises:
        NoticeProblem: there is no notice of this benefit, no place, no end, or a value that may not be shown.
    """
    if kind is NoticeKind.BEFORE_DECISION and days is None:
        raise NoticeProblem("公示应有期限。", remedy="请填写公示天数。")
    if days is not None and not 0 < days <= _LONGEST_PERIOD:
        raise NoticeProblem(f"公示天数应为1至{_LONGEST_PERIOD}天。", remedy="请核对天数。")
    if policy not in POLICIES:
        raise NoticeProblem(f"没有“{policy[:20]}”这一版公示规则。", remedy=f"可用：{'、'.join(POLICIES)}。")
    phone = letterhead(county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo).complaint_phone
    content = POLICIES[policy].mask(facts, village=_village(division), on=posted_on, complaint_phone=phone)
    notice = PublicNotice.objects.create(
        kind=kind, subject_kind=subject.kind, subject_id=subject.id, division=division, places=_places(places), policy=policy,
        content=content, posted_on=posted_on, days=days,
        ends_on=None if days is None else publicity_end(posted_on, days), posted_at=at, posted_by=by.name,
    )  # fmt: skip
    _record("notices.post_notice", notice, by=by, at=at, about=[subject.kind, subject.id], policy=policy)
    return notice


def add_evidence(
    *, notice: PublicNotice, sha256: str, taken_at: datetime, place: str, by: Who, at: datetime
) -> Evidence:
    """Record a photograph of the notice where it hangs. Raises NoticeProblem for one that is known, or from the future."""
    if not _SHA256.fullmatch(sha256) or taken_at > at or not _said(place, "place"):
        raise NoticeProblem("照片的摘要、拍摄时间或者地点不合要求。", remedy="请核对后重新上传。")
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                notice=notice,
                sha256=sha256,
                taken_at=taken_at,
                place=place.strip(),
                recorded_at=at,
                recorded_by=by.name,
            )
            _record("notices.add_evidence", notice, by=by, at=at, sha256=sha256)
    except IntegrityError as error:
        raise NoticeProblem("这张照片已经登记过。", remedy="请上传另一张。") from error
    return evidence


@transaction.atomic
def take_down(*, notice: PublicNotice, reason: str, by: Who, at: datetime) -> PublicNotice:
    """Take a notice down. Raises NoticeProblem without a reason, or if it is down already."""
    if not _said(reason, "reason"):
        raise NoticeProblem("没有写明撤下的理由。", remedy="请写明理由。")
    if not _down(notice.pk, reason=reason.strip(), by=by, at=at):
        raise NoticeProblem("这份公示已经撤下。", remedy="不必重复操作。")
    notice.refresh_from_db()
    _record("notices.take_down", notice, by=by, at=at)
    return notice


def take_down_due(*, by: Who, at: datetime) -> int:
    """Take down every notice whose last day is over; return how many. Doing it again does nothing."""
    today = at.astimezone().date()
    due = PublicNotice.objects.filter(taken_down_at=None, ends_on__lt=today).order_by("pk")
    count = 0
    for notice in due.iterator():
        with transaction.atomic():
            if _down(notice.pk, reason="期满", by=by, at=at):
                _record("notices.take_down", notice, by=by, at=at, due=True)
                count += 1
    return count


def _down(notice: int, *, reason: str, by: Who, at: datetime) -> bool:
    rows = PublicNotice.objects.filter(pk=notice, taken_down_at=None)
    return bool(rows.update(taken_down_at=at, taken_down_by=by.name, taken_down_reason=reason))


def _village(division: int) -> str:
    found = Division.objects.filter(code=division).first()
    if found is None:
        raise NoticeProblem(f"没有登记行政区划 {division}，不知道在哪里公示。", remedy="请核对区划代码。")
    return found.name


def _places(places: Sequence[str]) -> list[str]:
    said = [place.strip() for place in places]
    if not said or not all(_said(place, "place") for place in said):
        raise NoticeProblem("没有写明张贴的地点，或者地点过长、含有号码。", remedy="请写如“村务公开栏”的地点。")
    return said


def _said(text: str, field: str) -> bool:
    return bool(text.strip()) and len(text) <= _LONGEST[field] and not looks_personal(text)


def _record(action: str, notice: PublicNotice, *, by: Who, at: datetime, **detail: object) -> None:
    audit.record(
        action=action, by=by, at=at, subject=Subject("public_notice", notice.pk), division=notice.division,
        detail={"kind": int(notice.kind), **detail},
    )  # fmt: skip
