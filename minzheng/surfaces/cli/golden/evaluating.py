"""One household of a golden case put before the rules, and their answers as golden files write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import Population
from minzheng.kernel.facts import Level
from minzheng.kernel.money import format_yuan, round_half_up
from minzheng.surfaces.cli.golden import households
from minzheng.surfaces.cli.golden.parameter_sets import settings_of

CHAPTER = "social_assistance"
OPEN = "待核实"
"""What stands for an answer that depends on something nobody has said."""

Case = Mapping[str, Any]
Given = Callable[[Population], dict[str, Any]]


def day_of(value: Any) -> date:
    """A date as YAML or a text has it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def yuan(value: Fraction) -> str:
    """Fen as yuan, rounded to the fen for show."""
    return format_yuan(round_half_up(value), grouping=False)


def fen(value: Any) -> int:
    """An amount of a case in fen.

    Raises:
        ValueError: if it has fractions of a fen.
    """
    exact = Fraction(value) * 100
    if exact.denominator != 1:
        raise ValueError(f"金额 {value} 的小数位数过多")
    return int(exact)


def settings_on(sets: Mapping[str, Any], case: Case, on: date) -> dict[str, Setting]:
    """The test parameters of a case; what they leave open is as the nation sets it on that day."""
    book = load_chapter(CHAPTER).parameters
    stated = settings_of(sets, case["params"], book.parameters)
    return {
        name: found if found.row is not None else book.setting(name, place="", on=on) for name, found in stated.items()
    }


def put_before_the_rules(
    settings: Mapping[str, Setting],
    on: date,
    outputs: list[str],
    given: Given | None = None,
    *,
    household: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Evaluation:
    """The rules' answers about one household; `given` supplies what a case states instead of what it follows from."""
    chapter = load_chapter(CHAPTER)
    people = households.population(chapter, {"means_declared": True, **(household or {})}, **{"members": [], **parts})
    plan = chapter.rules.on(on, settings)
    return evaluate(plan, people, settings, outputs, given=given(people) if given else None, keep=True)


def number(value: Any, people: Population, level: Level = Level.HOUSEHOLD) -> Numbers:
    """A number a case states, for every row of a level."""
    return Numbers(Bounded.of(np.full(people.tables[level].size, int(Fraction(value)))), 1, people.tables[level])


def flag(value: bool, people: Population, level: Level = Level.HOUSEHOLD) -> Flags:
    """An answer a case states, for every row of a level."""
    return Flags(np.full(people.tables[level].size, value), people.tables[level])


def is_open(done: Evaluation, name: str, row: int = 0) -> bool:
    """Whether the rules leave an answer open."""
    unknown = np.asarray(False if done[name].unknown is None else done[name].unknown)
    return bool(unknown if unknown.ndim == 0 else unknown[row])


def money(done: Evaluation, name: str, row: int = 0) -> str:
    """An amount the rules found."""
    return OPEN if is_open(done, name, row) else yuan(done[name].fraction(row))


def code(done: Evaluation, name: str, row: int = 0) -> str:
    """A code the rules found."""
    values = np.atleast_1d(done[name].values)
    return OPEN if is_open(done, name, row) else str(done[name].codes.key(int(values[min(row, len(values) - 1)])))


def answer(done: Evaluation, name: str, row: int = 0) -> bool | str:
    """Yes or no, as the rules say."""
    mask = np.atleast_1d(done[name].mask)
    return OPEN if is_open(done, name, row) else bool(mask[min(row, len(mask) - 1)])
