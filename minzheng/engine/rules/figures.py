"""Values as an officer reads them, and the sentence of a rule with the figures of one row in it."""

from __future__ import annotations

import ast
from typing import Any

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.decisive import case_met, row_above
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.parameters import ParameterType
from minzheng.engine.rules.parts import Parts, at, is_unknown
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import RuleSet
from minzheng.engine.rules.sentences import Labels
from minzheng.engine.rules.settings_words import setting_words, unit_words, words_for_code
from minzheng.engine.rules.wording import Wording
from minzheng.kernel.facts import Fact

UNKNOWN = "未知"


def value_words(evaluation: Evaluation, rules: RuleSet, name: str, row: int) -> str:
    """The value of a name as an officer reads it."""
    if name == "as_of":
        return evaluation.plan.as_of.isoformat()
    if name in rules.parameters:
        return setting_words(evaluation.settings[name])[0]
    if name in rules.facts:
        return _fact_words(evaluation, rules.facts[name], row)
    rule = evaluation.plan.rules.get(name)
    return column_words(evaluation[name], row, rule.mark.unit if rule else "")


def column_words(column: Any, row: int, unit: str) -> str:
    """One value of a column as an officer reads it."""
    if is_unknown(column, row):
        return UNKNOWN
    if isinstance(column, Flags):
        return "是" if at(column.mask, row) else "否"
    if isinstance(column, Codes):
        return column.codes.label(int(at(column.values, row)))
    # Most denominators are one, and whole numbers are worded much faster than fractions.
    whole = column.bottom if isinstance(column.bottom, int) else 0
    return unit_words(int(at(column.top.values, row)) if whole == 1 else column.fraction(row), unit)


def stored(evaluation: Evaluation, name: str, row: int) -> int | None:
    """The whole number a fact is kept as; None where nobody knows it."""
    column: Any = evaluation.population.column(name)
    if is_unknown(column, row):
        return None
    values = {Flags: "mask", Codes: "values"}.get(type(column))
    return int(at(getattr(column, values) if values else column.top.values, row))


def _fact_words(evaluation: Evaluation, fact: Fact, row: int) -> str:
    number = stored(evaluation, fact.name, row)
    if number is None:
        return UNKNOWN
    listed = fact.codes is None or any(item.number == number for item in fact.codes)
    return fact.format(number) if listed else "无"


class Figures(Labels):
    """Says names by what they are in one row: numbers by their figure, conditions and codes by label and answer."""

    def __init__(self, rules: RuleSet, rule: Rule, parts: Parts, row: int) -> None:
        """Take the row of the rule's own level."""
        super().__init__(rules, rule, parts.evaluation.plan)
        self._parts, self._evaluation, self._row = parts, parts.evaluation, row
        self._table = parts.evaluation.population.tables[rule.level]
        self._labels = Labels(rules, rule, parts.evaluation.plan)

    def name(self, name: str) -> str:
        """A figure, or a label with the answer behind it."""
        column = self._evaluation[name]
        words = value_words(self._evaluation, self.rules, name, row_above(column, self._table, self._row))
        listed = name in self.rules.parameters and self.rules.parameters[name].type is ParameterType.CODES
        return f"{super().name(name)}【{words}】" if listed or isinstance(column, Flags | Codes) else words

    def by_code(self, node: ast.Subscript) -> str | None:
        """The figure of a parameter for a key, or for the code of this row."""
        setting = self._evaluation.settings[node.value.id]  # type: ignore[attr-defined]
        if isinstance(node.slice, ast.Constant):
            return words_for_code(setting, str(node.slice.value))
        codes: Any = self._parts.column(self.rule, node.slice, self._table)
        if is_unknown(codes, self._row):
            return UNKNOWN
        number = int(at(codes.values, self._row))
        key = next((item.key for item in codes.codes if item.number == number), "")
        return words_for_code(setting, key)

    def rows(self, node: ast.Call) -> str | None:
        """What the rows below come to; of a condition on rows, the condition with the answer behind it."""
        column = self._parts.column(self.rule, node, self._table)
        words = column_words(column, self._row, Wording(self).unit(node))
        return f"{Wording(self._labels).of(node)}【{words}】" if isinstance(column, Flags) else words

    def case_met(self, node: ast.Call) -> int | None:
        """Which case was met."""
        return case_met(self._parts, self.rule, node, self._table, self._row)


def sentence(rules: RuleSet, rule: Rule, parts: Parts, row: int) -> str:
    """A rule with the figures of one row."""
    return Wording(Figures(rules, rule, parts, row)).of(rule.expression)


def speaks_of_answers_alone(rule: Rule, evaluation: Evaluation) -> bool:
    """Whether a sentence with figures says all that the sentence in words says: labels stand in it, no numbers."""
    names = [name for name in rule.arguments if name not in rule.below]
    return not rule.below and all(isinstance(evaluation[name], Flags | Codes) for name in names)
