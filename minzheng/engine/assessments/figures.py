"""The figures a result came from, in the words and numbers that a letter prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.explanation import Explainer, Node
from minzheng.engine.rules.parts import is_unknown
from minzheng.kernel.facts import Level

HEAD = ("household_size", "standard", "monthly_income")
"""What every family is measured by: persons, standard, income a month."""
_DEEPEST = 4
_WORKINGS = {
    "DIBAO": ("dibao_total",),
    "TEKUN": ("destitute_total",),
    "DIBAO_SINGLE": ("single_person_total",),
    "TEMP": ("hardship_grant", "expense_grant"),
}
"""Benefit → the amounts it is paid by."""


@dataclass(frozen=True)
class Figure:
    """A value: what people call it, as an officer reads it, and how it was worked out ("" where it was not)."""

    label: str
    value: str
    how: str = ""


@dataclass(frozen=True)
class Shortcoming:
    """A condition that is not met: its words, whose it is, the values it looked at, the articles it rests on."""

    condition: str
    about: str
    figures: tuple[Figure, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """What a letter may print of a result.

    Attributes:
        head: persons, standard and income, where known.
        shortcomings: benefit → conditions not met.
        workings: benefit → the amount step by step, the result first.
    """

    head: tuple[Figure, ...]
    shortcomings: Mapping[str, tuple[Shortcoming, ...]]
    workings: Mapping[str, tuple[Figure, ...]]


def figures_of(done: Evaluation, explainer: Explainer, conditions: Mapping[str, str], persons: int) -> Figures:
    """Collect the figures of one household.

    Args:
        done: with every intermediate value kept.
        explainer: of that evaluation.
        conditions: benefit → the matter whose conditions it has.
        persons: members of the household.
    """
    head = (explainer.node(name) for name in HEAD if name in done.columns and not is_unknown(done[name], 0))
    return Figures(
        head=tuple(map(_figure, head)),
        shortcomings={
            benefit: tuple(dict.fromkeys(_shortcomings(done, explainer, matter, persons)))
            for benefit, matter in conditions.items()
        },
        workings={
            benefit: tuple(dict.fromkeys(_workings(done, explainer, names, persons)))
            for benefit, names in _WORKINGS.items()
        },
    )


def _figure(node: Node) -> Figure:
    label = f"{node.about}的{node.label}" if node.about else node.label
    return Figure(label, node.value, node.figures)


def _shortcomings(done: Evaluation, explainer: Explainer, matter: str, persons: int) -> Iterator[Shortcoming]:
    rules = done.plan.conditions.get(matter)
    if not rules:
        return
    for row in range(persons if rules[0].level is Level.MEMBER else 1):
        for reason in done.reasons(matter, row):
            node = explainer.node(reason.condition.name, row)
            articles = tuple(basis.article for basis in node.basis)
            yield Shortcoming(reason.condition.label, node.about, tuple(map(_figure, node.children)), articles)


def _workings(done: Evaluation, explainer: Explainer, names: Iterable[str], persons: int) -> Iterator[Figure]:
    for name in names:
        if name not in done.columns:
            continue
        rows = range(persons if explainer.rules.level(name) is Level.MEMBER else 1)
        for row in rows:
            node = explainer.node(name, row)
            if not node.zero and not is_unknown(done[name], row):
                yield from _steps(node, _DEEPEST)


def _steps(node: Node, deepest: int) -> Iterator[Figure]:
    """A value and the values it was worked out from; noughts and answers of yes or no are left out."""
    if node.kind != "rule" or node.zero or not node.figures:
        return
    yield _figure(node)
    if deepest > 1:
        for child in node.children:
            yield from _steps(child, deepest - 1)
