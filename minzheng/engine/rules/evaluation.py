"""Applies a plan to a population: the same code for one household and for a county."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.joining import Joined
from minzheng.engine.rules.levels import Column, LevelMismatch
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import CHUNK, Population, rows_of
from minzheng.engine.rules.reading import Rule, RuleProblem
from minzheng.engine.rules.ruleset import QUALIFIES, Plan
from minzheng.engine.rules.settings import as_rules_see
from minzheng.engine.rules.tables import Table
from minzheng.kernel.codes import UnknownCode
from minzheng.kernel.facts import Level


@dataclass(frozen=True)
class Reason:
    """Why a matter does not apply: the condition that failed and the code a refusal letter words."""

    code: str
    condition: Rule


class Evaluation:
    """The columns computed for one population on one day."""

    def __init__(self, plan: Plan, population: Population, settings: Mapping[str, Setting]) -> None:
        """Start with nothing computed."""
        self.plan, self.population, self.settings = plan, population, settings
        self.columns: dict[str, Any] = Columns(self)
        self.rows = rows_of(population, self.columns)

    def __getitem__(self, name: str) -> Any:
        """A computed column, a fact, a parameter or the rows of a level, by name."""
        return self.columns[name]

    def compute(self, name: str) -> None:
        """Compute one name whose needs are there."""
        rule = self.plan.rules.get(name)
        if rule is not None:
            self.columns[name] = self._applied(rule)
            return
        conditions = self.plan.conditions[name.removeprefix(QUALIFIES)]
        self.columns[name] = reduce(and_, (self.columns[rule.name] for rule in conditions), _always(bool(conditions)))

    def _applied(self, rule: Rule) -> Column:
        columns, table = self.columns, self.population.tables[rule.mark.level]
        try:
            result = rule.function(*[columns[name] for name in rule.arguments])
            column = result if getattr(result, "table", None) is table else _placed(rule, result, table)
        except (LevelMismatch, ZeroDivisionError, TypeError, AttributeError, UnknownCode) as problem:
            raise RuleProblem(f"{rule.place} 规则 {rule.name} 无法计算：{_worded(problem)}") from problem
        return column.known_nowhere() if rule.name in self.plan.undetermined else column

    def missing(self, name: str) -> Any:
        """What no rule computes: the day, a parameter or a fact."""
        if name == "as_of":
            return self.plan.as_of
        setting = self.settings.get(name)
        return self.population.column(name) if setting is None else as_rules_see(setting)

    def reasons(self, matter: str, row: int) -> list[Reason]:
        """The conditions of a matter that are known to fail for one row, in the order of the law."""
        return [
            Reason(str(rule.mark.else_say), rule)
            for rule in self.plan.conditions[matter]
            if _row(self[rule.name].surely_not, row)
        ]

    def failed(self, matter: str) -> NDArray[np.int64]:
        """For each row, the failed conditions of a matter as bits, in the order of the law."""
        conditions = self.plan.conditions[matter]
        bits = np.zeros(
            self.population.tables[conditions[0].level].size, np.min_scalar_type((1 << len(conditions)) - 1)
        )
        for position, rule in enumerate(conditions):
            bits |= np.asarray(self[rule.name].surely_not, bits.dtype) << position
        return bits.astype(np.int64)


class Columns(dict[str, Any]):
    """Columns by name: those computed, and what rules are computed from as soon as one asks for it."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Know where to ask."""
        super().__init__()
        self._evaluation = evaluation

    def __missing__(self, name: str) -> Any:
        """Rows of a level are no column and are not kept among them."""
        rows = self._evaluation.rows.get(name)
        if rows is not None:
            return rows
        self[name] = found = self._evaluation.missing(name)
        return found


def _always(answer: bool) -> Flags:
    return Flags(answer, None)


def _row(mask: Any, row: int) -> bool:
    return bool(mask[row] if isinstance(mask, np.ndarray) else mask)


def _worded(problem: Exception) -> str:
    return "除数为零" if isinstance(problem, ZeroDivisionError) else f"数据层级或类型不符（{problem}）"


