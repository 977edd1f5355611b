"""The first day of a county: its three administrators, whom nobody could enter before them (GB/T 22239-2019 管理用户权限分离)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from minzheng.engine.access.actions.accounts import create_account
from minzheng.engine.access.actions.officers import create_officer
from minzheng.engine.access.actions.roles import assign_role
from minzheng.engine.access.models import Account
from minzheng.engine.access.passwords import set_up_password
from minzheng.engine.access.roles import ADMINISTRATORS
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, AccountProblem, Administrator

_FOUNDING_LOCK = 0x666F756E64


@transaction.atomic
def found_bureau(
    administrators: Sequence[Administrator], *, unit: str, division: int, origin: str, on: date, at: datetime
) -> dict[str, str]:
    """Enter the first administrators, each with an account and a set-up password that holds for one sign-in.

    Args:
        administrators: at least one of each of the three.
        unit: where they work.
        division: code of the county, 12 digits.
        origin: the terminal it is done at.
        on: first day of their roles.
        at: now.

    Returns:
        The set-up password of every username. They are kept nowhere else; the caller shows them once, before it commits.

    Raises:
        AccountProblem: somebody has an account here already, one of the three is missing, a name or number cannot be taken.
    """
    by = SYSTEM.acting_from(origin)
    with connection.cursor() as cursor:
        # Two operators at once: the second finds the bureau founded.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FOUNDING_LOCK])
    if Account.objects.exists():
        raise AccountProblem("本县已经建立，已有账户。增加或更换人员请由安全管理员在系统内办理。")
    _refuse_incomplete(administrators)
    given = {}
    for each in administrators:
        officer = create_officer(
            name=each.name, id_number=each.id_number, unit=unit, post=each.role.label, division=division, on=on, by=by, at=at
        )  # fmt: skip
        password = set_up_password(username=each.username)
        account = create_account(officer=officer, username=each.username, password=password, by=by, at=at)
        assign_role(
            officer=officer,
            role=each.role,
            service=ALL_SERVICES,
            division="",
            valid_from=on,
            reason="建县",
            by=by,
            at=at,
        )
        given[account.username] = password
    return given


def _refuse_incomplete(administrators: Sequence[Administrator]) -> None:
    roles = {each.role for each in administrators}
    if others := roles - ADMINISTRATORS:
        raise AccountProblem(f"建县时只设三类管理员，不能设“{min(each.label for each in others)}”。")
    if missing := ADMINISTRATORS - roles:
        raise AccountProblem(f"缺少{'、'.join(sorted(each.label for each in missing))}。三类管理员各需一人。")
