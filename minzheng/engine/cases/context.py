"""Everything a step looks at: who does it, what they bring, and what is known about the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.conf import settings

from minzheng.engine.access.queries import acts_for
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.assessments.one_household import Entitlement, HouseholdAssessment
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases.models import Case, Decision, Movement
from minzheng.engine.cases.readings import Readings
from minzheng.engine.cases.types import Given
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.catalogue.procedures import Procedure, Step
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.registry.types import HouseholdOnDay


@dataclass
class Context:
    """One actor at one step of one case at one instant; `known`: what was read about the case at that instant already."""

    case: Case
    procedure: Procedure
    step: Step
    by: Actor
    at: datetime
    given: Given
    known: Readings | None = None

    @cached_property
    def readings(self) -> Readings:
        """What is known about the case: as read already, or read now."""
        return self.known or Readings(self.case, self.at)

    @property
    def day(self) -> date:
        """The day it is in China."""
        return self.readings.day

    @property
    def subject(self) -> Subject:
        """The case as other engines name it."""
        return self.readings.subject

    @property
    def log(self) -> Sequence[Movement]:
        """What happened to the case, in order."""
        return self.readings.log

    @property
    def records(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What stands in the records, by kind."""
        return self.readings.records

    @property
    def household(self) -> HouseholdOnDay:
        """The family today; errors as `Readings.household`."""
        return self.readings.household

    @property
    def assessment(self) -> HouseholdAssessment:
        """What the rules say today; errors as `Readings.assessment`."""
        return self.readings.assessment

    @property
    def related_officers(self) -> frozenset[int]:
        """Officers with a near relative in the family, or who belong to it."""
        return self.readings.related_officers

    @property
    def notice(self) -> PublicNotice | None:
        """The last notice before the decision."""
        return self.readings.notice

    def money(self, parameter: str) -> int | None:
        """A parameter in whole fen as it holds here today; None while nobody has confirmed it."""
        place = settings.MINZHENG
        locality = governing(county=place.locality, demo=place.demo)
        setting = load_chapter(self.case.chapter).parameters.setting(
            parameter, place=locality.governs(f"{self.case.division_id:012d}"), on=self.day, demo=place.demo
        )
        value = setting.row.value if setting.row is not None and setting.confirmed else None
        return int(value) if isinstance(value, Fraction) else None

    @cached_property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """What the rules give of what this procedure is about."""
        return self.assessment.given(self.procedure.results)

    @property
    def paid_first(self) -> int:
        """Fen that were paid on this case before its papers; they are part of what is given (社会救助法 第五十条)."""
        rows = Decision.objects.filter(case=self.case, kind="first_aid").values_list("amount", flat=True)
        return sum(amount or 0 for amount in rows)


def roles_on(case: Case, by: Actor, *, on: date) -> frozenset[Role]:
    """The roles somebody has for one case; residents have theirs from the case and from mandates."""
    if by.kind is not ActorKind.RESIDENT:
        return by.roles_for(service=case.chapter, division=case.division_id)
    found = set()
    if by.person is not None and by.person == case.person_id:
        found.add(Role.APPLICANT)
    if by.person is not None and _mandated(case, by.person, on):
        found.add(Role.AGENT)
    return frozenset(found)


def _mandated(case: Case, person: int, on: date) -> bool:
    own = case.person_id is not None and acts_for(person, person=case.person_id, on=on)
    return own or (case.household_id is not None and acts_for(person, household=case.household_id, on=on))
