"""Applies a plan to a population: the same code for one household and for a county."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.gates import Gate
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
        self.columns = Columns(self)
        self.rows = rows_of(population, self.columns)
        self._on_demand = False

    def __getitem__(self, name: str) -> Any:
        """A computed column, a fact, a parameter or the rows of a level, by name."""
        return self.columns[name]

    def compute(self, name: str) -> None:
        """Compute one name; what it needs is computed first where it is not there."""
        rule = self.plan.rules.get(name)
        self.columns[name] = self._applied(rule) if rule is not None else self._all_of(name.removeprefix(QUALIFIES))

    def promise(self, names: Collection[str]) -> None:
        """Count names among the columns, to be computed when one asks for them, and nothing that does not matter."""
        self.columns.promised, self._on_demand = names, True

    def _all_of(self, matter: str) -> Column:
        """All conditions of a matter together; once nobody can meet them, the rest are not looked at."""
        conditions = self.plan.conditions[matter]
        result = Flags(bool(conditions), None)
        for rule in conditions:
            result = result & self.columns[rule.name]
            if self._on_demand and result.nowhere(True):
                break
        return result

    def _applied(self, rule: Rule) -> Column:
        table = self.population.tables[rule.mark.level]
        if not self._on_demand:
            return self._worked_out(rule, table)
        if table.empty_below:
            return self._of_no_rows(rule, table)
        gate = self.plan.gates.get(rule.name)
        return gate.shut(table) if gate is not None and self._is_shut(gate) else self._worked_out(rule, table)

    def _is_shut(self, gate: Gate) -> bool:
        for name, answer in gate.sides:
            column = self.columns[name]
            if isinstance(column, Flags) and column.nowhere(answer):
                return True
        return False

    def _of_no_rows(self, rule: Rule, table: Table) -> Column:
        """The column of a level without rows is the same in every household."""
        known = self.plan.of_no_rows
        if rule.name not in known:
            known[rule.name] = self._worked_out(rule, table).unplaced()
        return known[rule.name].placed(table)

    def _worked_out(self, rule: Rule, table: Table) -> Column:
        columns = self.columns
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
    """Columns by name: those computed, and those that are computed as soon as one asks for them.

    Attributes:
        promised: names that count as being here although nobody has asked for them yet.
    """

    promised: Collection[str] = ()

    def __init__(self, evaluation: Evaluation) -> None:
        """Know where to ask; weakly, that the columns of a part are gone as soon as its evaluation is."""
        super().__init__()
        self._evaluation: Evaluation = proxy(evaluation)

    def __contains__(self, name: object) -> bool:
        """Whether the column is here or promised."""
        return super().__contains__(name) or name in self.promised

    def __missing__(self, name: str) -> Any:
        """Rows of a level are no column and are not kept among them."""
        evaluation = self._evaluation
        rows = evaluation.rows.get(name)
        if rows is not None:
            return rows
        if name in evaluation.plan.rules or name.startswith(QUALIFIES):
            evaluation.compute(name)
        else:
            self[name] = evaluation.missing(name)
        return super().__getitem__(name)


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
        keep: keep every intermediate value, as an explanation needs, those that changed nothing to be computed when
            asked for; otherwise each is dropped after its last use.

    Raises:
        RuleProblem: if a rule divides by zero or returns something of another level.
    """
    evaluation = Evaluation(plan, population, settings)
    wanted = tuple(outputs)
    evaluation.columns.update(given or {})
    if keep:
        evaluation.promise(plan.reached(wanted, given or ()))
        for name in wanted:
            evaluation[name]
        return evaluation
    for name, finished in plan.steps(wanted, given or ()):
        evaluation.compute(name)
        for need in finished:
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
