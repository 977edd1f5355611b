"""Values as an officer reads them, and the sentence of a rule with the figures of one row in it."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags
from minzheng.engine.rules.decisive import case_met, row_above
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.parts import Parts, at, is_unknown
from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import RuleSet
from minzheng.engine.rules.settings_words import setting_words, unit_words, words_for_code
from minzheng.engine.rules.templates import Gap, lists_of_cases, template_of
from minzheng.kernel.facts import Fact

UNKNOWN = "未知"


def value_words(evaluation: Evaluation, rules: RuleSet, name: str, row: int) -> str:
    """The value of a name as an officer reads it."""
    if name == "as_of":
        return evaluation.plan.as_of.isoformat()
    if name in rules.parameters:
        return _setting_value(evaluation.settings[name])
    if name in rules.facts:
        return _fact_words(evaluation, rules.facts[name], row)
    rule = evaluation.plan.rules.get(name)
    return column_words(evaluation[name], row, rule.mark.unit if rule else "")


@lru_cache(maxsize=4096)
def _setting_value(setting: Setting) -> str:
    return setting_words(setting)[0]


def told(parts: Parts, rules: RuleSet, name: str, row: int) -> str:
    """As ``value_words``, worked out once for each value."""
    key = (name, row)
    if key not in parts.words:
        parts.words[key] = value_words(parts.evaluation, rules, name, row)
    return parts.words[key]


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
    return fact.format(number) if fact.codes is None or fact.codes.has_number(number) else "无"


class Figures:
    """What stands in the gaps of a sentence in one row: numbers as figures, conditions and codes as label and answer."""

    def __init__(self, rules: RuleSet, rule: Rule, parts: Parts, row: int) -> None:
        """Take the row of the rule's own level."""
        self._rules, self._rule, self._parts, self._row = rules, rule, parts, row
        self._evaluation = parts.evaluation
        self._table = parts.evaluation.population.tables[rule.level]

    def name(self, gap: Gap) -> str:
        """A figure, or a label with the answer behind it."""
        column = self._evaluation[gap.name]
        words = told(self._parts, self._rules, gap.name, row_above(column, self._table, self._row))
        return f"{gap.label}【{words}】" if gap.answered or isinstance(column, Flags | Codes) else words

    def by_code(self, gap: Gap) -> str:
        """The figure of a parameter for a key, or for the code of this row."""
        node: Any = gap.node
        setting = self._evaluation.settings[node.value.id]
        if isinstance(node.slice, ast.Constant):
            return words_for_code(setting, str(node.slice.value))
        codes: Any = self._parts.column(self._rule, node.slice, self._table)
        if is_unknown(codes, self._row):
            return UNKNOWN
        number = int(at(codes.values, self._row))
        return words_for_code(setting, codes.codes.key(number) if codes.codes.has_number(number) else "")

    def rows(self, gap: Gap) -> str:
        """What the rows below come to; of a condition on rows, the condition with the answer behind it."""
        node: Any = gap.node
        column = self._parts.column(self._rule, node, self._table)
        words = column_words(column, self._row, gap.unit)
        return f"{gap.label}【{words}】" if isinstance(column, Flags) else words


def sentence(rules: RuleSet, rule: Rule, parts: Parts, row: int) -> str:
    """A rule with the figures of one row."""
    table, figures = parts.evaluation.population.tables[rule.level], Figures(rules, rule, parts, row)
    mets = tuple(case_met(parts, rule, node, table, row) for node in lists_of_cases(rule))
    pieces = template_of(rules, rule, parts.evaluation.plan, mets)
    return "".join([piece if isinstance(piece, str) else getattr(figures, piece.kind)(piece) for piece in pieces])


def speaks_of_answers_alone(rule: Rule, evaluation: Evaluation) -> bool:
    """Whether a sentence with figures says all that the sentence in words says: labels stand in it, no numbers."""
    names = [name for name in rule.arguments if name not in rule.below]
    return not rule.below and all(isinstance(evaluation[name], Flags | Codes) for name in names)
