"""What the rules say of the answers: for each service yes, no or not yet known, with every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from minzheng.engine.assessments.types import CHAPTER
from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.catalogue.entrances import Entrance, entrances
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.explanation import UNKNOWN, Explainer, Node, Subject
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.rendering import as_data, outlines
from minzheng.engine.rules.ruleset import QUALIFIES
from minzheng.kernel.facts import Level
from minzheng.kernel.money import format_yuan, round_half_up

_TREE_MARKS = frozenset("【】〔〕“”")
YES, NO, OPEN = "yes", "no", "unknown"

_AMOUNTS = {
    "dibao": (("dibao_total",), "元/月"),
    "dibao_single": (("single_person_total",), "元/月"),
    "temporary_assistance": (("hardship_grant", "expense_grant"), "元"),
}
"""What a service gives, the larger where there are two ways, and in which unit.

What destitute support pays is left out: it hangs on an assessment of self-care that no form replaces.
"""

_ONLY_WITHOUT = ("dibao_single", "edge", "rigid")
"""Services for families that do not get the minimum living allowance as a whole."""


@dataclass(frozen=True)
class Reason:
    """One condition: its answer, its sentence, the figures, the articles."""

    answer: str
    label: str
    figures: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """One service.

    Attributes:
        answer: YES, NO or OPEN.
        who: the member it is about, "" for the household.
        amount: what the rules reckon, in words; "" where nothing is paid or nobody knows.
        unknown: what would have to be known, each once.
        because: the tree of reasons as data.
    """

    entrance: Entrance
    answer: str
    who: str
    amount: str
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]
    because: dict[str, Any]


def verdicts(people: Population, names: tuple[str, ...], *, place: str, demo: bool, on: date) -> list[Verdict]:
    """Evaluate the household for every service residents can look for, the likeliest first.

    Args:
        names: how each member is called: 第1人（63岁）.
        place: division code whose parameters govern; demo: whether invented ones may be used.
        on: the day.

    Raises:
        RuleProblem: if a rule cannot be applied to the data.
    """
    chapter = load_chapter(CHAPTER)
    settings = chapter.parameters.at(place=place, on=on, demo=demo)
    plan = chapter.rules.on(on, settings)
    here = [
        each for each in entrances() if each.matter.chapter == CHAPTER and plan.conditions.get(each.matter.code or "")
    ]
    codes = [str(each.matter.code) for each in here]
    outputs = [
        *(QUALIFIES + code for code in codes),
        *(name for code in codes if code in _AMOUNTS for name in _AMOUNTS[code][0]),
    ]
    conditions = [rule.name for code in codes for rule in plan.conditions[code]]
    done = evaluate(plan, people, settings, list(dict.fromkeys([*outputs, *conditions])), keep=True)
    explainer = Explainer(done, chapter.rules, Subject(about=_about(names)))
    found = [_verdict(each, done, explainer, chapter, names) for each in here]
    granted = any(each.entrance.matter.code == "dibao" and each.answer == YES for each in found)
    kept = [each for each in found if not (granted and each.entrance.matter.code in _ONLY_WITHOUT)]
    return sorted(kept, key=lambda each: ((YES, OPEN, NO).index(each.answer), each.entrance.order))


def _about(names: tuple[str, ...]) -> Callable[[Level, int], str]:
    def about(level: Level, row: int) -> str:
        if level is Level.MEMBER:
            return names[row]
        return "不住在一起的亲人：" if level is Level.OBLIGOR else ""

    return about


def _verdict(
    entrance: Entrance, done: Evaluation, explainer: Explainer, chapter: Chapter, names: tuple[str, ...]
) -> Verdict:
    code = str(entrance.matter.code)
    level = chapter.rules.level(QUALIFIES + code)
    of_members = level is Level.MEMBER
    row = _row(done, QUALIFIES + code, len(names) if of_members else 1)
    answer = _answer(done, QUALIFIES + code, row)
    node = explainer.node(QUALIFIES + code, row)
    ((tree),) = outlines([node])
    nodes = [explainer.node(rule.name, row) for rule in done.plan.conditions[code]]
    return Verdict(
        entrance=entrance,
        answer=answer,
        who=names[row] if of_members and (len(names) > 1) else "",
        amount=_amount(done, code, row) if answer == YES else "",
        reasons=tuple(_reason(done, each, row) for each in nodes),
        unknown=tuple(dict.fromkeys(words for each in nodes for words in _unknown(each))) if answer == OPEN else (),
        because=as_data(tree),
    )


def _row(done: Evaluation, name: str, size: int) -> int:
    """The row to speak of: one that qualifies, else one that may, else the first."""
    answers = [_answer(done, name, row) for row in range(size)]
    return next((answers.index(answer) for answer in (YES, OPEN) if answer in answers), 0)


def _answer(done: Evaluation, name: str, row: int) -> str:
    column: Any = done[name]
    if bool(at(column.surely, row)):
        return YES
    return NO if bool(at(column.surely_not, row)) else OPEN


def _reason(done: Evaluation, node: Node, row: int) -> Reason:
    # Figures that speak of other answers are for the tree below, not for a list at a glance.
    figures = "" if set(node.figures) & _TREE_MARKS or UNKNOWN in node.figures else node.figures
    return Reason(_answer(done, node.name, row), node.label, figures, tuple(each.article for each in node.basis))


def _amount(done: Evaluation, code: str, row: int) -> str:
    if code not in _AMOUNTS:
        return ""
    names, unit = _AMOUNTS[code]
    if any(is_unknown(done[name], row) for name in names):
        return ""
    return f"{format_yuan(round_half_up(max(done[name].fraction(row) for name in names)))}{unit}"


def _unknown(node: Node) -> Iterator[str]:
    """Facts and parameters that nobody knows and that a condition rests on."""
    if node.value == UNKNOWN or node.kind == "parameter":
        if node.kind == "fact":
            yield f"{node.about}{node.label}"
        elif node.kind == "parameter" and node.warning:
            yield f"{node.label}（参数未确认）"
        for child in node.children:
            yield from _unknown(child)


__all__ = ["NO", "OPEN", "YES", "Reason", "Verdict", "verdicts"]
