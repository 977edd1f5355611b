"""What anybody tells online, without an account: a family in need, something that is not right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from minzheng.engine.access.actions import is_seldom
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.cases import clocks
from minzheng.engine.cases.actions.acting import act
from minzheng.engine.cases.actions.opening import open_case
from minzheng.engine.cases.actions.recording import add_record
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.types import CaseProblem, Channel
from minzheng.engine.catalogue.procedures import Procedure, RecordField

FROM_ANYBODY = "群众（网上）"
"""Who stands in the log where nobody signed in."""
_MOST_OF_ADDRESS = 5


def asked_online(procedure: Procedure) -> tuple[RecordField, ...]:
    """The fields that anybody fills in online; none for a procedure that is not open to anybody."""
    if procedure.online is None:
        return ()
    known = {procedure.online.today, *procedure.online.fixed}
    return tuple(
        field
        for field in procedure.records[procedure.online.record].fields
        if field.key not in known and field.type != "files"
    )


def report_online(
    *, chapter: str, code: str, division: int, content: Mapping[str, Any], key: UUID, origin: str, at: datetime, about: str = "",
    family: Actor | None = None,
) -> str:  # fmt: skip
    """Take what somebody tells; return the number of the case it becomes. Sent again with the same key it is taken once.

    Args:
        chapter, code: the procedure, open to anybody.
        division: the village (12 digits); any code of the county for what is kept at the county.
        content: values by field of its record, as people write them.
        key: of the form that was sent.
        origin: the network address, by which they are counted.
        at: when.
        about: number of the case it is about, where the `family` whose case it is tells it.

    Raises:
        NoCase: that case is not theirs.
        CaseProblem: nobody may tell this online, there is no such village, or too much came from there.
        FilingProblem: something is missing or wrong; everything wrong is named.
    """
    procedure = newest(chapter, code)
    online = procedure.online
    if online is None:
        raise CaseProblem("这项业务不能在网上直接提出。", remedy="请打电话，或者到村（居）委会、乡镇（街道）提出。")
    by = replace(SYSTEM, name=FROM_ANYBODY, origin=origin)
    with scoped(family or SYSTEM):
        related = find_case(about, by=family) if family is not None else None
    today = {online.today: clocks.local_day(at).isoformat()} if online.today else {}
    with scoped(SYSTEM), transaction.atomic():
        case = open_case(
            procedure=procedure, division=division, channel=Channel.MOBILE, related=related, key=key, by=by, at=at
        )
        if case.records.exists():
            return str(case.number)
        add_record(case=case.pk, kind=online.record, content={**content, **today, **online.fixed}, by=by, at=at)
        if online.step:
            act(case=case.pk, step=online.step, by=by, at=at)
        if not is_seldom(what="report", origin=origin, most=_MOST_OF_ADDRESS, at=at):
            raise CaseProblem("从这里提交的次数太多，这一次没有收下。", remedy="请一小时以后再试，或者打电话。")
    return str(case.number)
