"""Why a result is what it is: from the result down to each fact, parameter and article.

A node computes its words when asked, so explaining costs nothing until somebody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from minzheng.engine.rules.decisive import Pair, considered, deciding, is_nought
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.figures import UNKNOWN, sentence, speaks_of_answers_alone, stored, told
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.parts import Parts, at, is_unknown
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import QUALIFIES, RuleSet
from minzheng.engine.rules.sentences import AS_OF, Basis, Sentences
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
        self.name = name
        self._explainer, self._row = explainer, row
        self._rule: Rule | None = explainer.evaluation.plan.rules.get(name)
        self._children: tuple[Node, ...] | None = None
        self.kind = "condition" if self._rule is None or self._rule.mark.of else "rule"

    @property
    def label(self) -> str:  # type: ignore[override]
        """What people call it."""
        return self._explainer.sentences.label(self.name, self._explainer.evaluation.plan)

    @property
    def about(self) -> str:  # type: ignore[override]
        """Whose value it is."""
        level = self._rule.level if self._rule else self._explainer.rules.level(self.name) or Level.HOUSEHOLD
        return self._explainer.subject.about(level, self._row)

    @property
    def value(self) -> str:  # type: ignore[override]
        """The value as an officer reads it."""
        return self._explainer.words(self.name, self._row)

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

    @property
    def children(self) -> tuple[Node, ...]:  # type: ignore[override]
        """The values that made it what it is."""
        if self._children is None:
            self._children = self._explainer.children(self.name, self._row)
        return self._children

    @cached_property
    def others(self) -> tuple[Node, ...]:  # type: ignore[override]
        """Values the rule looked at that changed nothing."""
        return tuple(node for node in self._explainer.considered(self.name, self._row) if node not in self.children)

    @property
    def recorded(self) -> bool:  # type: ignore[override]
        """Whether what made it so rests on a record rather than on defaults, or is missing where one is needed."""
        return self._explainer.recorded(self.name, self._row)


class Explainer:
    """Explains values of an evaluation that kept its intermediate values."""

    def __init__(self, evaluation: Evaluation, rules: RuleSet, subject: Subject | None = None) -> None:
        """Take what was computed and who the rows are."""
        self.evaluation, self.rules, self.subject = evaluation, rules, subject or Subject()
        self.sentences, self.parts = Sentences.of(rules), Parts(evaluation)
        self._nodes: dict[Pair, Node] = {}
        self._deciding: dict[Pair, tuple[Pair, ...]] = {}
        self._recorded: dict[Pair, bool] = {}

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
        node = Node(fact.name, fact.label, self.words(fact.name, row), self.subject.about(fact.level, row))
        node.kind, node.recorded = "fact", self.recorded(fact.name, row)
        node.source = self.subject.source(fact.name, fact.level, row)
        if not node.source and not node.recorded:
            node.source = BY_DEFAULT
        elif not node.source and stored(self.evaluation, fact.name, row) is None:
            node.source = NOT_RECORDED
        return node

    def recorded(self, name: str, row: int) -> bool:
        """Whether a value rests on a record rather than on defaults, or lacks one that is needed."""
        key = (name, row)
        if key not in self._recorded:
            self._recorded[key] = self._rests_on_record(name, row)
        return self._recorded[key]

    def _rests_on_record(self, name: str, row: int) -> bool:
        if name in self.rules.parameters or name == "as_of":
            return False
        fact = self.rules.facts.get(name)
        if fact is None:
            return any(self.recorded(*pair) for pair in self._because(name, row))
        number = stored(self.evaluation, name, row)
        known = number is not None and not fact.required and number == (fact.default or 0)
        return not known or bool(self.subject.source(name, fact.level, row))

    def _parameter(self, name: str) -> Node:
        return _parameter(self.sentences, self.evaluation.settings[name], self.evaluation.plan.as_of)

    def children(self, name: str, row: int) -> tuple[Node, ...]:
        """What made a value what it is."""
        return tuple([self.node(*pair) for pair in self._because(name, row)])

    def _because(self, name: str, row: int) -> tuple[Pair, ...]:
        key = (name, row)
        if key not in self._deciding:
            found = deciding(self.parts, name, row)
            self._deciding[key] = tuple([pair for pair in found if not self._names_its_row(*pair)])
        return self._deciding[key]

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
        return told(self.parts, self.rules, name, row)


@lru_cache(maxsize=4096)
def _parameter(sentences: Sentences, setting: Setting, as_of: date) -> Node:
    """The node of a parameter: the same for every household."""
    value, source, warning = setting_words(setting)
    node = Node(setting.parameter.name, setting.parameter.label, value)
    node.kind, node.source, node.warning = "parameter", source, warning
    node.basis = sentences.articles((setting.parameter.cite,), as_of)
    return node


def _date(value: str) -> Node:
    node = Node("as_of", AS_OF, value)
    node.kind = "date"
    return node


def explain(evaluation: Evaluation, rules: RuleSet, name: str, *, row: int = 0, subject: Subject | None = None) -> Node:
    """The node of one value of an evaluation made with ``keep=True``."""
    return Explainer(evaluation, rules, subject).node(name, row)


__all__ = ["QUALIFIES", "UNKNOWN", "Basis", "Explainer", "Node", "Subject", "at", "explain", "is_unknown"]
