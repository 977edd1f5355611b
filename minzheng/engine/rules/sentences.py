"""Rules as sentences with their articles; worked out once per rule set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from minzheng.engine.rules.reading import Rule
from minzheng.engine.rules.ruleset import RuleSet
from minzheng.engine.rules.wording import Wording
from minzheng.kernel.codes import ALL, CodeList


@dataclass(frozen=True)
class Basis:
    """An article in force on the day, and what it says in our words."""

    article: str
    gist: str = ""


class Sentences:
    """Sentences and articles of the rules of one set."""

    _made: ClassVar[WeakKeyDictionary[RuleSet, Sentences]] = WeakKeyDictionary()

    def __init__(self, rules: RuleSet) -> None:
        """Start with nothing worded."""
        self._rules = rules
        self._formulas: dict[Rule, str] = {}
        self._cited: dict[tuple[Rule, date | None], tuple[Basis, ...]] = {}

    @classmethod
    def of(cls, rules: RuleSet) -> Sentences:
        """The sentences of a rule set, kept as long as the set is."""
        if rules not in cls._made:
            cls._made[rules] = cls(rules)
        return cls._made[rules]

    def formula(self, rule: Rule) -> str:
        """A rule in words, labels for names."""
        if rule not in self._formulas:
            self._formulas[rule] = self.worded(
                rule, lambda name: "核算日期" if name == "as_of" else self._rules.label(name)
            )
        return self._formulas[rule]

    def worded(
        self, rule: Rule, say: Callable[[str], str], keyed: Callable[[str, str, bool], str] | None = None
    ) -> str:
        """A rule in words, ``say`` for names, ``keyed`` for parameters by code."""
        constants: dict[str, Any] = {
            name: value for name, value in rule.function.__globals__.items() if isinstance(value, tuple)
        }
        return Wording(say, self._code_label, constants, keyed).of(rule.expression)

    def basis(self, rule: Rule, on: date | None = None) -> tuple[Basis, ...]:
        """The articles of a rule, or those in force on a day."""
        key = (rule, on)
        if key not in self._cited:
            found = [self._rules.laws.resolve(text) for text in rule.mark.cites]
            self._cited[key] = tuple(
                Basis(str(law), law.gist) for law in found if on is None or law.in_force.covers(on)
            )
        return self._cited[key]

    def _code_label(self, name: str, key: str) -> str:
        codes = self._codes_of(name)
        return codes.label(key) if codes is not None and key in codes else key

    def _codes_of(self, name: str) -> CodeList | None:
        if name in ALL:
            return ALL[name]
        if name in self._rules.facts:
            return self._rules.facts[name].codes
        if name in self._rules.parameters:
            return ALL.get(self._rules.parameters[name].by or "")
        versions = self._rules.versions.get(name)
        arguments = getattr(versions[0].expression, "args", []) if versions else []
        return ALL.get(getattr(arguments[0], "value", "")) if arguments else None
