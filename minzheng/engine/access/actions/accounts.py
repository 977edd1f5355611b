"""Ways to sign in."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import Account, Officer
from minzheng.engine.access.passwords import check_password
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import AccountProblem, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.detail import looks_personal
from minzheng.engine.audit.types import ActorKind, Subject

_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,59}")


@denials_kept()
@transaction.atomic
def create_account(*, officer: Officer, username: str, password: str | None, by: Actor, at: datetime) -> Account:
    """Give an officer an account. The officer sets a password of their own at the first sign-in.

    Args:
        officer: whose.
        username: letters, digits, dots, hyphens; no identity number or phone.
        password: the first password, None where a platform signs the officer in.
        by: the security administrator.
        at: now.

    Raises:
        AccessProblem: by is not the security administrator.
        AccountProblem: the name is taken or cannot be one, the password is weak.
    """
    subject = Subject("officer", officer.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.create_account", at=at, subject=subject)
    account = _new(Account(username=_free(username), officer=officer, created_at=at), password)
    audit.record(action="access.create_account", by=by, at=at, subject=subject, detail={"created": account.pk})
    return account


@transaction.atomic
def create_resident_account(*, resident: int, username: str, by: Actor, at: datetime) -> Account:
    """Give a registered resident whom a platform has identified an account without a password.

    Args:
        resident: the registry's person.
        username: the platform's stable name of the person.
        by: the product itself, at the first sign-in.
        at: now.

    Raises:
        AccountProblem: the name is taken or cannot be one.
    """
    account = _new(Account(username=_free(username), resident=resident, created_at=at), None)
    audit.record(
        action="access.create_resident_account", by=by, at=at, subject=Subject("person", resident),
        detail={"created": account.pk},
    )  # fmt: skip
    return account


@denials_kept()
@transaction.atomic
def set_password(*, account: Account, password: str, by: Actor, at: datetime) -> None:
    """Set a password: one's own (the old one was asked for by the surface), or another's by the security administrator.

    What an administrator sets must be replaced at the next sign-in.

    Raises:
        AccessProblem: it is somebody else's and by is not the security administrator.
        AccountProblem: it is weak, or the one there was.
    """
    own = by.account is not None and by.account == account.pk
    subject = Subject("account", account.pk)
    if not own:
        require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.set_password", at=at, subject=subject)
    check_password(password, username=account.username)
    if account.check_password(password):
        raise AccountProblem("新密码不能与原密码相同。")
    account.set_password(password)
    account.password_changed_at = at if own else None
    account.save(update_fields=["password", "password_changed_at"])
    audit.record(action="access.set_password", by=by, at=at, subject=subject, detail={"own": own})


@denials_kept()
@transaction.atomic
def disable_account(*, account: Account, reason: str, by: Actor, at: datetime) -> None:
    """Stop an account; what is signed in with it is refused at its next request.

    Raises:
        AccessProblem: by is not the security administrator, or would lock themselves out.
    """
    subject = Subject("account", account.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.disable_account", at=at, subject=subject)
    if by.kind is ActorKind.OFFICER and by.person == account.officer_id:
        raise denied(
            "不能停用自己的账户，请由另一名安全管理员办理。",
            action="access.disable_account",
            by=by,
            at=at,
            subject=subject,
        )
    Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False, disabled_at=at)
    audit.record(action="access.disable_account", by=by, at=at, subject=subject, detail={"reason": reason})


@denials_kept()
@transaction.atomic
def enable_account(*, account: Account, reason: str, by: Actor, at: datetime) -> None:
    """Let a stopped account in again.

    Raises:
        AccessProblem: by is not the security administrator.
    """
    subject = Subject("account", account.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.enable_account", at=at, subject=subject)
    Account.objects.filter(pk=account.pk).update(is_active=True, disabled_at=None)
    audit.record(action="access.enable_account", by=by, at=at, subject=subject, detail={"reason": reason})


def _free(username: str) -> str:
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name) or looks_personal(name):
        raise AccountProblem(
            "用户名应为3至60个字符，以字母开头，由字母、数字、点、横线组成，不能含有身份证号或手机号。"
        )
    if Account.objects.filter(username=name).exists():
        raise AccountProblem("这个用户名已经有人使用。")
    return name


def _new(account: Account, password: str | None) -> Account:
    if password is None:
        account.set_unusable_password()
    else:
        check_password(password, username=account.username)
        account.set_password(password)
    account.save(force_insert=True)
    return account
