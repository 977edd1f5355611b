"""Who is given which role where, and which may not meet in one person."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import AssignedRole, Officer
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role, incompatible
from minzheng.engine.access.types import ALL_SERVICES, AccountProblem, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject

_PREFIX = re.compile(r"[0-9]{0,12}")
_RESIDENTS = frozenset({Role.APPLICANT, Role.AGENT})


@denials_kept()
@transaction.atomic
def assign_role(
    *, officer: Officer, role: Role, service: str, division: str, valid_from: date, valid_until: date | None = None,
    reason: str, by: Actor, at: datetime,
) -> AssignedRole:  # fmt: skip
    """Give an officer a role.

    Args:
        officer: to whom; it holds for all their accounts.
        role: which.
        service: chapter folder of `matters`, or ALL_SERVICES. Administrators have no service of their own: ALL_SERVICES.
        division: leading digits of the division code, "" for everywhere (administrators).
        valid_from: first day.
        valid_until: first day it does not hold any more, None while nobody ends it.
        reason: on which order.
        by: the security administrator.
        at: now.

    Raises:
        AccessProblem: by is not the security administrator or gives to themselves; the officer holds, in that time, a role that may
            not meet this one.
        AccountProblem: no role of officers, no division, no reason, days in the wrong order.
    """
    subject = Subject("officer", officer.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.assign_role", at=at, subject=subject)
    _check(role, service, division, valid_from, valid_until, reason)
    if by.kind is ActorKind.OFFICER and by.person == officer.pk:
        raise denied(
            "不能给自己分配角色，请由另一名安全管理员办理。", action="access.assign_role", by=by, at=at, subject=subject,
            detail={"role": role},
        )  # fmt: skip
    # Two administrators who give two roles at once wait for one another here.
    Officer.objects.select_for_update().get(pk=officer.pk)
    if (held := _conflict(officer, role, valid_from, valid_until)) is not None:
        raise denied(
            f"{officer.name}已有“{held.label}”角色，同一个人不能再担任“{role.label}”。", action="access.assign_role",
            by=by, at=at, subject=subject, detail={"role": role, "held": held},
        )  # fmt: skip
    given = AssignedRole.objects.create(
        officer=officer, role=role, service=service, division=division, valid_from=valid_from, valid_until=valid_until,
        given_by=by.person, given_at=at, reason=reason.strip(),
    )  # fmt: skip
    detail = {"role": role, "service": service, "scope": division, "from": valid_from.isoformat()}
    audit.record(action="access.assign_role", by=by, at=at, subject=subject, detail=detail)
    return given


@denials_kept()
@transaction.atomic
def end_role(*, assigned: AssignedRole, valid_until: date, reason: str, by: Actor, at: datetime) -> None:
    """End a role: `valid_until` is the first day it does not hold. It holds no more at the next request of that day.

    Raises:
        AccessProblem: by is not the security administrator.
        AccountProblem: it ends before it began, or has ended.
    """
    subject = Subject("officer", assigned.officer_id)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.end_role", at=at, subject=subject)
    if valid_until < assigned.valid_from:
        raise AccountProblem("角色的结束日期不能早于开始日期。")
    ended = AssignedRole.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_until), pk=assigned.pk)
    if not ended.update(valid_until=valid_until, ended_by=by.person, ended_at=at, end_reason=reason.strip()):
        raise AccountProblem("这个角色已经结束。")
    detail = {"role": assigned.role, "until": valid_until.isoformat()}
    audit.record(action="access.end_role", by=by, at=at, subject=subject, detail=detail)


def _check(role: Role, service: str, division: str, valid_from: date, valid_until: date | None, reason: str) -> None:
    if role in _RESIDENTS:
        raise AccountProblem(f"“{role.label}”不是工作人员的角色。")
    if role.is_administrator and (service, division) != (ALL_SERVICES, ""):
        raise AccountProblem("管理员角色不分业务和辖区。")
    if not _PREFIX.fullmatch(division):
        raise AccountProblem("辖区应为行政区划代码的前若干位数字。")
    if valid_until is not None and valid_until <= valid_from:
        raise AccountProblem("角色的结束日期应晚于开始日期。")
    if not reason.strip():
        raise AccountProblem("请写明分配角色的依据。")


def _conflict(officer: Officer, role: Role, valid_from: date, valid_until: date | None) -> Role | None:
    at_the_time = Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from)
    if valid_until is not None:
        at_the_time &= Q(valid_from__lt=valid_until)
    for held in AssignedRole.objects.filter(at_the_time, officer=officer).values_list("role", flat=True):
        if incompatible(role, Role(held)):
            return Role(held)
    return None
