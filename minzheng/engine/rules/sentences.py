"""Rules as sentences with their articles; worked out once per rule set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import Plan, RuleSet
from minzheng.engine.rules.wording import Voice, Wording
from minzheng.kernel.codes import ALL, CodeList
from minzheng.kernel.facts import FactKind
from minzheng.laws.citations import ResolvedCitation

AS_OF = "核算日期"


@dataclass(frozen=True)
class Basis:
    """An article in force on the day, and what it says in our words."""

    article: str
    gist: str = ""


class Labels(Voice):
    """Says names by their labels: those of the versions in a plan, or what all versions have in common."""

    def __init__(self, rules: RuleSet, rule: Rule, plan: Plan | None = None) -> None:
        """Take the rule whose sentence is said."""
        self.rules, self.rule, self.plan = rules, rule, plan

    def constant(self, name: str) -> Any:
        """A list of code keys that stands in the rule's module under a name; None if there is none."""
        return self.rule.function.__globals__.get(name)

    def name(self, name: str) -> str:
        """The label of a name."""
        return label_of(self.rules, name, self.plan)

    def code(self, of: str, key: str) -> str:
        """The label of a code key."""
        codes = self._codes_of(of)
        return codes.label(key) if codes is not None and key in codes else key

    def unit(self, name: str) -> str:
        """What a name is counted in."""
        if name in self.rules.facts:
            fact = self.rules.facts[name]
            return "元" if fact.kind is FactKind.MONEY else fact.unit
        if name in self.rules.parameters:
            return self.rules.parameters[name].unit
        versions = self.rules.versions.get(name)
        return versions[0].mark.unit if versions else ""

    def _codes_of(self, name: str) -> CodeList | None:
        if name in ALL:
            return ALL[name]
        if name in self.rules.facts:
            return self.rules.facts[name].codes
        if name in self.rules.parameters:
            return ALL.get(self.rules.parameters[name].by or "")
        versions = self.rules.versions.get(name)
        arguments = getattr(versions[0].expression, "args", []) if versions else []
        return ALL.get(getattr(arguments[0], "value", "")) if arguments else None


def label_of(rules: RuleSet, name: str, plan: Plan | None = None) -> str:
    """What people call a name: by the version in force, or, where no day is meant, by what its versions have in common."""
    if name == "as_of":
        return AS_OF
    if plan is not None and name in plan.rules:
        return plan.rules[name].label
    labels = list(dict.fromkeys(rule.label for rule in rules.versions.get(name, ())))
    if len(labels) < 2:
        return rules.label(name)
    plain = dict.fromkeys(label.partition("（")[0] for label in labels)
    return "／".join(labels if len(plain) > 1 else plain)


class Sentences:
    """Sentences and articles of the rules of one set."""

    _made: ClassVar[WeakKeyDictionary[RuleSet, Sentences]] = WeakKeyDictionary()

    def __init__(self, rules: RuleSet) -> None:
        """Start with nothing worded."""
        self._rules = rules
        self._formulas: dict[tuple[Rule, Plan | None], str] = {}
        self._cited: dict[tuple[tuple[str, ...], date | None], tuple[Basis, ...]] = {}
        self._labels: dict[tuple[str, Plan], str] = {}

    @classmethod
    def of(cls, rules: RuleSet) -> Sentences:
        """The sentences of a rule set, kept as long as the set is."""
        if rules not in cls._made:
            cls._made[rules] = cls(rules)
        return cls._made[rules]

    def formula(self, rule: Rule, plan: Plan | None = None) -> str:
        """A rule in words, labels for names."""
        key = (rule, plan)
        if key not in self._formulas:
            self._formulas[key] = Wording(Labels(self._rules, rule, plan)).of(rule.expression)
        return self._formulas[key]

    def basis(self, rule: Rule, on: date | None = None) -> tuple[Basis, ...]:
        """The articles of a rule, or those in force on a day."""
        return self.articles(rule.mark.cites, on)

    def articles(self, cites: tuple[str, ...], on: date | None = None) -> tuple[Basis, ...]:
        """Citations as articles, or those in force on a day."""
        key = (cites, on)
        if key not in self._cited:
            found = [self._rules.laws.resolve(text) for text in cites]
            self._cited[key] = tuple(_basis(law) for law in found if on is None or law.in_force.covers(on))
        return self._cited[key]

    def label(self, name: str, plan: Plan) -> str:
        """What people call a name under a plan."""
        key = (name, plan)
        if key not in self._labels:
            self._labels[key] = label_of(self._rules, name, plan)
        return self._labels[key]


def _basis(law: ResolvedCitation) -> Basis:
    return Basis(str(law), law.gist)
