"""The people who work here. The system administrator enters them, the security administrator lets them in: neither can do both."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.models import Officer
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import AccountProblem, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.database.sealed_values import index_of, seal_value
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.names import clean_name

_NEXT_ID = "SELECT nextval(pg_get_serial_sequence('access_officer', 'id'))"


@denials_kept()
@transaction.atomic
def create_officer(
    *, name: str, id_number: str, unit: str, post: str = "", division: int, on: date, by: Actor, at: datetime
) -> Officer:
    """Enter a person who works here.

    Args:
        name: as the person writes it.
        id_number: resident identity number; nobody is entered twice.
        unit: where the person works.
        post: as what.
        division: code of the division of the unit, 12 digits.
        on: today, against which the number is checked.
        by: the system administrator.
        at: now.

    Raises:
        AccessProblem: by is not the system administrator.
        AccountProblem: the number is not one, or its bearer is entered already.
        NameProblem: the name cannot be a name.
    """
    require_anywhere(by, Role.SYSTEM_ADMINISTRATOR, action="access.create_officer", at=at)
    number = _checked(id_number, today=on)
    index = index_of(number)
    if Officer.objects.filter(id_number_index=index).exists():
        raise AccountProblem("这个身份证号已经登记过工作人员。一个人只登记一次，可以有多个账户。")
    row = _next_id()
    officer = Officer.objects.create(
        id=row,
        name=clean_name(name),
        id_number=seal_value(Sealed.OFFICER_NUMBER, row, number),
        id_number_index=index,
        unit=unit,
        post=post,
        division=division,
        created_at=at,
    )
    audit.record(action="access.create_officer", by=by, at=at, subject=Subject("officer", row), division=division)
    return officer


@denials_kept()
@transaction.atomic
def transfer_officer(*, officer: Officer, unit: str, post: str, division: int, by: Actor, at: datetime) -> None:
    """Enter that an officer works elsewhere. Roles stay as they are; the security administrator ends and gives them.

    Raises:
        AccessProblem: by is not the system administrator.
    """
    subject = Subject("officer", officer.pk)
    require_anywhere(by, Role.SYSTEM_ADMINISTRATOR, action="access.transfer_officer", at=at, subject=subject)
    Officer.objects.filter(pk=officer.pk).update(unit=unit, post=post, division=division)
    detail = {"from_division": officer.division, "fields": ["unit", "post", "division"]}
    audit.record(action="access.transfer_officer", by=by, at=at, subject=subject, division=division, detail=detail)


def _checked(id_number: str, *, today: date) -> str:
    check = check_id_number(id_number, today=today)
    if not check.valid:
        raise AccountProblem("身份证号不正确，请核对。")
    return check.number


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID)
        return int(cursor.fetchone()[0])
