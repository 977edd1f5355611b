"""Why a result is what it is: from the result down to each fact, parameter and article.

A node computes its words when asked, so explaining costs nothing until somebody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from minzheng.engine.rules.decisive import considered, deciding, is_nought
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.figures import UNKNOWN, sentence, speaks_of_answers_alone, stored, value_words
from minzheng.engine.rules.parts import Parts, at, is_unknown
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import QUALIFIES, RuleSet
from minzheng.engine.rules.sentences import AS_OF, Basis, Sentences, label_of
from minzheng.engine.rules.settings_words import setting_words
from minzheng.engine.rules.wording import is_aggregate
from minzheng.kernel.facts import Fact, FactKind, Level

ITEMS = frozenset({Level.INCOME, Level.EXPENSE, Level.ASSET})
"""Levels whose rows are called by their kind, so that the kind itself is no further reason."""

NOT_RECORDED = "没有记录，补充后才能确定"
BY_DEFAULT = "未记录，按默认值"
ALL_CONDITIONS = "下列条件须同时具备"


@dataclass(frozen=True)
class Subject:
    """Gives names and sources to the rows of one household.

    Attributes:
        about: what to call a row of a level ("马某某（配偶）"); "" for the household.
        source: where the value of a fact of a level in a row comes from; "" if nothing was recorded.
    """

    about: Callable[[Level, int], str] = lambda level, row: "" if level is Level.HOUSEHOLD else f"第{row + 1}行"
    source: Callable[[str, Level, int], str] = lambda _name, _level, _row: ""


class Node:
    """One value with its reasons.

    Attributes:
        kind: "rule", "condition", "fact", "parameter", "date".
        label: what people call it; about: whose value it is; value: as an officer reads it, "未知" where nobody knows.
        formula: the rule in words; figures: the same with this row's figures, "" where that says nothing more.
        formula_in_figures: whether the figures keep every word of the formula, so that it need not be read twice.
        basis: articles in force on the day; source: where a fact or parameter comes from; warning: what to beware of.
        children: the values that made it what it is; others: values the rule looked at that changed nothing.
        recorded: whether it rests on a record rather than on defaults; zero: whether it is a number, and nought.
    """

    kind, source, warning, formula, figures = "rule", "", "", "", ""
    basis: tuple[Basis, ...] = ()
    children: tuple[Node, ...] = ()
    others: tuple[Node, ...] = ()
    recorded = False
    zero = False
    formula_in_figures = False

    def __init__(self, name: str, label: str, value: str, about: str = "") -> None:
        """Take the words that are always needed."""
        self.name, self.label, self.value, self.about = name, label, value, about


class RuleNode(Node):
    """A rule or a condition; its reasons are worked out when asked for."""

    def __init__(self, explainer: Explainer, name: str, row: int) -> None:
        """Point at one value of the evaluation."""
        self._explainer, self._row = explainer, row
        self._rule: Rule | None = explainer.evaluation.plan.rules.get(name)
        label, level = label_of(explainer.rules, name, explainer.evaluation.plan), explainer.rules.level(name)
        super().__init__(
            name, label, explainer.words(name, row), explainer.subject.about(level or Level.HOUSEHOLD, row)
        )
        self.kind = "condition" if self._rule is None or self._rule.mark.of else "rule"

    @property
    def zero(self) -> bool:  # type: ignore[override]
        """Whether the value is a number, and nought."""
        return is_nought(self._explainer.evaluation[self.name], self._row)

    @property
    def formula(self) -> str:  # type: ignore[override]
        """The rule in words."""
        explainer = self._explainer
        if self._rule is None:
            return ALL_CONDITIONS
        return explainer.sentences.formula(self._rule, explainer.evaluation.plan)

    @cached_property
    def figures(self) -> str:  # type: ignore[override]
        """The rule with the figures of this row."""
        undetermined = self._explainer.evaluation.plan.undetermined
        if self._rule is None or self.name in undetermined or is_aggregate(self._rule.expression):
            return ""
        said = sentence(self._explainer.rules, self._rule, self._explainer.parts, self._row)
        return "" if said in {self.value, self.formula} else said

    @property
    def formula_in_figures(self) -> bool:  # type: ignore[override]
        """Whether the figures say every word of the formula."""
        return bool(self.figures and self._rule and speaks_of_answers_alone(self._rule, self._explainer.evaluation))

    @property
    def basis(self) -> tuple[Basis, ...]:  # type: ignore[override]
        """The articles of the rule in force on the day."""
        return self._explainer.sentences.basis(self._rule, self._explainer.evaluation.plan.as_of) if self._rule else ()

    @cached_property
    def children(self) -> tuple[Node, ...]:  # type: ignore[override]
        """The values that made it what it is."""
        return self._explainer.children(self.name, self._row)

    @cached_property
    def others(self) -> tuple[Node, ...]:  # type: ignore[override]
        """Values the rule looked at that changed nothing."""
        return tuple(node for node in self._explainer.considered(self.name, self._row) if node not in self.children)

    @cached_property
    def recorded(self) -> bool:  # type: ignore[override]
        """Whether what made it so rests on a record rather than on defaults, or is missing where one is needed."""
        return any(child.recorded for child in self.children)


class Explainer:
    """Explains values of an evaluation that kept its intermediate values."""

    def __init__(self, evaluation: Evaluation, rules: RuleSet, subject: Subject | None = None) -> None:
        """Take what was computed and who the rows are."""
        self.evaluation, self.rules, self.subject = evaluation, rules, subject or Subject()
        self.sentences, self.parts = Sentences.of(rules), Parts(evaluation)
        self._nodes: dict[tuple[str, int], Node] = {}

    def node(self, name: str, row: int = 0) -> Node:
        """The node of one value; ``row`` counts within the name's own level."""
        key = (name, row)
        if key not in self._nodes:
            self._nodes[key] = self._made(name, row)
        return self._nodes[key]

    def _made(self, name: str, row: int) -> Node:
        if name == "as_of":
            return _date(self.words(name, row))
        if name in self.rules.parameters:
            return self._parameter(name)
        return self._fact(self.rules.facts[name], row) if name in self.rules.facts else RuleNode(self, name, row)

    def _fact(self, fact: Fact, row: int) -> Node:
        source, number = self.subject.source(fact.name, fact.level, row), stored(self.evaluation, fact.name, row)
        node = Node(fact.name, fact.label, self.words(fact.name, row), self.subject.about(fact.level, row))
        node.kind = "fact"
        node.recorded = bool(source) or number is None or fact.required or number != (fact.default or 0)
        node.source = source or (NOT_RECORDED if number is None else "" if node.recorded else BY_DEFAULT)
        return node

    def _parameter(self, name: str) -> Node:
        setting = self.evaluation.settings[name]
        value, source, warning = setting_words(setting)
        node = Node(name, setting.parameter.label, value)
        node.kind, node.source, node.warning = "parameter", source, warning
        node.basis = self.sentences.articles((setting.parameter.cite,), self.evaluation.plan.as_of)
        return node

    def children(self, name: str, row: int) -> tuple[Node, ...]:
        """What made a value what it is."""
        return tuple(self.node(*pair) for pair in deciding(self.parts, name, row) if not self._names_its_row(*pair))

    def considered(self, name: str, row: int) -> tuple[Node, ...]:
        """What was looked at to compute a value."""
        return tuple(self.node(*pair) for pair in considered(self.parts, name, row))

    def _names_its_row(self, name: str, row: int) -> bool:
        """Whether a fact is the kind of an income, an expense or an asset by which its row is called anyway."""
        fact = self.rules.facts.get(name)
        named = fact is not None and fact.kind is FactKind.CODE and fact.level in ITEMS
        return named and fact is not None and self.words(name, row) in self.subject.about(fact.level, row)

    def words(self, name: str, row: int) -> str:
        """A value as an officer reads it."""
        return value_words(self.evaluation, self.rules, name, row)


def _date(value: str) -> Node:
    node = Node("as_of", AS_OF, value)
    node.kind = "date"
    return node


def explain(evaluation: Evaluation, rules: RuleSet, name: str, *, row: int = 0, subject: Subject | None = None) -> Node:
    """The node of one value of an evaluation made with ``keep=True``."""
    return Explainer(evaluation, rules, subject).node(name, row)


__all__ = ["QUALIFIES", "UNKNOWN", "Basis", "Explainer", "Node", "Subject", "at", "explain", "is_unknown"]
