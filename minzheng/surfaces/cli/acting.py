"""A command that somebody answers for by name: the administrator types a password, as at the sign-in page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.cli.terminal import terminal, typed_secret
from minzheng.surfaces.clock import now

if TYPE_CHECKING:
    from minzheng.engine.access.models import Account

Administrator = Annotated[str, typer.Option("--as", help="办理人的用户名，须输入其密码。", metavar="用户名")]


def signed_in(username: str) -> tuple[Actor, datetime]:
    """Return who acts, by a password of their own that still holds.

    Raises:
        AccessProblem: wrong, locked, or a set-up password that was not replaced yet.
    """
    account, by, at = authenticated(username)
    from minzheng.engine.access.passwords import LIFETIME
    from minzheng.engine.access.queries import password_expired

    if password_expired(account, at=at, lifetime=LIFETIME):
        raise AccessProblem("这是初始密码，或密码已用满90天。请先更改：minzheng accounts change-password 用户名")
    return by, at


def authenticated(username: str) -> tuple[Account, Actor, datetime]:
    """Ask for the password of an officer's account; a try is counted and recorded as one at the sign-in page is.

    Raises:
        AccessProblem: wrong, locked, or not an officer's.
    """
    connect()
    from minzheng.engine.access import actions
    from minzheng.engine.access.queries import actor_of

    password, at, origin = typed_secret("密码"), now(), terminal()
    account = actions.authenticate(username=username, password=password, origin=origin, at=at)
    if account is None:
        raise AccessProblem("用户名或密码不正确。")
    by = actor_of(account, on=at.date(), origin=origin)
    if by.kind is not ActorKind.OFFICER:
        raise AccessProblem("用户名或密码不正确。")
    actions.record_sign_in(account=account, by=by, factors=("password",), at=at)
    return account, by, at
