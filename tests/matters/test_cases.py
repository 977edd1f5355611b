from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.population import BELOW, Population
from minzheng.kernel.facts import Level
from tests.matters.cases import Case, agrees, all_cases, answer
from tests.matters.county import CHAPTER, FACTS, random_county

CASES = list(all_cases())
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removeprefix("matters/").removesuffix(".yaml"))
CROWD = 10_000


def outputs_of(case: Case) -> list[str]:
    named = {*case.expect, *(name for expected in case.of_members.values() for name in expected)}
    return [*named, *(f"qualifies_for_{matter}" for matter in case.reasons)]


def computed(case: Case) -> Evaluation:
    plan = CHAPTER.rules.on(case.as_of, case.settings)
    return evaluate(plan, case.population, case.settings, outputs_of(case), keep=True)


def disagreements(case: Case, done: Evaluation, household: int = 0, first_member: int = 0) -> list[str]:
    """What the rules say otherwise than the case, given where its household and members stand."""
    about = [(name, household, expected) for name, expected in case.expect.items()]
    for who, answers in case.of_members.items():
        about += [(name, first_member + case.who.index(who), expected) for name, expected in answers.items()]
    lines = []
    for name, row, expected in about:
        says = answer(done, name, row)
        rule = done.plan.rules.get(name)
        if not agrees(says, expected, rule.mark.unit if rule else ""):
            lines.append(f"{name}: {says}, not {expected}")
    for matter, reasons in case.reasons.items():
        row = household if CHAPTER.rules.matter_level(matter) is Level.HOUSEHOLD else first_member
        named = [reason.code for reason in done.reasons(matter, row)]
        if named != list(reasons):
            lines.append(f"reasons against {matter}: {named}, not {list(reasons)}")
    return lines


@EACH
def test_each_case_alone_comes_out_as_written(case: Case) -> None:
    assert case.title
    assert case.why
    assert disagreements(case, computed(case)) == []


@cache
def crowd() -> Population:
    return random_county(7, CROWD).population


def together(parts: list[Population]) -> Population:
    """Populations one after the other."""
    offsets = {}
    for level, _ in BELOW:
        counts = [np.diff(part.offsets[level]) for part in parts]
        offsets[level] = np.concatenate([[0], *(np.cumsum(np.concatenate(counts)),)])
    values: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for name in {name for part in parts for name in part.values}:
        fact = FACTS[name]
        columns = [filled(part, name) for part in parts]
        values[name] = np.concatenate([column for column, _ in columns])
        unknown[name] = np.concatenate([lost for _, lost in columns])
        assert len(values[name]) == sum(part.tables[fact.level].size for part in parts)
    return Population(FACTS, sum(part.size for part in parts), offsets, values, unknown)


def filled(part: Population, name: str) -> tuple[Any, Any]:
    """A fact's numbers and gaps as they are, or as they are read where nothing was recorded."""
    fact, rows = FACTS[name], part.tables[FACTS[name].level].size
    if name in part.values:
        return part.values[name], np.broadcast_to(np.asarray(part.unknown.get(name, False)), rows)
    column = part.column(name)
    lost = False if column.unknown is None else column.unknown
    return np.full(rows, fact.default or 0), np.broadcast_to(np.asarray(lost), rows)


@EACH
def test_each_case_comes_out_the_same_among_ten_thousand_others(case: Case) -> None:
    cut = 1 + sum(map(ord, case.name)) % (CROWD - 1)
    before, after = crowd().part(0, cut), crowd().part(cut, CROWD)
    population = together([before, case.population, after])
    among = replace(case, population=population)
    members = before.tables[Level.MEMBER].size
    assert disagreements(case, computed(among), cut, members) == []


def test_every_deciding_matter_has_its_cases() -> None:
    per_matter = Counter(case.name.split("/")[1] for case in CASES)
    deciding = {matter.name for matter in CHAPTER.matters if matter.code}
    assert deciding <= set(per_matter)
    assert min(per_matter[name] for name in deciding) >= 10
    assert len(CASES) >= 60
