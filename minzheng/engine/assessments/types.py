"""The words assessments are asked and answered in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag, StrEnum

from minzheng.engine.database.problems import Problem

CHAPTER = "social_assistance"
"""The chapter of matters that households are assessed under."""

MATTERS = ("dibao", "edge", "rigid")
"""Household matters in the order of the cascade; their failed conditions are stored as bits."""


class Notice(IntFlag):
    """What a person must look at before anything is decided on a result."""

    UNKNOWN = 1
    """A fact or parameter that decides is not known."""
    ONLY_IMPUTATION = 2
    """Refused by imputed income alone: needs an individual assessment (民发〔2022〕83号 一（一）)."""
    COUNTY_JUDGEMENT = 4
    """A destitute person of 16 or 17: the county decides case by case."""


NOTICE_WORDS = {
    Notice.UNKNOWN: "待核实（事实缺失或者参数未确认）",
    Notice.ONLY_IMPUTATION: "仅因推算收入不符合，须逐户核实",
    Notice.COUNTY_JUDGEMENT: "十六、十七周岁，由县级逐案审定",
}


class AssessmentProblem(Problem):
    """A request that cannot be met; the message is a Chinese sentence."""

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)


class Difference(StrEnum):
    """How a result differs from the grant in force; a suspect, never a decision."""

    MISSING = "应保未保"
    UNDUE = "应退未退"
    AMOUNT = "金额不符"
    CHECK = "在享待核实"


@dataclass(frozen=True)
class TownshipRow:
    """One township in the table of a run. Money in fen a month."""

    code: int
    name: str
    households: int
    people: int
    by_result: dict[str, int] = field(default_factory=dict)
    destitute_persons: int = 0
    single_persons: int = 0
    to_check: int = 0
    dibao_amount: int = 0
    destitute_amount: int = 0
    single_amount: int = 0

    @property
    def total_amount(self) -> int:
        """Fen a month altogether."""
        return self.dibao_amount + self.destitute_amount + self.single_amount


@dataclass(frozen=True)
class Change:
    """One suspect: a household or person whose grant differs from the result."""

    kind: Difference
    household: int
    household_number: str
    division: str
    person: int | None
    benefit: str
    granted: int
    assessed: int
    result: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RunSummary:
    """A stored run."""

    id: int
    as_of: date
    known_at: str
    division: str
    households: int
    people: int
    rules_digest: str
    inputs_digest: str
    results_digest: str
    repeated: bool
    """Whether an earlier run over the same facts, rules and parameters is returned instead of a second copy."""
