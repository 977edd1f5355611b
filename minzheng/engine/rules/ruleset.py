"""All rules of a chapter together: checked when loaded, ordered for a day, versions chosen by date and by mode."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from types import ModuleType
from typing import Any, TypeAlias

from minzheng.engine.rules.checking import faults_of
from minzheng.engine.rules.gates import Gate, Side
from minzheng.engine.rules.levels import Column
from minzheng.engine.rules.parameters import Parameter, Setting
from minzheng.engine.rules.reading import QUALIFIES, Rule, RuleProblem, read_rule
from minzheng.kernel.codes import DECISION_REASON
from minzheng.kernel.facts import Fact, Level
from minzheng.laws.citations import LawIndex


def rules_of(module: ModuleType) -> list[Rule]:
    """The rules a module declares, in the order written."""
    functions = [
        value
        for value in vars(module).values()
        if callable(value) and hasattr(value, "rule") and value.__module__ == module.__name__
    ]
    return [read_rule(function) for function in functions]


@dataclass(frozen=True)
class MatterPeriod:
    """A matter that conditions belong to: its legal name and the days on which it exists in law."""

    title: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the matter exists in law on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


Step: TypeAlias = tuple[str, tuple[str, ...]]
"""A name to compute, and the names that are no longer needed once it is."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is in force on one day under one choice of modes.

    Attributes:
        rules: the version of each rule that applies.
        conditions: per matter, its conditions in the order of the law.
        undetermined: names whose mode parameter nobody has set.
        of_no_rows: columns of rules about a level without rows, which are the same for every household; filled as they are met.
    """

    as_of: date
    rules: Mapping[str, Rule]
    conditions: Mapping[str, tuple[Rule, ...]]
    undetermined: frozenset[str]
    of_no_rows: dict[str, Column] = field(default_factory=dict)
    _orders: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict)
    _steps: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Step, ...]] = field(default_factory=dict)
    _reached: dict[tuple[tuple[str, ...], tuple[str, ...]], frozenset[str]] = field(default_factory=dict)

    def needs(self, name: str) -> tuple[str, ...]:
        """The names one name is computed from."""
        if name.startswith(QUALIFIES):
            return tuple(rule.name for rule in self.conditions[name.removeprefix(QUALIFIES)])
        return self.rules[name].needs if name in self.rules else ()

    def order(self, outputs: Iterable[str], given: Iterable[str] = ()) -> tuple[str, ...]:
        """Everything the outputs need, each after what it needs itself; names already given need nothing."""
        key = (tuple(outputs), tuple(given))
        if key not in self._orders:
            done: dict[str, None] = dict.fromkeys(key[1])
            for name in key[0]:
                self._visit(name, done)
            self._orders[key] = tuple(name for name in done if name not in key[1])
        return self._orders[key]

    def reached(self, outputs: Iterable[str], given: Iterable[str] = ()) -> frozenset[str]:
        """Every name the outputs may come to depend on."""
        key = (tuple(outputs), tuple(given))
        if key not in self._reached:
            self._reached[key] = frozenset(self.order(*key))
        return self._reached[key]

    @cached_property
    def gates(self) -> dict[str, Gate]:
        """Per rule, what settles it beforehand: facts first, which nothing has to be computed for."""
        return {
            name: replace(rule.gate, sides=tuple(sorted(rule.gate.sides, key=self._is_computed)))
            for name, rule in self.rules.items()
            if rule.gate is not None and name not in self.undetermined
        }

    def _is_computed(self, side: Side) -> bool:
        return side[0] in self.rules or side[0].startswith(QUALIFIES)

    def steps(self, outputs: Iterable[str], given: Iterable[str] = ()) -> tuple[Step, ...]:
        """The names to compute for the outputs, in order, each with the names nobody needs after it."""
        key = (tuple(outputs), tuple(given))
        if key not in self._steps:
            names = [name for name in self.order(*key) if name in self.rules or name.startswith(QUALIFIES)]
            last = {need: name for name in names for need in self.needs(name) if need not in key[0]}
            finished: dict[str, list[str]] = defaultdict(list)
            for need, name in last.items():
                finished[name].append(need)
            self._steps[key] = tuple((name, tuple(finished[name])) for name in names)
        return self._steps[key]

    def _visit(self, name: str, done: dict[str, None]) -> None:
        if name not in done:
            for need in self.needs(name):
                self._visit(need, done)
            done[name] = None

    @property
    def digest(self) -> str:
        """Identifies the versions in force."""
        lines = sorted(f"{name} {rule.digest}" for name, rule in self.rules.items())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class RuleSet:
    """The rules of a chapter with the facts and parameters they read.

    Args:
        rules: every version of every rule.
        facts, parameters: declarations by name.
        matters: title and period of each matter that conditions belong to.
        laws: the index citations must resolve in.

    Raises:
        RuleProblem: with every fault found, one sentence a line.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        facts: Mapping[str, Fact],
        parameters: Mapping[str, Parameter],
        matters: Mapping[str, MatterPeriod],
        laws: LawIndex,
    ) -> None:
        """Check everything that can be checked before any household is looked at."""
        self.rules, self.facts, self.parameters = tuple(rules), facts, parameters
        self.matters, self.laws = matters, laws
        self.versions: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            self.versions[rule.name].append(rule)
        faults = list(faults_of(self))
        if faults:
            raise RuleProblem("\n".join(faults))
        self._plans: dict[Any, Plan] = {}

    def label(self, name: str) -> str:
        """What people call a name."""
        if name.startswith(QUALIFIES):
            return f"符合{self.matters[name.removeprefix(QUALIFIES)].title}条件"
        if name in self.versions:
            return self.versions[name][0].label
        declared: Fact | Parameter | None = self.facts.get(name) or self.parameters.get(name)
        return name if declared is None else declared.label

    def level(self, name: str) -> Level | None:
        """What one value of a name is about; None for a parameter or the date."""
        if name.startswith(QUALIFIES):
            return self.matter_level(name.removeprefix(QUALIFIES))
        if name in self.versions:
            return self.versions[name][0].level
        return self.facts[name].level if name in self.facts else None

    def matter_level(self, matter: str) -> Level:
        """What the conditions of a matter are about: households or members."""
        return next(rule.level for rule in self.rules if matter in rule.mark.of)

    def modes(self) -> set[str]:
        """Choice parameters on which versions of rules depend."""
        return {mode for rule in self.rules for mode in rule.mark.when}

    def change_dates(self) -> list[date]:
        """Days on which any rule starts or has just ended."""
        starts = {rule.mark.since for rule in self.rules if rule.mark.since}
        return sorted(starts | {rule.mark.until + timedelta(days=1) for rule in self.rules if rule.mark.until})

    def on(self, as_of: date, settings: Mapping[str, Setting]) -> Plan:
        """The plan for a day and the modes set on it; a mode nobody has confirmed leaves what depends on it undetermined."""
        rows = {name: settings[name].row if settings[name].confirmed else None for name in sorted(self.modes())}
        modes = {name: row.value if row else None for name, row in rows.items()}
        key = (as_of, tuple(modes.items()))
        if key not in self._plans:
            self._plans[key] = self._planned(as_of, modes)
        return self._plans[key]

    def _planned(self, as_of: date, modes: Mapping[str, Any]) -> Plan:
        chosen: dict[str, Rule] = {}
        undetermined: set[str] = set()
        for name, versions in self.versions.items():
            current = [rule for rule in versions if rule.holds(as_of)]
            fitting = [rule for rule in current if all(modes[mode] == value for mode, value in rule.mark.when.items())]
            if fitting:
                chosen[name] = fitting[0]
            elif current:
                chosen[name] = current[0]
                undetermined.add(name)
        in_order = sorted(chosen.values(), key=lambda rule: _place_of_reason(rule.mark.else_say))
        conditions = {
            matter: tuple(rule for rule in in_order if matter in rule.mark.of) if period.holds(as_of) else ()
            for matter, period in self.matters.items()
        }
        return Plan(as_of, chosen, conditions, frozenset(undetermined))


def _place_of_reason(reason: str | None) -> int:
    """Conditions stand in the order of the list of decision reasons: income first, then property, then the rest."""
    return DECISION_REASON.number(reason) if reason else 0


__all__ = ["QUALIFIES", "MatterPeriod", "Plan", "RuleSet", "rules_of"]
