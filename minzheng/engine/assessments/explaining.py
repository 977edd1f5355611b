"""Explains one household: what it gets and why, with the source of every fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.engine.assessments.actions import arrays_on
from minzheng.engine.assessments.computing import population_of, settings_at
from minzheng.engine.assessments.household_subject import HouseholdSubject
from minzheng.engine.assessments.notices import NEEDED, notice_words
from minzheng.engine.assessments.refusals import refusals
from minzheng.engine.assessments.types import CHAPTER, MATTERS, AssessmentProblem
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.registry.queries.facts import facts_of_household
from minzheng.engine.registry.queries.households import find_household, household_on
from minzheng.engine.registry.types import HouseholdOnDay
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.explanation import Explainer, Node, Subject
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.engine.rules.settings_words import unit_words
from minzheng.kernel.characters import printable
from minzheng.kernel.codes import (
    COUNTING_GROUND,
    DECISION_REASON,
)
from minzheng.kernel.division_codes import DivisionCode

ROOTS = ("assistance_result", "monthly_total", "dibao_total", "household_income", "refused_only_by_imputation")


@dataclass(frozen=True)
class MemberLine:
    """One member in the summary."""

    name: str
    relation: str
    age: str
    ground: str
    destitute: str
    single: str


@dataclass(frozen=True)
class HouseholdExplanation:
    """What a household gets, and why."""

    household: HouseholdOnDay
    as_of: date
    demo: bool
    result: str
    monthly_total: str
    household_size: str
    members: tuple[MemberLine, ...]
    reasons: dict[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    roots: dict[str, Node]


def explain_household(
    *,
    number: str,
    as_of: date,
    known_at: datetime,
    locality: Locality,
    demo: bool,
    division: DivisionCode | None = None,
    unmasked: bool = False,
) -> HouseholdExplanation:
    """Assess one household and keep every intermediate value.

    Args:
        number: the household's number.
        as_of, known_at: the day, and the instant of knowledge.
        locality, demo: whose parameters govern, and whether invented ones may decide.
        division: the village, where several have a household of this number.
        unmasked: show full names; masked otherwise.

    Raises:
        AssessmentProblem: if nobody knew a household with this number then.
        RegistryProblem: if several villages have one.
    """
    if not number.isprintable():
        raise AssessmentProblem(f"家庭编号“{printable(number)}”含有不能使用的字符：请核对家庭编号。")
    found = find_household(number=number, division=division.number if division else None, known_at=known_at)
    household = household_on(household=found.pk, as_of=as_of, known_at=known_at) if found else None
    if household is None:
        raise AssessmentProblem(
            f"没有编号为 {printable(number)} 的家庭：请核对家庭编号，或者用 minzheng assess --export 导出的名册查找。"
        )
    arrays = arrays_on(as_of=as_of, known_at=known_at, households=[household.household])
    chapter = load_chapter(CHAPTER)
    settings = settings_at(chapter, locality, household.division, as_of, demo=demo)
    plan = chapter.rules.on(as_of, settings)
    roots = [
        *ROOTS,
        *NEEDED,
        *(f"qualifies_for_{matter}" for matter in MATTERS),
        "counting_ground",
        "destitute_total",
        "single_person_total",
        "age",
    ]
    done = evaluate(plan, population_of(arrays), settings, roots, keep=True)
    subject = HouseholdSubject(
        household,
        arrays,
        facts_of_household(household=household.household, as_of=as_of, known_at=known_at),
        unmasked=unmasked,
    )
    explainer = Explainer(done, chapter.rules, Subject(subject.about, subject.source))
    return _explained(household, done, explainer, subject, demo=demo)


def _explained(
    household: HouseholdOnDay, done: Evaluation, explainer: Explainer, subject: HouseholdSubject, *, demo: bool
) -> HouseholdExplanation:
    members = tuple(_member_line(explainer, done, subject, row) for row in range(len(household.members)))
    roots = {name: explainer.node(name) for name in ROOTS}
    return HouseholdExplanation(
        household=household,
        as_of=done.plan.as_of,
        demo=demo,
        result=explainer.words("assistance_result", 0),
        monthly_total=explainer.words("monthly_total", 0),
        household_size=explainer.words("household_size", 0),
        members=members,
        reasons={
            explainer.rules.matters[matter].title: tuple(map(DECISION_REASON.label, codes))
            for matter, codes in refusals(done)
        },
        warnings=tuple(_warnings(done)),
        roots=roots,
    )


def _member_line(explainer: Explainer, done: Evaluation, subject: HouseholdSubject, row: int) -> MemberLine:
    def amount(name: str) -> str:
        column: Any = done[name]
        return (
            "待核实"
            if is_unknown(column, row)
            else unit_words(column.fraction(row), "元")
            if column.fraction(row)
            else ""
        )

    ground = COUNTING_GROUND.label(int(at(done["counting_ground"].values, row)))
    return MemberLine(
        subject.name(row),
        subject.relation(row),
        explainer.words("age", row),
        ground,
        amount("destitute_total"),
        amount("single_person_total"),
    )


def _warnings(done: Evaluation) -> list[str]:
    """What must be looked at before anything is decided: each once."""
    unset = [
        setting.parameter.label
        for name, setting in done.settings.items()
        if not setting.confirmed and name in done.columns
    ]
    found = [f"参数未确认：{'；'.join(unset)}"] if unset else []
    return [
        *found,
        *notice_words(done),
        *dict.fromkeys(
            setting.row.warning for setting in done.settings.values() if setting.row and setting.row.warning
        ),
    ]


__all__ = ["ROOTS", "HouseholdExplanation", "MemberLine", "explain_household"]
