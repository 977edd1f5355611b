"""The sentence of a rule with gaps where the figures of a row go: worded once, filled in for each row."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from minzheng.engine.rules.parameters import ParameterType
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import Plan, RuleSet
from minzheng.engine.rules.sentences import Labels
from minzheng.engine.rules.wording import Wording

_MARK = "\0"
"""Stands on both sides of the number of a gap; no label contains it."""


@dataclass(frozen=True, eq=False)
class Gap:
    """Where a figure goes.

    Attributes:
        kind: "name", "by_code", "rows".
        name: the name whose value it is, where it is a name.
        node: the part of the sentence that the figure stands for, where it is more than a name.
        label: the words for it; unit: what it is counted in.
        answered: whether the words stand before the figure, whatever kind of value it is.
    """

    kind: str
    name: str = ""
    node: ast.expr | None = None
    label: str = ""
    unit: str = ""
    answered: bool = False


Template: TypeAlias = tuple[str | Gap, ...]
Met: TypeAlias = int | None
"""Which case of a list was met in a row, as ``Voice.case_met`` says it."""


class _Gaps(Labels):
    """Leaves a gap wherever what is said depends on the row."""

    def __init__(self, rules: RuleSet, rule: Rule, plan: Plan, mets: tuple[Met, ...]) -> None:
        super().__init__(rules, rule, plan)
        self.gaps: list[Gap] = []
        self._mets = dict(zip(lists_of_cases(rule), mets, strict=True))

    def _gap(self, gap: Gap) -> str:
        self.gaps.append(gap)
        return f"{_MARK}{len(self.gaps) - 1}{_MARK}"

    def name(self, name: str) -> str:
        """A figure, or a label with the answer behind it."""
        parameter = self.rules.parameters.get(name)
        listed = parameter is not None and parameter.type is ParameterType.CODES
        return self._gap(Gap("name", name, label=super().name(name), answered=listed))

    def by_code(self, node: ast.Subscript) -> str:
        """The figure of a parameter for a code."""
        return self._gap(Gap("by_code", node=node))

    def rows(self, node: ast.Call) -> str:
        """The figure that rows below come to."""
        label = Wording(Labels(self.rules, self.rule, self.plan)).of(node)
        return self._gap(Gap("rows", node=node, label=label, unit=Wording(self).unit(node)))

    def case_met(self, node: ast.Call) -> Met:
        """Which case was met, as it was given."""
        return self._mets[node]


@cache
def lists_of_cases(rule: Rule) -> tuple[ast.Call, ...]:
    """Every ``first_of`` in the sentence of a rule."""
    calls = [node for node in ast.walk(rule.expression) if isinstance(node, ast.Call)]
    return tuple(node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "first_of")


@lru_cache(maxsize=4096)
def template_of(rules: RuleSet, rule: Rule, plan: Plan, mets: tuple[Met, ...]) -> Template:
    """The sentence of a rule, given which case of each of its lists of cases was met."""
    voice = _Gaps(rules, rule, plan, mets)
    pieces = Wording(voice).of(rule.expression).split(_MARK)
    return tuple(voice.gaps[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces))
