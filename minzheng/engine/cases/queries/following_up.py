"""What may follow from a case, and what did."""

from __future__ import annotations

from datetime import datetime

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.procedures import procedure_of, procedures_in
from minzheng.engine.cases.queries.queue import QueueRow, rows_of
from minzheng.engine.catalogue.procedures import Procedure

_CHANGE = "change"


def could_follow(case: Case, *, by: Actor) -> tuple[Procedure, ...]:
    """The procedures somebody may open for the family of a case: changes of what it gave, once it is done, and whatever else they file."""
    if case.person_id is None:
        return ()
    held = by.roles_for(service=case.chapter, division=case.division_id)
    gives = set(procedure_of(case).results)
    return tuple(
        procedure
        for procedure in procedures_in(case.chapter)
        if held & {Role(role) for role in procedure.by}
        and not procedure.follows_bad_ratings
        and (procedure.opens != _CHANGE or (case.closed and bool(gives & set(procedure.results))))
    )


def followed_by(case: Case, *, by: Actor, at: datetime) -> tuple[QueueRow, ...]:
    """The case it follows from, and those that follow from it, as far as somebody may see them."""
    beside = cases_of(by).filter(related=case.pk) | cases_of(by).filter(pk=case.related_id or 0)
    return rows_of(list(beside.select_related("person", "division__parent").order_by("opened_at", "pk")), at)
