"""How content families were: of one case for themselves, of many for those who lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from minzheng.engine.access.types import Actor
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Case, Rating
from minzheng.engine.cases.types import Grade


@dataclass(frozen=True)
class Satisfaction:
    """How content families were with what was done.

    Attributes:
        closed: cases done in the time asked about; what nobody rated counts neither as good nor as bad.
        grades: how many gave which.
    """

    closed: int
    grades: Mapping[Grade, int]

    @property
    def rated(self) -> int:
        """How many said something."""
        return sum(self.grades.values())

    @property
    def share(self) -> float | None:
        """Content (three of the five grades) of those who rated; None where nobody did."""
        good = sum(count for grade, count in self.grades.items() if not grade.bad)
        return good / self.rated if self.rated else None


def grade_of(case: Case) -> Grade | None:
    """The grade a case was given; None before that."""
    found = Rating.objects.filter(case=case).values_list("grade", flat=True).first()
    return None if found is None else Grade(found)


def satisfaction(*, by: Actor, low: int, high: int, since: datetime, until: datetime) -> Satisfaction:
    """Count the grades of cases that were done in a time, in the divisions from `low` to `high`."""
    done = cases_of(by).filter(
        closed=True, state_since__gte=since, state_since__lt=until, division__gte=low, division__lte=high, person__isnull=False
    )  # fmt: skip
    counted = done.filter(rating__isnull=False).values_list("rating__grade").annotate(cases=Count("id"))
    given = {Grade(grade): count for grade, count in counted}
    return Satisfaction(done.count(), {grade: given.get(grade, 0) for grade in Grade})
