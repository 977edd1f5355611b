"""What is known of a family and what the rules say of it today, in words for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from minzheng.engine.assessments.one_household import HouseholdAssessment
from minzheng.engine.assessments.types import AssessmentProblem
from minzheng.engine.cases.readings import Readings
from minzheng.engine.registry.types import HouseholdOnDay, SubjectKind
from minzheng.kernel.codes import BENEFIT_TYPE, RELATION
from minzheng.kernel.money import format_yuan
from minzheng.kernel.names import mask_name

_HIDDEN = frozenset({"TEXT"})
_TURNS = (SubjectKind.HOUSEHOLD, SubjectKind.PERSON, SubjectKind.ASSET, SubjectKind.OBLIGOR)
_ABOUT = {SubjectKind.HOUSEHOLD: "全家", SubjectKind.ASSET: "家庭财产", SubjectKind.OBLIGOR: "赡养、抚养、扶养义务人"}


@dataclass(frozen=True)
class MemberLine:
    """A member as shown: masked name, relation, and what is known of them with standing and source."""

    name: str
    relation: str


@dataclass(frozen=True)
class FactLine:
    """One known value: whose, label, value, how firmly it stands, where it came from."""

    about: str
    label: str
    value: str
    standing: str
    source: str


@dataclass(frozen=True)
class Rules:
    """What the rules say today.

    Attributes:
        given: benefit and amount; questions: what to look at first; failed: conditions not met.
        trees: explanations as data, names in full: `names_shown` masks them.
    """

    given: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    failed: tuple[str, ...]
    trees: tuple[Mapping[str, Any], ...]


def names_shown(household: HouseholdOnDay | None, *, full: bool) -> Callable[[str], str]:
    """How words that may hold names of the family are shown: as they are, or with every name masked."""
    names = [] if household is None or full else [each.name for each in household.members]

    def shown(text: str) -> str:
        for name in names:
            text = text.replace(name, mask_name(name))
        return text

    return shown


def members_of(household: HouseholdOnDay | None, shown: Callable[[str], str]) -> tuple[MemberLine, ...]:
    """The members of a family."""
    if household is None:
        return ()
    return tuple(MemberLine(shown(each.name), RELATION.label(each.relation)) for each in household.members)


def known_of(known: Readings, shown: Callable[[str], str]) -> tuple[FactLine, ...]:
    """The facts a decision may stand on, without free text: the family's, then each member's, then of what and whom they have."""
    household = known.known_household
    if household is None or not household.members:
        return ()
    who = {each.person: f"{shown(each.name)}（{RELATION.label(each.relation)}）" for each in household.members}
    turns = {person: turn for turn, person in enumerate(who)}
    told = [
        (SubjectKind.of(each.fact.level), each)
        for each in known.assessment.facts
        if each.fact.kind.value not in _HIDDEN
    ]
    told.sort(key=lambda pair: (_TURNS.index(pair[0]), turns.get(pair[1].subject, 0)))
    return tuple(
        FactLine(
            who.get(each.subject, "") if kind is SubjectKind.PERSON else _ABOUT[kind],
            each.fact.label, each.shown, each.standing.label, each.source_title,
        )
        for kind, each in told
    )  # fmt: skip


def rules_on(known: Readings, results: tuple[str, ...]) -> Rules | None:
    """What the rules give a family of what its case is about; None where there is nothing to ask."""
    if known.known_household is None or not results:
        return None
    try:
        said = known.assessment
    except AssessmentProblem as problem:
        return Rules((), (str(problem),), (), ())
    return Rules(_given(said, results), said.questions(results), _failed(said, results), tuple(said.explanation))


def _given(said: HouseholdAssessment, results: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (BENEFIT_TYPE.label(each.benefit), "不发放资金" if each.amount is None else f"{format_yuan(each.amount)} 元")
        for each in said.given(results)
    )


def _failed(said: HouseholdAssessment, results: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.condition for each in said.failures(results)))
