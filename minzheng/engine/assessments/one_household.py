"""One household evaluated: what it gets, what must be looked at, and everything that a decision stands on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.engine.assessments.actions import arrays_on
from minzheng.engine.assessments.computing import inputs_digest, population_of, settings_at
from minzheng.engine.assessments.figures import HEAD, Figures, figures_of
from minzheng.engine.assessments.household_subject import HouseholdSubject
from minzheng.engine.assessments.notices import NEEDED, notice_words
from minzheng.engine.assessments.refusals import result_of
from minzheng.engine.assessments.types import CHAPTER, MATTERS, AssessmentProblem
from minzheng.engine.assessments.versions import parameter_rows
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.registry.population import CountyArrays
from minzheng.engine.registry.queries.facts import facts_about
from minzheng.engine.registry.queries.households import household_on
from minzheng.engine.registry.types import HouseholdOnDay, KnownFact, SubjectKind
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.explanation import Explainer, Subject
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.engine.rules.rendering import as_data, outlines
from minzheng.engine.rules.ruleset import Plan
from minzheng.kernel.codes import APPROVER
from minzheng.kernel.facts import Level

ROOTS = ("assistance_result", "monthly_total", "dibao_total", "household_income", "refused_only_by_imputation")
_OUTPUTS = (
    *ROOTS,
    *NEEDED,
    *(f"qualifies_for_{matter}" for matter in MATTERS),
    "counting_ground",
    *HEAD,
    "is_destitute",
    "destitute_total",
    "qualifies_for_dibao_single",
    "single_person_total",
    "age",
)
_OF_MEMBERS = {
    "TEKUN": ("is_destitute", "destitute_total"),
    "DIBAO_SINGLE": ("qualifies_for_dibao_single", "single_person_total"),
}
_CONDITIONS = {
    "TEKUN": "destitute_support",
    "DIBAO": "dibao",
    "DIBAO_SINGLE": "dibao_single",
    "EDGE": "edge",
    "RIGID": "rigid",
    "TEMP": "temporary_assistance",
}
"""Benefit → the matter whose conditions it has."""
_TEMPORARY = ("hardship_grant", "expense_grant")
_APPROVERS = ("hardship_approver", "expense_approver")


@dataclass(frozen=True)
class Evaluated:
    """A household with every intermediate value kept."""

    household: HouseholdOnDay
    arrays: CountyArrays
    done: Evaluation
    explainer: Explainer
    subject: HouseholdSubject
    facts: Sequence[KnownFact]


@dataclass(frozen=True)
class Entitlement:
    """What the rules give: a benefit to a household, or to one member of it.

    Attributes:
        benefit: key of BENEFIT_TYPE.
        person: the member; None for the household as a whole.
        amount: fen, a month or once; None for a recognition without money.
        persons: how many it covers.
    """

    benefit: str
    person: int | None
    amount: int | None
    persons: int


@dataclass(frozen=True)
class Failure:
    """A condition that is not met: code of DECISION_REASON, the condition in words, the member where it is one's own."""

    code: str
    condition: str
    person: int | None = None


@dataclass(frozen=True)
class HouseholdAssessment:
    """What the rules say of one household on a day, as known at an instant.

    Attributes:
        household: its members that day.
        result: key of BENEFIT_TYPE; "UNDECIDED" where something decisive is unknown.
        size: members counted.
        entitlements: everything the rules give.
        open_questions: benefit → what a person must look at before it is decided, in words.
        failed: benefit → every condition that is known not to be met.
        rules, inputs: digests of the rules and parameter rows, and of the facts.
        approver: who may decide on temporary assistance, key of APPROVER; empty where none is given.
        parameters: the parameter rows it stood on.
        explanation: the trees of the results, as data.
        figures: persons, standard, income, what failed and how amounts were worked out, as letters print them.
        facts: what is known of the household and everything of it, each with its source.
    """

    household: HouseholdOnDay
    as_of: date
    known_at: datetime
    result: str
    size: int
    entitlements: tuple[Entitlement, ...]
    open_questions: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, tuple[Failure, ...]]
    rules: str
    inputs: str
    approver: str
    parameters: list[dict[str, Any]]
    explanation: list[dict[str, Any]]
    figures: Figures
    facts: Sequence[KnownFact]

    def given(self, benefits: Collection[str]) -> tuple[Entitlement, ...]:
        """What the rules give of some benefits."""
        return tuple(each for each in self.entitlements if each.benefit in benefits)

    def questions(self, benefits: Collection[str]) -> tuple[str, ...]:
        """What must be looked at before one of some benefits is decided, each once."""
        return tuple(dict.fromkeys(words for benefit in benefits for words in self.open_questions.get(benefit, ())))

    def failures(self, benefits: Collection[str]) -> tuple[Failure, ...]:
        """Why some benefits are not given."""
        return tuple(failure for benefit in benefits for failure in self.failed.get(benefit, ()))


