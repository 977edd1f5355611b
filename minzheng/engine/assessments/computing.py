"""The computation alone: a county's arrays in, result arrays out, the same for one household and for all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.assessments.notices import notices, unknown_rows
from minzheng.engine.assessments.types import CHAPTER, MATTERS
from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.population import CountyArrays
from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.evaluation import Evaluation, evaluate_parts
from minzheng.engine.rules.language import rounded
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.ruleset import Plan
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.facts import Level

Column = NDArray[Any]

HOUSEHOLD_COLUMNS: dict[str, type] = {
    "members": np.int16,
    "size": np.int16,
    "result": np.int16,
    "notice": np.int16,
    "monthly_income": np.int64,
    "income_per_head": np.int64,
    "dibao_base": np.int64,
    "dibao_uplift": np.int64,
    "single_amount": np.int64,
    "destitute_amount": np.int64,
    "failed_dibao": np.int64,
    "failed_edge": np.int64,
    "failed_rigid": np.int64,
}
PERSON_COLUMNS: dict[str, type] = {"ground": np.int16, "benefit": np.int16, "amount": np.int64}

OUTPUTS = (
    "household_size",
    "assistance_result",
    "monthly_income",
    "income_per_head",
    "dibao_base",
    "dibao_uplift",
    "qualifies_for_dibao",
    "qualifies_for_edge",
    "qualifies_for_rigid",
    "refused_only_by_imputation",
    "counting_ground",
    "is_destitute",
    "destitute_total",
    "qualifies_for_dibao_single",
    "single_person_total",
    "monthly_total",
    "destitute_minor_needs_county_judgement",
)


@dataclass(frozen=True)
class Ground:
    """The rules and parameters that some of the households stand on."""

    plan: Plan
    settings: Mapping[str, Setting]


@dataclass(frozen=True)
class Results:
    """What came out, row by row, and what it stood on: one ground, or several where townships set values of their own."""

    households: Mapping[str, Column]
    persons: Mapping[str, Column]
    grounds: tuple[Ground, ...]

    def digest(self) -> str:
        """Identifies the results byte by byte."""
        return digest_of(
            {
                **{f"household {name}": column for name, column in self.households.items()},
                **{f"person {name}": column for name, column in self.persons.items()},
            }
        )


def digest_of(columns: Mapping[str, Column]) -> str:
    """SHA-256 of named columns, independent of their order."""
    total = hashlib.sha256()
    for name in sorted(columns):
        total.update(f"{name} {columns[name].dtype.str} {columns[name].shape}\n".encode())
        total.update(np.ascontiguousarray(columns[name]).data)
    return total.hexdigest()


def inputs_digest(arrays: CountyArrays) -> str:
    """Identifies the facts a run stood on."""
    parts: dict[str, Column] = {
        "divisions": arrays.divisions,
        **{f"id {level}": ids for level, ids in arrays.ids.items()},
    }
    parts |= {f"offsets {level}": column for level, column in arrays.offsets.items()}
    parts |= {f"value {name}": column for name, column in arrays.values.items()}
    return digest_of(parts | {f"missing {name}": column for name, column in arrays.missing.items()})


def population_of(arrays: CountyArrays) -> Population:
    """The county as rules see it."""
    return Population(FACTS, arrays.size, arrays.offsets, arrays.values, arrays.missing)


def settings_at(chapter: Chapter, locality: Locality, division: int, on: date, *, demo: bool) -> dict[str, Setting]:
    """The parameters that hold for a division."""
    return chapter.parameters.at(place=locality.governs(f"{division:012d}"), on=on, demo=demo)


def compute(arrays: CountyArrays, *, locality: Locality, demo: bool) -> Results:
    """Run the cascade for every household.

    Args:
        arrays: the register on the day.
        locality: the county whose parameters govern.
        demo: whether invented parameters may decide.

    Raises:
        RuleProblem: if a rule cannot be applied to the data.
    """
    chapter, population = load_chapter(CHAPTER), population_of(arrays)
    households: dict[str, Column] = {name: np.zeros(arrays.size, kind) for name, kind in HOUSEHOLD_COLUMNS.items()}
    persons: dict[str, Column] = {
        name: np.zeros(len(arrays.ids[Level.MEMBER]), kind) for name, kind in PERSON_COLUMNS.items()
    }
    grounds: dict[int, Ground] = {}
    for start, stop, group in _stretches(chapter, locality, arrays.divisions):
        if group not in grounds:
            grounds[group] = _ground(chapter, locality, int(arrays.divisions[start]), arrays.as_of, demo=demo)
        part, ground = population.part(start, stop), grounds[group]
        for offset, evaluation in evaluate_parts(ground.plan, part, ground.settings, _outputs(ground.plan)):
            _gather(evaluation, start + offset, population, households, persons)
    return Results(households, persons, tuple(grounds.values()))


def _ground(chapter: Chapter, locality: Locality, division: int, on: date, *, demo: bool) -> Ground:
    settings = settings_at(chapter, locality, division, on, demo=demo)
    return Ground(chapter.rules.on(on, settings), settings)


def _outputs(plan: Plan) -> list[str]:
    return [*OUTPUTS, *dict.fromkeys(rule.name for matter in MATTERS for rule in plan.conditions[matter])]


def _stretches(chapter: Chapter, locality: Locality, divisions: Column) -> Iterator[tuple[int, int, int]]:
    """Consecutive households to which the same parameter rows apply: first, one past the last, and a number for the rows."""
    if not len(divisions):
        return
    places = chapter.parameters.places()
    codes, index = np.unique(divisions, return_inverse=True)
    governed = [
        next(place for place in [*places, ""] if locality.governs(f"{code:012d}").startswith(place)) for code in codes
    ]
    numbers = {place: number for number, place in enumerate(dict.fromkeys(governed))}
    groups = np.array([numbers[place] for place in governed])[index]
    bounds = [0, *(np.flatnonzero(np.diff(groups)) + 1).tolist(), len(divisions)]
    for start, stop in pairwise(bounds):
        yield start, stop, int(groups[start])


def _gather(
    evaluation: Evaluation,
    start: int,
    population: Population,
    households: dict[str, Column],
    persons: dict[str, Column],
) -> None:
    """Write one part's results into the whole county's columns."""
    size, members = evaluation.population.size, evaluation.population.tables[Level.MEMBER].size
    rows = slice(start, start + size)
    first = int(population.offsets[Level.MEMBER][start])
    for name, column in _household_columns(evaluation).items():
        households[name][rows] = column
    for name, column in _person_columns(evaluation).items():
        persons[name][first : first + members] = column


def _household_columns(done: Evaluation) -> dict[str, Any]:
    wholes = {"size": "household_size", "dibao_base": "dibao_base", "dibao_uplift": "dibao_uplift"}
    failed = {f"failed_{matter}": done.failed(matter) if done.plan.conditions[matter] else 0 for matter in MATTERS}
    return {
        "members": done.population.tables[Level.MEMBER].counts,
        **{name: _fen(done[source]) for name, source in wholes.items()},
        **{name: _fen(rounded(done[name], "HALF_UP_FEN")) for name in ("monthly_income", "income_per_head")},
        "single_amount": _fen(done["single_person_total"].sum()),
        "destitute_amount": _fen(done["destitute_total"].sum()),
        "result": np.where(
            unknown_rows(done["assistance_result"]), BENEFIT_TYPE.number("UNDECIDED"), done["assistance_result"].values
        ),
        "notice": notices(done),
        **failed,
    }


def _person_columns(done: Evaluation) -> dict[str, Any]:
    destitute, single = done["is_destitute"].surely, done["qualifies_for_dibao_single"].surely
    numbers = {key: BENEFIT_TYPE.number(key) for key in ("TEKUN", "DIBAO_SINGLE")}
    ground: Codes = done["counting_ground"]
    return {
        "ground": ground.values,
        "benefit": np.where(destitute, numbers["TEKUN"], np.where(single, numbers["DIBAO_SINGLE"], 0)),
        "amount": _fen(done["destitute_total"]) + _fen(done["single_person_total"]),
    }


def _fen(numbers: Numbers) -> Any:
    """Whole fen, 0 where nobody knows; amounts are whole by then, because rules have rounded them."""
    if not (isinstance(numbers.bottom, int) and numbers.bottom == 1):
        raise ValueError("金额没有取整就要写入结果")
    return numbers.top.values if numbers.unknown is None else np.where(numbers.unknown, 0, numbers.top.values)
