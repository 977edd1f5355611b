"""A decision computed again on the facts of its day: as they were known then, and as they are known now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from minzheng.engine.assessments.one_household import HouseholdAssessment, assess_household
from minzheng.engine.cases.models import Case, Decision
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.localities import governing


@dataclass(frozen=True)
class Recomputed:
    """One decision computed twice.

    Attributes:
        decision: that is looked at.
        then: as known when it was made; its digests are those the decision kept, unless something was altered.
        now: about the same day, with everything learned since.
    """

    decision: Decision
    then: HouseholdAssessment
    now: HouseholdAssessment

    @property
    def reproduced(self) -> bool:
        """Whether rules, parameters and facts of then are found again, digest by digest."""
        return (self.then.rules, self.then.inputs) == (self.decision.rules, self.decision.inputs)

    def as_data(self) -> dict[str, Any]:
        """What a later decision keeps of it: plain JSON, amounts in fen."""
        return {
            "decision": self.decision.pk,
            "as_of": str(self.decision.as_of),
            "reproduced": self.reproduced,
            "then": _brief(self.then),
            "now": _brief(self.now),
        }


def attacked_decision(case: Case) -> Decision | None:
    """The last decision on the case that another case is about; None where there is none."""
    return Decision.objects.filter(case=case.related_id).order_by("-pk").first() if case.related_id else None


def recompute(decision: Decision, *, known_at: datetime) -> Recomputed:
    """Compute a decision again.

    Args:
        decision: one that the rules computed.
        known_at: now.

    Raises:
        CaseProblem: it was not computed, or concerns no family.
        AssessmentProblem: nobody belonged to the family that day.
    """
    household = decision.case.household_id
    if household is None or decision.as_of is None or not decision.rules:
        raise CaseProblem("这项决定不是由核算作出的，不能重新核算。", remedy="请直接审查决定的事实和程序。")
    place = settings.MINZHENG
    then, now = (
        assess_household(
            household, as_of=decision.as_of, known_at=instant, locality=governing(county=place.locality, demo=place.demo),
            demo=place.demo,
        )
        for instant in (decision.known_at, known_at)
    )  # fmt: skip
    return Recomputed(decision, then, now)


def _brief(assessment: HouseholdAssessment) -> dict[str, Any]:
    return {
        "result": assessment.result,
        "given": [[each.benefit, each.person, each.amount, each.persons] for each in assessment.entitlements],
        "rules": assessment.rules,
        "inputs": assessment.inputs,
    }
