"""What hangs in the village about a case: proven by photographs, objected to by anybody, taken down with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.queries import require
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.cases import clocks
from minzheng.engine.cases.actions.materials import keep_pages
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.queries.publicity import HANDLERS, HANGERS, LEADS
from minzheng.engine.cases.readings import Readings
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.notices import actions as notices
from minzheng.engine.notices.models import Objection, PublicNotice
from minzheng.engine.notices.queries import hanging_notice, notices_about
from minzheng.engine.notices.types import NoticeProblem, ObjectionResult

PHOTOGRAPHS = "公示照片"
"""Title of the photographs of a notice among the papers of its case."""
_NOT_HANGING = "这份公示已经不在公示期内，或者已经撤下。"


def object_to_notice(
    notice: int, *, text: str, objector: str = "", contact: str = "", origin: str, at: datetime
) -> Objection:
    """Receive an objection from anybody, without an account; the case cannot go on until somebody says what became of it.

    Args:
        notice: which; it must hang today.
        text, objector, contact: as typed; name and contact may be left out.
        origin: the network address, by which they are counted.
        at: now.

    Raises:
        NoticeProblem: it does not hang, says nothing, is too long, or too many came.
    """
    day = clocks.local_day(at)
    with scoped(SYSTEM):
        found = hanging_notice(notice, on=day)
        if found is None:
            raise NoticeProblem(_NOT_HANGING, remedy="仍有意见的，请打监督电话，或者到乡镇（街道）提出。")
        return notices.record_objection(
            notice=found, text=text, objector=objector, contact=contact, received_on=day,
            by=Who(kind=ActorKind.RESIDENT, origin=origin), at=at,
        )  # fmt: skip


@denials_kept()
@transaction.atomic
def handle_objection(
    *, case: int | str, objection: int, result: ObjectionResult, conclusion: str, by: Actor, at: datetime
) -> Objection:
    """Say what became of an objection to a notice about a case.

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: there is no such objection, or whoever handles it is a near relative of the family.
        NoticeProblem: no conclusion, or it was handled.
    """
    found = _theirs(case, HANDLERS, "notices.handle_objection", by, at)
    if by.person in Readings(found, at).related_officers:
        raise CaseProblem("您与申请家庭有近亲属关系，依法应当回避。", remedy="请交由他人处理。")
    about = notices_about(Subject("case", found.pk))
    there = Objection.objects.filter(pk=objection, notice__in=about).select_related("notice").first()
    if there is None:
        raise CaseProblem("没有这条异议。", remedy="请刷新页面。")
    return notices.handle_objection(objection=there, result=result, conclusion=conclusion, by=by, at=at)


@denials_kept()
@transaction.atomic
def prove_notice(
    *, case: int | str, notice: int, files: Sequence[bytes], place: str, by: Actor, at: datetime
) -> PublicNotice:
    """Keep photographs of a notice where it hangs: drawn anew, sealed among the papers, their digests kept with the notice.

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: no such notice, or a file cannot be taken (which, and why).
        NoticeProblem: no place was named, or a photograph is known.
    """
    found = _theirs(case, HANGERS, "notices.add_evidence", by, at)
    there = _notice(found, notice)
    for page in keep_pages(found, PHOTOGRAPHS, files, by=by, at=at):
        notices.add_evidence(notice=there, sha256=bytes(page.digest).hex(), taken_at=at, place=place, by=by, at=at)
    return there


@denials_kept()
@transaction.atomic
def take_notice_down(*, case: int | str, notice: int, reason: str, by: Actor, at: datetime) -> PublicNotice:
    """Take a notice about a case down; before its last day that means that the period must begin anew.

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: no such notice.
        NoticeProblem: no reason, or it is down.
    """
    found = _theirs(case, LEADS, "notices.take_down", by, at)
    return notices.take_down(notice=_notice(found, notice), reason=reason, by=by, at=at)


def _theirs(case: int | str, roles: Sequence[Role], action: str, by: Actor, at: datetime) -> Case:
    found = find_case(case, by=by, lock=True)
    require(
        by, roles, service=found.chapter, division=found.division_id, action=action, at=at, subject=Subject("case", found.pk)
    )  # fmt: skip
    return found


def _notice(case: Case, notice: int) -> PublicNotice:
    there = next((each for each in notices_about(Subject("case", case.pk)) if each.pk == notice), None)
    if there is None:
        raise CaseProblem("没有这份公示。", remedy="请刷新页面。")
    return there
