"""All rules of a chapter together: checked when loaded, ordered for a day, versions chosen by date and by mode."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import combinations
from types import ModuleType
from typing import Any

from minzheng.engine.rules.parameters import Parameter, ParameterType, Setting
from minzheng.engine.rules.reading import LEVEL_WORDS, ROWS, Rule, RuleProblem, read_rule
from minzheng.kernel.codes import DECISION_REASON
from minzheng.kernel.facts import Fact, Level
from minzheng.laws.citations import LawIndex, UnknownCitation

QUALIFIES = "qualifies_for_"
"""Prefix of the names the engine makes: all conditions of a matter together."""

GIVEN = frozenset({"as_of"})
"""Arguments every evaluation supplies."""


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


@dataclass(frozen=True, eq=False)
class Plan:
    """What is in force on one day under one choice of modes.

    Attributes:
        rules: the version of each rule that applies.
        conditions: per matter, its conditions in the order of the law.
        undetermined: names whose mode parameter nobody has set.
    """

    as_of: date
    rules: Mapping[str, Rule]
    conditions: Mapping[str, tuple[Rule, ...]]
    undetermined: frozenset[str]
    _orders: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict)

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
        self.rules, self.facts, self.parameters, self.matters, self.laws = (
            tuple(rules),
            facts,
            parameters,
            matters,
            laws,
        )
        self.versions: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            self.versions[rule.name].append(rule)
        faults = [*self._name_faults(), *self._version_faults(), *self._citation_faults()]
        faults = faults or [*self._level_faults(), *self._circle_faults()]
        if faults:
            raise RuleProblem("\n".join(faults))
        self._plans: dict[Any, Plan] = {}

    def label(self, name: str) -> str:
        """What people call a name."""
        if name.startswith(QUALIFIES):
            return f"符合{self.matters[name.removeprefix(QUALIFIES)].title}条件"
        if name in self.versions:
            return self.versions[name][0].label
        return (
            self.facts[name].label
            if name in self.facts
            else self.parameters[name].label
            if name in self.parameters
            else name
        )

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

    def _name_faults(self) -> Iterable[str]:
        known = {
            *self.versions,
            *self.facts,
            *self.parameters,
            *GIVEN,
            *(QUALIFIES + matter for matter in self.matters),
        }
        for name in sorted(
            {*self.facts} & {*self.versions}
            | {*self.parameters} & {*self.versions}
            | {*self.facts} & {*self.parameters}
        ):
            yield f"{name} 既是规则又是事实或参数：一个名称只能表示一个概念"
        for rule in self.rules:
            for need in rule.needs:
                if need not in known:
                    yield f"{rule.place} 规则 {rule.name} 用到未知名称 {need}{_nearest(need, known)}"
            for matter in rule.mark.of:
                if matter not in self.matters:
                    yield f"{rule.place} 规则 {rule.name} 的事项 {matter} 未声明"
            if rule.mark.else_say is not None and rule.mark.else_say not in DECISION_REASON:
                yield f"{rule.place} 规则 {rule.name} 的理由代码 {rule.mark.else_say} 不在决定理由代码表中"
            for mode, value in rule.mark.when.items():
                yield from self._mode_faults(rule, mode, value)

    def _mode_faults(self, rule: Rule, mode: str, value: str) -> Iterable[str]:
        parameter = self.parameters.get(mode)
        if parameter is None or parameter.type is not ParameterType.CHOICE:
            yield f"{rule.place} 规则 {rule.name} 以 {mode} 区分版本，但它不是选项参数"
        elif value not in dict(parameter.choices):
            yield f"{rule.place} 规则 {rule.name} 的 {mode}={value} 不在该参数的选项中"

    def _version_faults(self) -> Iterable[str]:
        for name, versions in self.versions.items():
            if len({rule.level for rule in versions}) > 1:
                yield f"{versions[0].place} 规则 {name} 的各版本不属于同一层级"
            for first, second in combinations(versions, 2):
                day = max(first.mark.since or date.min, second.mark.since or date.min)
                together = first.holds(day) and second.holds(day)
                if together and all(
                    second.mark.when.get(mode, value) == value for mode, value in first.mark.when.items()
                ):
                    yield f"{second.place} 规则 {name} 在 {day if day > date.min else '任何一天'} 有两个版本同时有效（另一个在 {first.place}）"

    def _citation_faults(self) -> Iterable[str]:
        for rule in self.rules:
            if not rule.mark.cites:
                yield f"{rule.place} 规则 {rule.name} 没有写依据的条文"
            try:
                cited = [self.laws.resolve(text) for text in rule.mark.cites]
            except UnknownCitation as problem:
                yield f"{rule.place} 规则 {rule.name}：{problem}"
                continue
            ends = [law.in_force.until + timedelta(days=1) for law in cited if law.in_force.until]
            for day in filter(rule.holds, [rule.mark.since, *ends] if rule.mark.since else ends):
                if cited and not any(law.in_force.covers(day) for law in cited):
                    yield f"{rule.place} 规则 {rule.name} 在 {day} 没有施行中的依据"

    def _level_faults(self) -> Iterable[str]:
        for rule in self.rules:
            reachable = {rule.level, *_above(rule.level)}
            lost = [
                need for need in rule.arguments if need not in rule.below and self.level(need) not in {None, *reachable}
            ]
            if lost:
                rows = "、".join(dict.fromkeys(LEVEL_WORDS[level] for need in lost if (level := self.level(need))))
                yield f"{rule.place} 规则 {rule.name} 是关于{LEVEL_WORDS[rule.level]}的，请说明{rows}的 {'、'.join(lost)} 如何归为一个值（如 members.{lost[0]}.sum()）"
            for rows_name, taken in rule.below.items():
                yield from self._rows_faults(rule, rows_name, taken)

    def _rows_faults(self, rule: Rule, rows: str, taken: tuple[str, ...]) -> Iterable[str]:
        of, level = ROWS[rows]
        if of is not rule.level:
            yield f"{rule.place} 规则 {rule.name} 是关于{LEVEL_WORDS[rule.level]}的，不能使用 {rows}"
        for name in taken:
            if self.level(name) is not level:
                yield f"{rule.place} 规则 {rule.name} 从 {rows} 取 {name}，但它不是{LEVEL_WORDS[level]}的数据"

    def _circle_faults(self) -> Iterable[str]:
        graph: dict[str, set[str]] = defaultdict(set)
        for rule in self.rules:
            graph[rule.name].update(rule.needs)
            for matter in rule.mark.of:
                graph[QUALIFIES + matter].add(rule.name)
        done: set[str] = set()
        for name in sorted(graph):
            circle = _circle(name, graph, done, [])
            if circle:
                yield f"规则互相依赖成环：{' → '.join(circle)}"
                return


def _place_of_reason(reason: str | None) -> int:
    """Conditions stand in the order of the list of decision reasons: income first, then property, then the rest."""
    return DECISION_REASON.number(reason) if reason else 0


def _above(level: Level) -> list[Level]:
    parent = level.parent
    return [] if parent is None else [parent, *_above(parent)]


def _circle(name: str, graph: Mapping[str, set[str]], done: set[str], path: list[str]) -> list[str] | None:
    if name in path:
        return [*path[path.index(name) :], name]
    if name in done:
        return None
    for need in sorted(graph.get(name, ())):
        found = _circle(need, graph, done, [*path, name])
        if found:
            return found
    done.add(name)
    return None


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"，是否应为 {near[0]}？" if near else ""
