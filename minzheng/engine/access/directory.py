"""The accounts of officers and the programs of other bureaus, as the administrators see them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from minzheng.engine.access.actions.sign_in import is_locked
from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import Account, AssignedRole, Client, Officer
from minzheng.engine.access.queries import assignments_of, holding
from minzheng.engine.access.roles import ADMINISTRATORS, Role
from minzheng.engine.access.types import AccountProblem, Actor, ListedAccount, ListedOfficer
from minzheng.engine.audit import actions as audit


@denials_kept()
@transaction.atomic
def accounts_of_officers(*, by: Actor, at: datetime) -> tuple[ListedAccount, ...]:
    """Return every account of an officer, by username.

    Args:
        by: one of the three administrators.
        at: now.

    Raises:
        AccessProblem: by is none of them.
    """
    _refuse_others("账户名单", action="access.list_accounts", by=by, at=at)
    found = Account.objects.filter(officer__isnull=False).select_related("officer").order_by("username")
    guarded = set(Authenticator.objects.values_list("user", flat=True))
    listed = tuple(_listed(account, guarded=account.pk in guarded, at=at) for account in found)
    audit.record(action="access.list_accounts", by=by, at=at, detail={"accounts": len(listed)})
    return listed


@denials_kept()
@transaction.atomic
def officers(*, by: Actor, at: datetime) -> tuple[ListedOfficer, ...]:
    """Return everybody who works here, with what they may do on the day.

    Args:
        by: one of the three administrators.
        at: now.

    Raises:
        AccessProblem: by is none of them.
    """
    _refuse_others("工作人员名单", action="access.list_officers", by=by, at=at)
    listed = tuple(
        ListedOfficer(each.pk, each.name, each.unit, each.post, assignments_of(each.pk, on=at.date()))
        for each in Officer.objects.order_by("pk")
    )
    audit.record(action="access.list_officers", by=by, at=at, detail={"officers": len(listed)})
    return listed


@denials_kept()
@transaction.atomic
def programs(*, by: Actor, at: datetime) -> tuple[Client, ...]:
    """Return every program that was ever let in, the oldest first.

    Args:
        by: one of the three administrators.
        at: now.

    Raises:
        AccessProblem: by is none of them.
    """
    _refuse_others("程序名单", action="access.list_clients", by=by, at=at)
    listed = tuple(Client.objects.order_by("pk"))
    audit.record(action="access.list_clients", by=by, at=at, detail={"clients": len(listed)})
    return listed


def program_numbered(number: int) -> Client:
    """Return the program with this number.

    Raises:
        AccountProblem: there is none.
    """
    client = Client.objects.filter(pk=number).first()
    if client is None:
        raise AccountProblem("没有这个编号的程序，请用 minzheng programs list 核对。")
    return client


def officer_numbered(number: int) -> Officer:
    """Return the officer with this number.

    Raises:
        AccountProblem: there is none.
    """
    officer = Officer.objects.filter(pk=number).first()
    if officer is None:
        raise AccountProblem("没有这个编号的工作人员，请用 minzheng officers list 核对。")
    return officer


def roles_held(officer: Officer, *, role: Role, on: date) -> tuple[AssignedRole, ...]:
    """Return what was given to an officer of one role and holds on a day.

    Raises:
        AccountProblem: nothing.
    """
    held = tuple(AssignedRole.objects.filter(holding(on), officer=officer, role=role).order_by("pk"))
    if not held:
        raise AccountProblem(f"{officer.name}现在不是{role.label}。")
    return held


def account_named(username: str) -> Account:
    """Return the account with this name.

    Raises:
        AccountProblem: there is none.
    """
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        raise AccountProblem("没有这个用户名的账户，请核对后重试。")
    return account


def officer_account(number: int) -> Account | None:
    """Return an officer's account by its id."""
    return Account.objects.select_related("officer").filter(pk=number, officer__isnull=False).first()


def _refuse_others(what: str, *, action: str, by: Actor, at: datetime) -> None:
    if not any(by.holds(role) for role in ADMINISTRATORS):
        raise denied(f"{what}只供系统、安全、审计管理员查看。", action=action, by=by, at=at)


def _listed(account: Account, *, guarded: bool, at: datetime) -> ListedAccount:
    officer = account.officer
    assert officer is not None  # noqa: S101 (the query asks for officers' accounts alone)
    return ListedAccount(
        number=account.pk,
        username=account.username,
        name=officer.name,
        unit=officer.unit,
        roles=tuple(each.role for each in assignments_of(officer.pk, on=at.date())),
        active=account.is_active,
        locked=is_locked(account.username, at=at),
        set_up=account.has_usable_password() and account.password_changed_at is None,
        second_factor=guarded,
        password_changed_at=account.password_changed_at,
    )


def accounts_without_password(*, on: date) -> tuple[ListedAccount, ...]:
    """Return the officers' accounts that no password opens, by username: those of an invented county, and of a platform's officers.

    Args:
        on: the day whose roles are named.
    """
    found = Account.objects.filter(officer__isnull=False, is_active=True).select_related("officer").order_by("username")
    held: dict[int, list[Role]] = defaultdict(list)
    for officer, role in AssignedRole.objects.filter(holding(on)).values_list("officer", "role"):
        held[officer].append(Role(role))
    return tuple(
        ListedAccount(
            number=account.pk, username=account.username, name=account.officer.name, unit=account.officer.unit,
            roles=tuple(held[account.officer.pk]), active=True, locked=False, set_up=False, second_factor=False, password_changed_at=None,
        )
        for account in found
        if account.officer is not None and not account.has_usable_password()
    )  # fmt: skip
