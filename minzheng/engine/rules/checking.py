"""What can be wrong with a set of rules, found before any household is looked at, in sentences that teach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import combinations
from typing import TYPE_CHECKING

from minzheng.engine.rules.parameters import ParameterType
from minzheng.engine.rules.reading import GIVEN, LEVEL_WORDS, QUALIFIES, ROWS, Rule
from minzheng.kernel.codes import DECISION_REASON
from minzheng.kernel.facts import Level
from minzheng.laws.citations import UnknownCitation

if TYPE_CHECKING:
    from minzheng.engine.rules.ruleset import RuleSet


def faults_of(rules: RuleSet) -> Iterator[str]:
    """One Chinese sentence for each fault; levels and circles are looked at only when every name is known."""
    found = [*_name_faults(rules), *_version_faults(rules), *_mode_coverage_faults(rules), *_citation_faults(rules)]
    found = found or [*_matter_faults(rules)]
    yield from found or [*_level_faults(rules), *_circle_faults(rules)]


def _name_faults(rules: RuleSet) -> Iterable[str]:
    known = {
        *rules.versions,
        *rules.facts,
        *rules.parameters,
        *GIVEN,
        *(QUALIFIES + matter for matter in rules.matters),
    }
    for name in sorted(
        {*rules.facts} & {*rules.versions}
        | {*rules.parameters} & {*rules.versions}
        | {*rules.facts} & {*rules.parameters}
    ):
        yield f"{name} 既是规则又是事实或参数：一个名称只能表示一个概念"
    for rule in rules.rules:
        for need in rule.needs:
            if need not in known:
                yield f"{rule.place} 规则 {rule.name} 用到未知名称 {need}{_nearest(need, known)}"
        for matter in rule.mark.of:
            if matter not in rules.matters:
                yield f"{rule.place} 规则 {rule.name} 的事项 {matter} 未声明"
        if rule.mark.else_say is not None and rule.mark.else_say not in DECISION_REASON:
            yield f"{rule.place} 规则 {rule.name} 的理由代码 {rule.mark.else_say} 不在决定理由代码表中"
        for mode, value in rule.mark.when.items():
            yield from _mode_faults(rules, rule, mode, value)


def _mode_faults(rules: RuleSet, rule: Rule, mode: str, value: str) -> Iterable[str]:
    parameter = rules.parameters.get(mode)
    if parameter is None or parameter.type is not ParameterType.CHOICE:
        yield f"{rule.place} 规则 {rule.name} 以 {mode} 区分版本，但它不是选项参数"
    elif value not in dict(parameter.choices):
        yield f"{rule.place} 规则 {rule.name} 的 {mode}={value} 不在该参数的选项中"


def _mode_coverage_faults(rules: RuleSet) -> Iterable[str]:
    for name, versions in rules.versions.items():
        for mode in dict.fromkeys(mode for rule in versions for mode in rule.mark.when if mode in rules.parameters):
            written = {rule.mark.when.get(mode) for rule in versions}
            missing = [value for value, _ in rules.parameters[mode].choices if value not in written]
            if missing and None not in written:
                yield f"{versions[0].place} 规则 {name} 没有 {'、'.join(f'{mode}={value}' for value in missing)} 的版本"


def _matter_faults(rules: RuleSet) -> Iterable[str]:
    levels: dict[str, set[Level]] = defaultdict(set)
    for rule in rules.rules:
        for matter in rule.mark.of:
            levels[matter].add(rule.level)
    for matter, found in levels.items():
        if len(found) > 1:
            yield f"事项 {matter} 的条件既有关于{'的，也有关于'.join(LEVEL_WORDS[level] for level in Level if level in found)}的"
    for rule in rules.rules:
        for need in rule.needs:
            matter = need.removeprefix(QUALIFIES)
            if need.startswith(QUALIFIES) and matter not in levels:
                yield f"{rule.place} 规则 {rule.name} 用到 {need}，但没有规则写明{rules.matters[matter].title}的条件"


def _version_faults(rules: RuleSet) -> Iterable[str]:
    for name, versions in rules.versions.items():
        if len({rule.level for rule in versions}) > 1:
            yield f"{versions[0].place} 规则 {name} 的各版本不属于同一层级"
        for first, second in combinations(versions, 2):
            day = max(first.mark.since or date.min, second.mark.since or date.min)
            together = first.holds(day) and second.holds(day)
            if together and all(second.mark.when.get(mode, value) == value for mode, value in first.mark.when.items()):
                yield f"{second.place} 规则 {name} 在 {day if day > date.min else '任何一天'} 有两个版本同时有效（另一个在 {first.place}）"


def _citation_faults(rules: RuleSet) -> Iterable[str]:
    for rule in rules.rules:
        if not rule.mark.cites:
            yield f"{rule.place} 规则 {rule.name} 没有写依据的条文"
        try:
            cited = [rules.laws.resolve(text) for text in rule.mark.cites]
        except UnknownCitation as problem:
            yield f"{rule.place} 规则 {rule.name}：{problem}"
            continue
        ends = [law.in_force.until + timedelta(days=1) for law in cited if law.in_force.until]
        for day in filter(rule.holds, [rule.mark.since, *ends] if rule.mark.since else ends):
            if cited and not any(law.in_force.covers(day) for law in cited):
                yield f"{rule.place} 规则 {rule.name} 在 {day} 没有施行中的依据"


def _level_faults(rules: RuleSet) -> Iterable[str]:
    for rule in rules.rules:
        reachable = {rule.level, *_above(rule.level)}
        for need in rule.arguments:
            level = None if need in rule.below else rules.level(need)
            if level is not None and level not in reachable:
                yield f"{rule.place} 规则 {rule.name} 是关于{LEVEL_WORDS[rule.level]}的，{_way_down(rule, level, need)}"
        for rows_name, taken in rule.below.items():
            yield from _rows_faults(rules, rule, rows_name, taken)


def _way_down(rule: Rule, level: Level, need: str) -> str:
    rows = next((rows for rows, (of, below) in ROWS.items() if (of, below) == (rule.level, level)), None)
    if rows is None:
        return f"不能直接使用{LEVEL_WORDS[level]}的 {need}：请先把它归为{LEVEL_WORDS[rule.level]}的一个值"
    return f"请说明{LEVEL_WORDS[level]}的 {need} 如何归为一个值（如 {rows}.{need}.sum()）"


def _rows_faults(rules: RuleSet, rule: Rule, rows: str, taken: tuple[str, ...]) -> Iterable[str]:
    of, level = ROWS[rows]
    if of is not rule.level:
        yield f"{rule.place} 规则 {rule.name} 是关于{LEVEL_WORDS[rule.level]}的，不能使用 {rows}"
    for name in taken:
        if rules.level(name) is not level:
            yield f"{rule.place} 规则 {rule.name} 从 {rows} 取 {name}，但它不是{LEVEL_WORDS[level]}的数据"


def _circle_faults(rules: RuleSet) -> Iterable[str]:
    graph: dict[str, set[str]] = defaultdict(set)
    for rule in rules.rules:
        graph[rule.name].update(rule.needs)
        for matter in rule.mark.of:
            graph[QUALIFIES + matter].add(rule.name)
    done: set[str] = set()
    for name in sorted(graph):
        circle = _circle(name, graph, done, [])
        if circle:
            yield f"规则互相依赖成环：{' → '.join(circle)}"
            return


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
