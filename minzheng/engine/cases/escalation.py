"""A case that is late rises: first to whoever leads the office that has it, then to the county's lead. Derived, never stored.

How late is late enough is no limit of the law but how a bureau supervises itself (督办); a case on which something was done falls back by
itself, because its limits are worked out anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q

from minzheng.engine.access.roles import Role
from minzheng.engine.cases import clocks
from minzheng.kernel.working_days import CHINA

FIRST, SECOND = 5, 10
"""Working days past the limit after which a case rises to the next, and to the county's lead."""
_TOWNSHIP = (Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK)
_FAMILY = (Role.APPLICANT, Role.AGENT)


def days_late(due: datetime | None, *, at: datetime) -> int:
    """Count the working days since the last day of a limit; 0 while it runs, and where none runs."""
    if due is None or at < due:
        return 0
    return CHINA.workdays_between(clocks.last_day(due), clocks.local_day(at))


def risen_to(waits_for: str, due: datetime | None, *, at: datetime) -> Role | None:
    """Say to whom a case has risen; None while it has not, and where it waits for the family.

    Args:
        waits_for: the role that is next.
        due: the first instant that is too late.
        at: now.
    """
    late = days_late(due, at=at)
    if late < FIRST or not waits_for or Role(waits_for) in _FAMILY:
        return None
    return Role.TOWNSHIP_LEAD if Role(waits_for) in _TOWNSHIP and late < SECOND else Role.COUNTY_LEAD


def risen_to_one_of(roles: Collection[Role], *, at: datetime) -> Q:
    """What finds the running cases that have risen to one of some roles, by indexed columns alone."""
    first, second = _late_since(FIRST, at), _late_since(SECOND, at)
    low = Q(waits_for__in=_TOWNSHIP)
    found = Q(pk__in=())
    if Role.TOWNSHIP_LEAD in roles:
        found |= low & Q(due__lte=first, due__gt=second)
    if Role.COUNTY_LEAD in roles:
        others = ~low & ~Q(waits_for__in=("", *_FAMILY))
        found |= (low & Q(due__lte=second)) | (others & Q(due__lte=first))
    return found & Q(closed=False)


def _late_since(days: int, at: datetime) -> datetime:
    """The latest end of a limit that is so many working days past."""
    today = clocks.local_day(at)
    day: date = today
    while CHINA.workdays_between(day, today) < days:
        day -= timedelta(days=1)
    return clocks.end_of_day(day)
