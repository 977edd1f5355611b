"""Why a result is what it is: from the result down to each fact, parameter and article.

A node computes its words when asked, so explaining costs nothing until somebody reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.decisive import at, decisive_needs, is_nought, is_unknown, says_something
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.reading import ROWS, Rule
from minzheng.engine.rules.ruleset import QUALIFIES, RuleSet
from minzheng.engine.rules.sentences import Basis, Sentences
from minzheng.engine.rules.settings_words import setting_words, unit_words, words_for_code
from minzheng.engine.rules.wording import uses_rows
from minzheng.kernel.facts import Level

UNKNOWN = "未知"


@dataclass(frozen=True)
class Subject:
    """Gives names and sources to the rows of one household.

    Attributes:
        about: what to call a row of a level ("马某某（配偶）"); "" for the household.
        source: where the value of a fact in a row comes from; "" if nothing was recorded.
    """

    about: Callable[[Level, int], str] = lambda level, row: "" if level is Level.HOUSEHOLD else f"第{row + 1}行"
    source: Callable[[str, int], str] = lambda _name, _row: ""


class Node:
    """One value with its reasons.

    Attributes:
        kind: "rule", "condition", "fact", "parameter".
        label: what people call it; about: whose value it is; value: as an officer reads it, "未知" where nobody knows.
        formula: the rule in words; figures: the same with this row's figures.
        basis: articles in force on the day; source: where a fact or parameter comes from; warning: what to beware of.
        children: the values that made it what it is; others: values the rule looked at that changed nothing.
    """

    kind, source, warning, formula, figures = "rule", "", "", "", ""
    basis: tuple[Basis, ...] = ()
    children: tuple[Node, ...] = ()
    others: tuple[Node, ...] = ()
    recorded = False
    zero = False

    def __init__(self, name: str, label: str, value: str, about: str = "") -> None:
        """Take the words that are always needed."""
        self.name, self.label, self.value, self.about = name, label, value, about


class RuleNode(Node):
    """A rule or a condition; its reasons are worked out when asked for."""

    def __init__(self, explainer: Explainer, name: str, row: int) -> None:
        """Point at one value of the evaluation."""
        self._explainer, self._row = explainer, row
        level = explainer.rules.level(name) or Level.HOUSEHOLD
        self._rule: Rule | None = explainer.evaluation.plan.rules.get(name)
        label = self._rule.label if self._rule else explainer.rules.label(name)
        super().__init__(name, label, explainer.words(name, row), explainer.subject.about(level, row))
        self.kind = "condition" if self._rule is None or self._rule.mark.of else "rule"

    @property
    def zero(self) -> bool:  # type: ignore[override]
        """Whether the value is a number, and nought."""
        return is_nought(self._explainer.evaluation[self.name], self._row)

    @property
    def formula(self) -> str:  # type: ignore[override]
        """The rule in words."""
        return self._explainer.sentences.formula(self._rule) if self._rule else "下列条件同时具备"

    @cached_property
    def figures(self) -> str:  # type: ignore[override]
        """The rule with figures for names; empty where it speaks of rows, which are listed instead."""
        if self._rule is None or uses_rows(self._rule.expression):
            return ""
        rule, row, explainer = self._rule, self._row, self._explainer
        return explainer.sentences.worded(
            rule,
            lambda name: explainer.figure(name, rule, row),
            lambda parameter, key, named: explainer.figure_by_code(parameter, key, named, rule, row),
        )

    @property
    def basis(self) -> tuple[Basis, ...]:  # type: ignore[override]
        """The articles of the rule in force on the day."""
        return self._explainer.sentences.basis(self._rule, self._explainer.evaluation.plan.as_of) if self._rule else ()

    @cached_property
    def _links(self) -> tuple[list[Node], list[Node]]:
        kept: tuple[list[Node], list[Node]] = ([], [])
        for decisive, name, row in self._explainer.needs(self.name, self._row):
            kept[0 if decisive else 1].append(self._explainer.node(name, row))
        return kept

    @property
    def children(self) -> tuple[Node, ...]:  # type: ignore[override]
        """The values that made it what it is."""
        return tuple(self._links[0])

    @property
    def others(self) -> tuple[Node, ...]:  # type: ignore[override]
        """Values the rule looked at that changed nothing."""
        return tuple(self._links[1])

    @cached_property
    def recorded(self) -> bool:  # type: ignore[override]
        """Whether anything below rests on a record rather than on defaults."""
        return any(child.recorded for links in self._links for child in links)


class Explainer:
    """Explains values of an evaluation that kept its intermediate values."""

    def __init__(self, evaluation: Evaluation, rules: RuleSet, subject: Subject | None = None) -> None:
        """Take what was computed and who the rows are."""
        self.evaluation, self.rules, self.subject = evaluation, rules, subject or Subject()
        self.sentences = Sentences.of(rules)
        self._nodes: dict[tuple[str, int], Node] = {}

    def node(self, name: str, row: int = 0) -> Node:
        """The node of one value; ``row`` counts within the name's own level."""
        key = (name, row)
        if key not in self._nodes:
            self._nodes[key] = self._made(name, row)
        return self._nodes[key]

    def _made(self, name: str, row: int) -> Node:
        if name == "as_of":
            return Node(name, "核算日期", self.evaluation.plan.as_of.isoformat())
        if name in self.rules.parameters:
            return self._parameter(name)
        return self._fact(name, row) if name in self.rules.facts else RuleNode(self, name, row)

    def _fact(self, name: str, row: int) -> Node:
        fact, source, number = self.rules.facts[name], self.subject.source(name, row), self._stored(name, row)
        node = Node(name, fact.label, self.words(name, row), self.subject.about(fact.level, row))
        node.kind = "fact"
        node.recorded = bool(source) or number is None or fact.required or number != (fact.default or 0)
        node.source = source or ("" if node.recorded else "未记录，按默认值")
        return node

    def _parameter(self, name: str) -> Node:
        setting = self.evaluation.settings[name]
        value, source, warning = setting_words(setting)
        node = Node(name, setting.parameter.label, value)
        node.kind, node.source, node.warning, node.basis = (
            "parameter",
            source,
            warning,
            (Basis(setting.parameter.cite),),
        )
        return node

    def needs(self, name: str, row: int) -> Iterator[tuple[bool, str, int]]:
        """What a value was computed from: whether it decided, its name and its row."""
        rule = self.evaluation.plan.rules.get(name)
        below = rule.below if rule else {}
        level = self.rules.level(name) or Level.HOUSEHOLD
        decisive = decisive_needs(self.evaluation, name, row)
        for need in rule.arguments if rule else self.evaluation.plan.needs(name):
            if need not in below:
                at_row = self.row_above(need, level, row)
                yield decisive(need, at_row), need, at_row
        for rows, names in below.items():
            for child in self._rows_below(ROWS[rows][1], row):
                counts = says_something(self.evaluation, names, child)
                yield from ((counts and not is_nought(self.evaluation[need], child), need, child) for need in names)

    def row_above(self, name: str, level: Level, row: int) -> int:
        """The row of an ancestor level (or of the same) that a row belongs to."""
        wanted = self.rules.level(name)
        table = self.evaluation.population.tables[level]
        while (
            wanted is not None and table.level is not wanted and table.offsets is not None and table.parent is not None
        ):
            row = int(np.searchsorted(table.offsets, row, side="right")) - 1
            table = table.parent
        return row

    def _rows_below(self, level: Level, row: int) -> range:
        offsets = self.evaluation.population.tables[level].offsets
        return range(0) if offsets is None else range(int(offsets[row]), int(offsets[row + 1]))

    def _stored(self, name: str, row: int) -> int | None:
        column: Any = self.evaluation.population.column(name)
        if is_unknown(column, row):
            return None
        values = (
            column.mask
            if isinstance(column, Flags)
            else column.values
            if isinstance(column, Codes)
            else column.top.values
        )
        return int(at(values, row))

    def figure(self, name: str, rule: Rule, row: int) -> str:
        """A value as it stands in the sentence of the rule that uses it."""
        if name == "as_of":
            return self.evaluation.plan.as_of.isoformat()
        return self.words(name, self.row_above(name, rule.level, row))

    def figure_by_code(self, parameter: str, key: str, named: bool, rule: Rule, row: int) -> str:
        """The value of a parameter for one code: a key, or the code that ``key`` names in this row."""
        if named:
            column = self.evaluation[key]
            at_row = self.row_above(key, rule.level, row)
            if is_unknown(column, at_row):
                return UNKNOWN
            number = int(at(column.values, at_row))
            key = next((item.key for item in column.codes if item.number == number), "")
        return words_for_code(self.evaluation.settings[parameter], key)

    def words(self, name: str, row: int) -> str:
        """A value as an officer reads it."""
        if name in self.rules.parameters:
            return setting_words(self.evaluation.settings[name])[0]
        if name in self.rules.facts:
            return self._fact_words(name, row)
        column = self.evaluation[name]
        if is_unknown(column, row):
            return UNKNOWN
        if isinstance(column, Flags):
            return "是" if at(column.mask, row) else "否"
        if isinstance(column, Codes):
            return column.codes.label(int(at(column.values, row)))
        return unit_words(column.fraction(row), self.evaluation.plan.rules[name].mark.unit)

    def _fact_words(self, name: str, row: int) -> str:
        fact, number = self.rules.facts[name], self._stored(name, row)
        if number is None:
            return UNKNOWN
        listed = fact.codes is None or any(item.number == number for item in fact.codes)
        return fact.format(number) if listed else "无"


def explain(evaluation: Evaluation, rules: RuleSet, name: str, *, row: int = 0, subject: Subject | None = None) -> Node:
    """The node of one value of an evaluation made with ``keep=True``."""
    return Explainer(evaluation, rules, subject).node(name, row)


__all__ = ["QUALIFIES", "Basis", "Explainer", "Node", "Subject", "explain"]
