"""Finding a case for somebody: what is not theirs and what does not exist answer alike."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from minzheng.engine.access.scoping import visible
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.procedures import kept_from_handlers
from minzheng.engine.cases.types import NoCase


def cases_of(by: Actor) -> QuerySet[Case]:
    """The cases somebody may see at all."""
    if by.kind is ActorKind.RESIDENT:
        return Case.objects.filter(person=by.shown) if by.shown is not None else Case.objects.none()
    found = visible(Case.objects.all(), by, service="chapter")
    if by.kind is ActorKind.OFFICER:
        handled = Movement.objects.filter(case=OuterRef("related"), person=by.person, actor_kind=ActorKind.OFFICER)
        found = found.exclude(Q(procedure__in=kept_from_handlers()) & Exists(handled))
    return found if by.sees_children else found.filter(~Q(restricted=True))


def find_case(case: int | str, *, by: Actor, lock: bool = False) -> Case:
    """Return a case by identifier or number.

    Args:
        case: which.
        by: who asks.
        lock: keep others from moving it until the transaction ends; who comes second reads what the first made of it.

    Raises:
        NoCase: there is none, or it is not theirs.
    """
    rows = cases_of(by).select_for_update(of=("self",)) if lock else cases_of(by)
    named = rows.select_related("person", "division__parent")
    found = named.filter(Q(number=case) if isinstance(case, str) else Q(pk=case)).first()
    if found is None:
        raise NoCase
    return found
