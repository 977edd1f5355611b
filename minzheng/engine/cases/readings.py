"""What is known about one case at one instant, each read when first asked for and once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from minzheng.engine.access.queries import relatives_of
from minzheng.engine.assessments.one_household import HouseholdAssessment, assess_household
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Case, CaseRecord, Movement
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.notices.queries import notices_about
from minzheng.engine.notices.types import NoticeKind
from minzheng.engine.registry.models import Person
from minzheng.engine.registry.queries.households import household_on
from minzheng.engine.registry.types import HouseholdOnDay


@dataclass
class Readings:
    """A case and an instant; whatever several steps or parts of a page look at is read once for all of them."""

    case: Case
    at: datetime

    @property
    def day(self) -> date:
        """The day it is in China."""
        return clocks.local_day(self.at)

    @property
    def subject(self) -> Subject:
        """The case as other engines name it."""
        return Subject("case", self.case.pk)

    @cached_property
    def log(self) -> Sequence[Movement]:
        """What happened to the case, in order."""
        return list(self.case.log.order_by("serial"))

    @cached_property
    def record_rows(self) -> Sequence[CaseRecord]:
        """The records made, the oldest first."""
        return list(CaseRecord.objects.filter(case=self.case).order_by("pk"))

    @cached_property
    def records(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What stands in the records, by kind."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for record in self.record_rows:
            found.setdefault(record.kind, []).append(open_json(Sealed.RECORD, record.pk, record.content))
        return found

    @cached_property
    def known_household(self) -> HouseholdOnDay | None:
        """The family today, as the register knows it; None where the case concerns none."""
        if self.case.household_id is None:
            return None
        return household_on(household=self.case.household_id, as_of=self.day, known_at=self.at)

    @property
    def household(self) -> HouseholdOnDay:
        """The family today.

        Raises:
            CaseProblem: the case concerns no family.
        """
        if self.known_household is None:
            raise CaseProblem("这件业务没有登记家庭，或者家庭已经没有成员。", remedy="请先登记家庭和成员。")
        return self.known_household

    @cached_property
    def assessment(self) -> HouseholdAssessment:
        """What the rules say today, on all that is known.

        Raises:
            CaseProblem: the case concerns no family.
            AssessmentProblem: nobody belongs to it.
        """
        place = settings.MINZHENG
        locality = governing(county=place.locality, demo=place.demo)
        return assess_household(self.household, as_of=self.day, known_at=self.at, locality=locality, demo=place.demo)

    @cached_property
    def related_officers(self) -> frozenset[int]:
        """Officers with a near relative in the family, or who belong to it."""
        return related_officers(member.person for member in self.household.members)

    @cached_property
    def notices(self) -> Sequence[PublicNotice]:
        """What was put up about the case."""
        return notices_about(self.subject)

    @property
    def notice(self) -> PublicNotice | None:
        """The last notice before the decision."""
        found = [each for each in self.notices if each.kind == NoticeKind.BEFORE_DECISION]
        return found[-1] if found else None


def related_officers(persons: Iterable[int]) -> frozenset[int]:
    """Officers who are near relatives of some persons, or are one of them (近亲属备案)."""
    indexes = Person.objects.filter(pk__in=list(persons), id_number_index__isnull=False).values_list(
        "id_number_index", flat=True
    )
    return frozenset(relative.officer for relative in relatives_of(*(bytes(index or b"") for index in indexes)))
