"""The officer's card of a rule: label, articles, the rule in words, when it applies; made from the rule's source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minzheng.engine.rules.reading import LEVEL_WORDS, Rule
from minzheng.engine.rules.ruleset import RuleSet
from minzheng.engine.rules.sentences import Sentences


@dataclass(frozen=True)
class Card:
    """One version of a rule as an officer reads it."""

    name: str
    label: str
    about: str
    sentence: str
    applies: str
    basis: tuple[str, ...]
    matters: tuple[str, ...]
    refusal: str

    def text(self) -> str:
        """The card as lines of text."""
        lines = [
            f"{self.label}（{self.name}，按{self.about}）",
            f"  计算：{self.label} ＝ {self.sentence}",
            f"  适用：{self.applies}",
        ]
        lines += [f"  依据：{article}" for article in self.basis]
        if self.matters:
            lines.append(f"  属于：{'、'.join(self.matters)}的条件；不符合时的理由代码 {self.refusal}")
        return "\n".join(lines)


def cards(rules: RuleSet, *, on: date | None = None, name: str | None = None) -> Iterator[Card]:
    """Cards of every version, or of the versions of one name, or of those in force on a day."""
    for rule in rules.rules:
        if (name is None or rule.name == name) and (on is None or rule.holds(on)):
            yield _card(rule, rules, on)


def _card(rule: Rule, rules: RuleSet, on: date | None) -> Card:
    sentences = Sentences.of(rules)
    basis = tuple(basis.article for basis in sentences.basis(rule, on))
    matters = tuple(rules.matters[matter].title for matter in rule.mark.of)
    return Card(
        rule.name,
        rule.label,
        LEVEL_WORDS[rule.level],
        sentences.formula(rule),
        _applies(rule, rules),
        basis,
        matters,
        rule.mark.else_say or "",
    )


def _applies(rule: Rule, rules: RuleSet) -> str:
    since, until = rule.mark.since, rule.mark.until
    period = (
        f"{since.isoformat() if since else ''}至{until.isoformat() if until else '今'}" if since or until else "各时期"
    )
    modes = [
        f"{rules.parameters[mode].label}为“{dict(rules.parameters[mode].choices)[value]}”时"
        for mode, value in rule.mark.when.items()
    ]
    return "，".join([period, *modes])
