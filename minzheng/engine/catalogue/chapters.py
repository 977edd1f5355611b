"""A chapter put together: its matters, one checked rule set, one book of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from minzheng.engine.catalogue.declarations import read_declarations
from minzheng.engine.catalogue.localities import values_of_localities
from minzheng.engine.catalogue.matters import Matter, matters_of
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.parameters import Parameter, ParameterBook, ParameterValue
from minzheng.engine.rules.ruleset import MatterPeriod, RuleSet, rules_of
from minzheng.laws.citations import LawIndex


@dataclass(frozen=True)
class Chapter:
    """Everything needed to evaluate the matters of a chapter."""

    name: str
    matters: tuple[Matter, ...]
    rules: RuleSet
    parameters: ParameterBook


@cache
def load_chapter(name: str) -> Chapter:
    """Load and check the chapter in this folder of ``minzheng/matters``; read once.

    Raises:
        RuleProblem, ParameterProblem, YamlProblem: a Chinese sentence for each thing that is wrong, with file and line.
    """
    matters = tuple(matters_of(name))
    declared = [
        pair for matter in matters for document in matter.documents("params") for pair in read_declarations(document)
    ]
    parameters: Mapping[str, Parameter] = {parameter.name: parameter for parameter, _ in declared}
    national: list[ParameterValue] = [row for _, rows in declared for row in rows]
    book = ParameterBook(parameters.values(), [*national, *values_of_localities(parameters)])
    periods = {matter.code: MatterPeriod(matter.title, matter.since, matter.until) for matter in matters if matter.code}
    rules = [rule for matter in matters for module in matter.modules for rule in rules_of(module)]
    return Chapter(name, matters, RuleSet(rules, FACTS, parameters, periods, LawIndex.load()), book)
