"""Explains one household: what it gets and why, with the source of every fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.engine.assessments.household_subject import HouseholdSubject
from minzheng.engine.assessments.notices import notice_words
from minzheng.engine.assessments.one_household import ROOTS, Evaluated, evaluate_household
from minzheng.engine.assessments.refusals import refusals
from minzheng.engine.assessments.types import AssessmentProblem
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.registry.queries.households import find_household, household_on
from minzheng.engine.registry.types import HouseholdOnDay
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.explanation import Explainer, Node
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.engine.rules.settings_words import unit_words
from minzheng.kernel.characters import printable
from minzheng.kernel.codes import (
    COUNTING_GROUND,
    DECISION_REASON,
)
from minzheng.kernel.division_codes import DivisionCode


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
    evaluated = evaluate_household(
        household.household, as_of=as_of, known_at=known_at, locality=locality, demo=demo, unmasked=unmasked
    )
    return _explained(evaluated, demo=demo)


def _explained(evaluated: Evaluated, *, demo: bool) -> HouseholdExplanation:
    household, done = evaluated.household, evaluated.done
    explainer, subject = evaluated.explainer, evaluated.subject
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
