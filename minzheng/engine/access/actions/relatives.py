"""Near relatives of those who work here (近亲属备案, 最低生活保障审核确认办法 第十一条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.models import Officer, OfficerRelative
from minzheng.engine.access.relatives_register import REGISTRARS
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import AccountProblem, Actor, DiscoveredBy
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.database.sealed_values import index_of, seal_value
from minzheng.kernel.codes import RELATION
from minzheng.kernel.codes.relations import is_self
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.names import clean_name

_STRANGERS = frozenset({98, 99})
_NEXT_ID = "SELECT nextval(pg_get_serial_sequence('access_officerrelative', 'id'))"


@denials_kept()
@transaction.atomic
def declare_relative(
    *, officer: Officer, name: str, id_number: str, relation: str | int, discovered_by: DiscoveredBy = DiscoveredBy.DECLARED,
    on: date, by: Actor, at: datetime,
) -> OfficerRelative:  # fmt: skip
    """Enter a relative of an officer.

    Args:
        officer: whose relative.
        name: the relative's name.
        id_number: the relative's identity number; only its blind index is kept.
        relation: what the relative is to the officer (GB/T 4761). In-laws and collaterals are taken too (公务员法 第七十四条).
        discovered_by: declared by the officer, or found by comparison.
        on: today, against which the number is checked.
        by: the officer themself, an officer of the county, an inspector, or the product.
        at: now.

    Raises:
        AccessProblem: by is somebody else.
        AccountProblem: no relative, the number is not one, or entered already.
        NameProblem: the name cannot be a name.
    """
    subject = Subject("officer", officer.pk)
    own = by.kind is ActorKind.OFFICER and by.person == officer.pk
    if not own and by.kind is not ActorKind.SYSTEM and not any(by.holds(role) for role in REGISTRARS):
        raise denied(
            "只能申报自己的近亲属；他人的由县民政局或监督检查人员登记。", action="access.declare_relative", by=by, at=at,
            subject=subject,
        )  # fmt: skip
    kind = RELATION.item(relation).number
    if is_self(kind) or kind in _STRANGERS:
        raise AccountProblem("请选择亲属关系。")
    check = check_id_number(id_number, today=on)
    if not check.valid:
        raise AccountProblem("亲属的身份证号不正确，请核对。")
    row = _enter(
        officer=officer, name=clean_name(name), index=index_of(check.number), relation=kind, discovered_by=discovered_by,
        by=by, at=at,
    )  # fmt: skip
    detail = {"relation": kind, "discovered_by": int(discovered_by)}
    audit.record(action="access.declare_relative", by=by, at=at, subject=subject, detail=detail)
    return row


def _enter(
    *, officer: Officer, name: str, index: bytes, relation: int, discovered_by: DiscoveredBy, by: Actor, at: datetime
) -> OfficerRelative:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID)
        number = int(cursor.fetchone()[0])
    try:
        with transaction.atomic():
            return OfficerRelative.objects.create(
                id=number, officer=officer, name=seal_value(Sealed.RELATIVE_NAME, number, name), id_number_index=index,
                relation=relation, discovered_by=discovered_by, recorded_at=at, recorded_by=by.person,
            )  # fmt: skip
    except IntegrityError as error:
        raise AccountProblem("这名亲属已经备案。") from error
