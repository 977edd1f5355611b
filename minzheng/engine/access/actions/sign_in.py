"""Signing in: each try is counted before it is checked, so that many at once find no more than five answers.

Names that do not exist are counted and locked like those that do: nobody learns which there are.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import Account, SignInTries
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Outcome, Subject, Who

TRIES = 5
"""Wrong passwords or codes for one name, then it is locked."""
TRIES_FROM_AN_ADDRESS = 100
"""A township sits behind one address; a machine that guesses does too."""
LOCKED_FOR = timedelta(minutes=30)

_LOCKED = "连续多次输入错误，已锁定30分钟。请稍后再试，或联系安全管理员解锁。"


def authenticate(*, username: str, password: str, origin: str, at: datetime) -> Account | None:
    """Return the active account with this name and password, None for any other pair.

    Raises:
        AccessProblem: too many wrong tries; the sentence is the same for names that do not exist.
    """
    admit_try(username=username, origin=origin, at=at)
    account = Account.objects.filter(username=_written(username)).first()
    if account is None:
        # As slow as a name that exists.
        make_password(password)
    elif account.check_password(password) and account.is_active:
        try_succeeded(username=username, origin=origin)
        return account
    try_failed(username=username, origin=origin, at=at, account=account)
    return None


@denials_kept()
@transaction.atomic
def admit_try(*, username: str, origin: str, at: datetime) -> None:
    """Count a try to sign in (password or second factor), or refuse it.

    Raises:
        AccessProblem: the name or the address is locked.
    """
    for key, limit in _keys(username, origin):
        row, _ = SignInTries.objects.select_for_update().get_or_create(key=key, defaults={"last_at": at})
        if row.locked_until is not None and row.locked_until > at:
            raise denied(_LOCKED, action="access.sign_in", by=_nobody(origin), at=at)
        if row.locked_until is not None or at - row.last_at > LOCKED_FOR:
            row.tries, row.locked_until = 0, None
        if row.tries >= limit:
            raise denied(_LOCKED, action="access.sign_in", by=_nobody(origin), at=at)
        row.tries, row.last_at = row.tries + 1, at
        row.save()


@transaction.atomic
def try_failed(*, username: str, origin: str, at: datetime, account: Account | None) -> None:
    """Record that a counted try was wrong; the last one allowed locks."""
    locked = False
    for key, limit in _keys(username, origin):
        locked |= bool(SignInTries.objects.filter(key=key, tries__gte=limit).update(locked_until=at + LOCKED_FOR))
    by = Who(kind=ActorKind.SYSTEM, account=None if account is None else account.pk, origin=origin)
    audit.record(action="access.sign_in", by=by, at=at, outcome=Outcome.FAILED, detail={"locked": locked})


@transaction.atomic
def try_succeeded(*, username: str, origin: str) -> None:
    """Forget the wrong tries of a name; the address keeps those for other names."""
    (name, _), (address, _) = _keys(username, origin)
    SignInTries.objects.filter(key=name).delete()
    row = SignInTries.objects.select_for_update().filter(key=address, tries__gt=0).first()
    if row is not None:
        row.tries -= 1
        row.save()


@transaction.atomic
def record_stranger(*, origin: str, at: datetime) -> None:
    """Record that somebody came from the identity platform who has no account here."""
    audit.record(
        action="access.sign_in", by=_nobody(origin), at=at, outcome=Outcome.FAILED, detail={"factors": ["platform"]}
    )


@transaction.atomic
def record_sign_in(*, account: Account, by: Actor, factors: tuple[str, ...], at: datetime) -> None:
    """Record that somebody is signed in.

    Args:
        account: with which account.
        by: who that is (`queries.actor_of`).
        factors: what was asked for: "password", "totp", "passkey", "platform".
        at: now.
    """
    subject = Subject("account", account.pk)
    audit.record(action="access.sign_in", by=by, at=at, subject=subject, detail={"factors": list(factors)})


@transaction.atomic
def record_sign_out(*, account: Account, by: Actor, at: datetime) -> None:
    """Record that somebody signed out."""
    audit.record(action="access.sign_out", by=by, at=at, subject=Subject("account", account.pk))


@denials_kept()
@transaction.atomic
def unlock(*, account: Account, by: Actor, at: datetime) -> None:
    """Let a locked name try again before its time.

    Raises:
        AccessProblem: by is not the security administrator.
    """
    subject = Subject("account", account.pk)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="access.unlock", at=at, subject=subject)
    SignInTries.objects.filter(key__in=_names_of(account.username)).delete()
    audit.record(action="access.unlock", by=by, at=at, subject=subject)


def is_locked(username: str, *, at: datetime) -> bool:
    """Whether a name, or its second factor, is refused at an instant after wrong tries."""
    return SignInTries.objects.filter(key__in=_names_of(username), locked_until__gt=at).exists()


def second_factor_of(username: str) -> str:
    """Return the name under which tries of a second factor are counted: apart from those of the password before it."""
    return f"{username} code"


def forget_wrong_codes(account: Account) -> None:
    """Count the tries of a second factor anew: it is another one."""
    SignInTries.objects.filter(key=_digest("name", second_factor_of(account.username))).delete()


def _names_of(username: str) -> list[str]:
    written = _written(username)
    return [_digest("name", each) for each in (written, second_factor_of(written))]


def _keys(username: str, origin: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (_digest("name", _written(username)), TRIES), (_digest("origin", origin), TRIES_FROM_AN_ADDRESS)


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _written(username: str) -> str:
    # A name that holds what no database keeps belongs to nobody.
    return "".join(each for each in username.strip().lower() if each != "\x00" and not "\ud800" <= each <= "\udfff")


def _nobody(origin: str) -> Who:
    return Who(kind=ActorKind.SYSTEM, origin=origin)