def evaluate_household(
    household: int | HouseholdOnDay,
    *,
    as_of: date,
    known_at: datetime,
    locality: Locality,
    demo: bool,
    unmasked: bool = False,
) -> Evaluated:
    """Evaluate one household and keep every intermediate value.

    Args:
        household: its identifier, or as it was read for that day.
        as_of, known_at: the day, and the instant of knowledge.
        locality, demo: whose parameters govern, and whether invented ones may decide.
        unmasked: name people in full; masked otherwise.

    Raises:
        AssessmentProblem: nobody belonged to it that day.
    """
    found = (
        household_on(household=household, as_of=as_of, known_at=known_at) if isinstance(household, int) else household
    )
    if found is None or not found.members:
        raise AssessmentProblem("这一户在当日没有成员，无法核算：请先登记家庭成员。")
    arrays = arrays_on(as_of=as_of, known_at=known_at, households=[found.household])
    chapter = load_chapter(CHAPTER)
    settings = settings_at(chapter, locality, found.division, as_of, demo=demo)
    plan = chapter.rules.on(as_of, settings)
    done = evaluate(plan, population_of(arrays), settings, _outputs(plan), keep=True)
    subjects = {SubjectKind.of(level): ids.tolist() for level, ids in arrays.ids.items()}
    facts = facts_about(subjects=subjects, as_of=as_of, known_at=known_at)
    subject = HouseholdSubject(found, arrays, facts, unmasked=unmasked)
    explainer = Explainer(done, chapter.rules, Subject(subject.about, subject.source))
    return Evaluated(found, arrays, done, explainer, subject, facts)


def _outputs(plan: Plan) -> list[str]:
    conditions = [rule.name for matter in _CONDITIONS.values() for rule in plan.conditions.get(matter, ())]
    temporary = (
        ["qualifies_for_temporary_assistance", *_TEMPORARY, *_APPROVERS]
        if plan.conditions.get("temporary_assistance")
        else []
    )
    return list(dict.fromkeys([*_OUTPUTS, *conditions, *temporary]))


def assess_household(
    household: int | HouseholdOnDay, *, as_of: date, known_at: datetime, locality: Locality, demo: bool
) -> HouseholdAssessment:
    """Say what the rules give one household. Arguments and errors as `evaluate_household`; names in full."""
    found = evaluate_household(household, as_of=as_of, known_at=known_at, locality=locality, demo=demo, unmasked=True)
    done, parameters = found.done, parameter_rows(found.done.settings)
    stood_on = json.dumps([done.plan.digest, parameters], sort_keys=True)
    persons = [member.person for member in found.household.members]
    return HouseholdAssessment(
        household=found.household,
        as_of=as_of,
        known_at=known_at,
        result=result_of(done) or "UNDECIDED",
        size=_whole(done["household_size"], 0),
        entitlements=(*_of_household(done), *_of_members(done, persons), *_once(done, len(persons))),
        open_questions=_questions(done),
        failed={benefit: _failed(done, matter, persons) for benefit, matter in _CONDITIONS.items()} | _nothing(done),
        rules=hashlib.sha256(stood_on.encode()).hexdigest(),
        inputs=inputs_digest(found.arrays),
        approver=_approver(done),
        parameters=parameters,
        explanation=[as_data(line) for line in outlines(found.explainer.node(name) for name in ROOTS)],
        figures=figures_of(done, found.explainer, _CONDITIONS, len(persons)),
        facts=found.facts,
    )