def _placed(rule: Rule, result: Any, table: Table) -> Column:
    """The result as a column of the rule's own level."""
    if not isinstance(result, Column):
        raise RuleProblem(f"{rule.place} 规则 {rule.name} 的结果不是一列数据")
    return result.placed(table)


def evaluate(
    plan: Plan,
    population: Population,
    settings: Mapping[str, Setting],
    outputs: Iterable[str],
    *,
    given: Mapping[str, Any] | None = None,
    keep: bool = False,
) -> Evaluation:
    """Compute the outputs for every household.

    Args:
        given: columns supplied instead of computed (what-if questions, tests).
        keep: keep every intermediate value, as an explanation needs; otherwise each is dropped after its last use.

    Raises:
        RuleProblem: if a rule divides by zero or returns something of another level.
    """
    evaluation = Evaluation(plan, population, settings)
    wanted = tuple(outputs)
    evaluation.columns.update(given or {})
    for name, finished in plan.steps(wanted, given or ()):
        evaluation.compute(name)
        for need in () if keep else finished:
            evaluation.columns.pop(need, None)
    return evaluation


def evaluate_parts(
    plan: Plan,
    population: Population,
    settings: Mapping[str, Setting],
    outputs: Iterable[str],
    *,
    threads: int | None = None,
    size: int = CHUNK,
) -> Iterator[tuple[int, Evaluation]]:
    """Evaluate part after part, so that intermediate values never exceed a few parts.

    Args:
        threads: parts evaluated at the same time; as many as the process has processors if None.
        size: households in a part.

    Yields:
        The row of the part's first household, and its evaluation; in the order of the population.

    Raises:
        RuleProblem: as ``evaluate``.
    """
    yield from evaluate_stream(plan, population.parts(size), settings, outputs, threads=threads)


def evaluate_stream(
    plan: Plan,
    parts: Iterable[tuple[int, Population]],
    settings: Mapping[str, Setting],
    outputs: Iterable[str],
    *,
    threads: int | None = None,
) -> Iterator[tuple[int, Evaluation]]:
    """Evaluate parts that are read one after the other, however many there are.

    Args:
        parts: each with the row of its first household; taken only as fast as they are evaluated.
        threads: as for ``evaluate_parts``.

    Yields:
        What ``evaluate_parts`` yields.

    Raises:
        RuleProblem: as ``evaluate``.
    """
    wanted, at_once = tuple(outputs), threads or len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(at_once) as pool:
        running: deque[tuple[int, Future[Evaluation]]] = deque()
        for start, part in parts:
            running.append((start, pool.submit(evaluate, plan, part, settings, wanted)))
            if len(running) > at_once:
                first, evaluation = running.popleft()
                yield first, evaluation.result()
        for first, evaluation in running:
            yield first, evaluation.result()


def evaluate_all(
    plan: Plan,
    population: Population,
    settings: Mapping[str, Setting],
    outputs: Iterable[str],
    *,
    totals: Collection[str] = (),
    threads: int | None = None,
    size: int = CHUNK,
) -> Evaluation:
    """Compute the outputs for every household of a population of any size, part by part on all processors.

    Args:
        totals: outputs about members, assets or obligors of which only the total of each household is wanted.
        threads, size: as for ``evaluate_parts``.

    Returns:
        An evaluation with the outputs as columns of the whole population.

    Raises:
        RuleProblem: as ``evaluate``.
    """
    wanted = tuple(dict.fromkeys([*outputs, *totals]))
    whole = Evaluation(plan, population, settings)
    columns: dict[str, Joined] = {}
    for _, part in evaluate_parts(plan, population, settings, wanted, threads=threads, size=size):
        for name in wanted:
            column = part[name].sum() if name in totals else part[name]
            if name in columns:
                columns[name].add(column)
            else:
                columns[name] = Joined(column, population.tables)
    whole.columns.update({name: joined.column() for name, joined in columns.items()})
    return whole


__all__ = ["Evaluation", "Level", "Reason", "evaluate", "evaluate_all", "evaluate_parts", "evaluate_stream"]
