"""A second factor that its bearer has lost: taken away by the security administrator, so that a new one must be set (GB/T 22239-2019 身份鉴别)."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from minzheng.engine.access.actions.sign_in import forget_wrong_codes
from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import Account
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import AccountProblem, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject


@denials_kept()
@transaction.atomic
def reset_second_factor(*, account: Account, reason: str, by: Actor, at: datetime) -> None:
    """Take every second factor of an officer's account away and end its sessions; the next sign-in asks to set a new one.

    Args:
        account: whose telephone, key or recovery codes are lost.
        reason: how the person asked and was recognised; recorded.
        by: the security administrator, who is somebody else.
        at: now.

    Raises:
        AccessProblem: by is not the security administrator, or would reset their own.
        AccountProblem: no reason is given, it is no officer's account, or nothing is set.
    """
    action, subject = "access.reset_second_factor", Subject("account", account.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action=action, at=at, subject=subject)
    if by.kind is ActorKind.OFFICER and by.person == account.officer_id:
        sentence = "不能重置自己的第二重验证，请由另一名安全管理员办理。"
        raise denied(sentence, action=action, by=by, at=at, subject=subject)
    if not reason.strip():
        raise AccountProblem("请写明重置的理由：本人怎样提出，怎样核实了身份。")
    held = Authenticator.objects.filter(user=account)
    kinds = sorted(held.values_list("type", flat=True))
    if account.officer_id is None or not kinds:
        raise AccountProblem("这个账户没有设置第二重验证，不用重置；本人下次登录时会被要求设置。")
    held.delete()
    sessions = end_sessions(account)
    forget_wrong_codes(account)
    detail = {"reason": reason.strip(), "factors": kinds, "sessions": sessions}
    audit.record(action=action, by=by, at=at, subject=subject, detail=detail)


@transaction.atomic
def record_second_factor(*, account: Account, factor: str, change: str, by: Actor, at: datetime) -> None:
    """Record that somebody set or removed a second factor of their own.

    Args:
        account: whose.
        factor: "totp" or "passkey".
        change: "set" or "removed".
        by: who that is.
        at: now.
    """
    subject, detail = Subject("account", account.pk), {"factor": factor, "change": change}
    audit.record(action="access.change_second_factor", by=by, at=at, subject=subject, detail=detail)


def end_sessions(account: Account) -> int:
    """Sign an account out wherever it is signed in; return from how many places."""
    sessions = list(UserSession.objects.filter(user=account))
    for session in sessions:
        session.end()
    return len(sessions)