def _of_household(done: Evaluation) -> Iterator[Entitlement]:
    result, size = result_of(done), _whole(done["household_size"], 0)
    if result == "DIBAO":
        yield Entitlement("DIBAO", None, _whole(done["dibao_total"], 0), size)
    elif result in {"EDGE", "RIGID"}:
        yield Entitlement(result, None, None, size)


def _of_members(done: Evaluation, persons: list[int]) -> Iterator[Entitlement]:
    for benefit, (which, amount) in _OF_MEMBERS.items():
        entitled: Any = done[which].surely
        for row, person in enumerate(persons):
            if bool(at(entitled, row)):
                yield Entitlement(benefit, person, _whole(done[amount], row), 1)


def _once(done: Evaluation, persons: int) -> Iterator[Entitlement]:
    """The larger of the two ways of temporary assistance: for an emergency, for expenses (临时救助通知2014 二)."""
    if "qualifies_for_temporary_assistance" in done.columns and bool(
        at(done["qualifies_for_temporary_assistance"].surely, 0)
    ):
        amount = max(_whole(done[name], 0) for name in _TEMPORARY)
        if amount:
            yield Entitlement("TEMP", None, amount, persons)


def _approver(done: Evaluation) -> str:
    """Who decides on the larger of the two ways; the county where nobody knows (临时救助意见2018 二（二）)."""
    if not any(each.benefit == "TEMP" for each in _once(done, 1)):
        return ""
    amounts = [_whole(done[name], 0) for name in _TEMPORARY]
    column: Any = done[_APPROVERS[amounts.index(max(amounts))]]
    return "COUNTY" if is_unknown(column, 0) else APPROVER.item(int(at(column.values, 0))).key


def _questions(done: Evaluation) -> dict[str, tuple[str, ...]]:
    """What stands open, by benefit; whoever is in sudden need does not wait for the rest of the means test."""
    cascade = (*_unset(done), *notice_words(done))
    temporary = [name for name in ("qualifies_for_temporary_assistance", *_TEMPORARY) if name in done.columns]
    # Whoever surely fails a condition needs no amount.
    fails = bool(temporary) and bool(at(done[temporary[0]].surely_not, 0))
    unknown = not fails and any(is_unknown(done[name], 0) for name in temporary)
    return {benefit: cascade for benefit in _CONDITIONS if cascade and benefit != "TEMP"} | (
        {"TEMP": (*_unset(done), "临时救助的事由、人数或者支出还没有查清")} if unknown else {}
    )


def _unset(done: Evaluation) -> list[str]:
    """The parameters that the result needs and nobody has confirmed."""
    labels = [
        setting.parameter.label
        for name, setting in done.settings.items()
        if not setting.confirmed and name in done.columns
    ]
    return [f"参数未确认：{'；'.join(labels)}"] if labels else []


def _failed(done: Evaluation, matter: str, persons: list[int]) -> tuple[Failure, ...]:
    conditions = done.plan.conditions.get(matter)
    if not conditions:
        return ()
    own = conditions[0].level is Level.MEMBER
    rows = list(enumerate(persons)) if own else [(0, None)]
    return tuple(
        dict.fromkeys(
            Failure(reason.code, reason.condition.label, person)
            for row, person in rows
            for reason in done.reasons(matter, row)
        )
    )


def _nothing(done: Evaluation) -> dict[str, tuple[Failure, ...]]:
    """Temporary assistance that comes to nothing is refused for that: no rule of a condition says so."""
    if "qualifies_for_temporary_assistance" not in done.columns:
        return {}
    qualifies = bool(at(done["qualifies_for_temporary_assistance"].surely, 0))
    comes_to_nothing = all(not is_unknown(done[name], 0) and not _whole(done[name], 0) for name in _TEMPORARY)
    return {"TEMP": (Failure("OTHER", "计算的救助金大于零", None),)} if qualifies and comes_to_nothing else {}


def _whole(numbers: Any, row: int) -> int:
    """Whole fen (or heads); 0 where nobody knows, which the open questions say."""
    return 0 if is_unknown(numbers, row) else int(numbers.fraction(row))


__all__ = [
    "ROOTS",
    "Entitlement",
    "Evaluated",
    "Failure",
    "HouseholdAssessment",
    "assess_household",
    "evaluate_household",
]
