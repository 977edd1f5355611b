"""Everything a step looks at, fetched when first asked for and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.conf import settings

from minzheng.engine.access.queries import acts_for, relatives_of
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.assessments.one_household import Entitlement, HouseholdAssessment, assess_household
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Case, CaseRecord, Decision, Movement
from minzheng.engine.cases.sealed import Sealed, open_json
from minzheng.engine.cases.types import CaseProblem, Given
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.catalogue.procedures import Procedure, Step
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.notices.queries import notices_about
from minzheng.engine.notices.types import NoticeKind
from minzheng.engine.registry.models import Person
from minzheng.engine.registry.queries.households import household_on
from minzheng.engine.registry.types import HouseholdOnDay


@dataclass
class Context:
    """One actor at one step of one case at one instant."""

    case: Case
    procedure: Procedure
    step: Step
    by: Actor
    at: datetime
    given: Given

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
    def records(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """The records made, by kind, the oldest first."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for record in CaseRecord.objects.filter(case=self.case).order_by("pk"):
            found.setdefault(record.kind, []).append(open_json(Sealed.RECORD, record.pk, record.content))
        return found

    @cached_property
    def household(self) -> HouseholdOnDay:
        """The family today, as the register knows it.

        Raises:
            CaseProblem: the case concerns no family, or nobody is left of it.
        """
        found = (
            None if self.case.household_id is None
            else household_on(household=self.case.household_id, as_of=self.day, known_at=self.at)
        )  # fmt: skip
        if found is None:
            raise CaseProblem("这件业务没有登记家庭，或者家庭已经没有成员。", remedy="请先登记家庭和成员。")
        return found

    @cached_property
    def assessment(self) -> HouseholdAssessment:
        """What the rules say today, on all that is known."""
        place = settings.MINZHENG
        return assess_household(
            self.household.household,
            as_of=self.day,
            known_at=self.at,
            locality=governing(county=place.locality, demo=place.demo),
            demo=place.demo,
        )

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

    @cached_property
    def related_officers(self) -> frozenset[int]:
        """Officers with a near relative in the family, or who belong to it."""
        return related_officers(member.person for member in self.household.members)

    @cached_property
    def notice(self) -> PublicNotice | None:
        """The last notice before the decision."""
        found = notices_about(self.subject, kind=NoticeKind.BEFORE_DECISION)
        return found[-1] if found else None


def related_officers(persons: Any) -> frozenset[int]:
    """Officers who are near relatives of some persons, or are one of them (近亲属备案)."""
    indexes = Person.objects.filter(pk__in=list(persons), id_number_index__isnull=False).values_list(
        "id_number_index", flat=True
    )
    return frozenset(relative.officer for index in indexes for relative in relatives_of(bytes(index or b"")))


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
