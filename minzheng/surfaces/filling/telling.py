"""Answers in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minzheng.engine.catalogue.forms import Form, Kind, Question, Section
from minzheng.surfaces.filling.places import Answers, at, listed
from minzheng.surfaces.filling.screens import Screen, names_of_members, way

_IN_SHORT = 3


@dataclass(frozen=True)
class Told:
    """One page in words.

    Attributes:
        lines: question and answer; none where nothing was said.
        nothing: what to say then: a list has nothing in it, a page was left out.
    """

    key: str
    title: str
    lines: tuple[tuple[str, str], ...]
    nothing: str = "没有填。"


def told(form: Form, answers: Answers) -> tuple[Told, ...]:
    """Everything that was answered, page by page."""
    return tuple(_page(form, screen, answers) for screen in way(form, answers))


def in_short(screen: Screen, number: int, answers: Answers) -> str:
    """One thing of a list in a few words."""
    lines = _lines(screen, at(answers, (*screen.place, number)), answers)
    return "，".join(words for _, words in lines[:_IN_SHORT]) or f"第{number + 1}项"


def in_words(question: Question, value: Any, answers: Answers) -> str:
    """One answer; what does not fit its question is shown as it was written."""
    if question.codes is not None and value in question.codes:
        return question.codes.label(value)
    match question.kind:
        case Kind.FLAG:
            return {True: "是", False: "否"}.get(value, str(value))
        case Kind.PROMISE:
            return "同意" if value is True else "没有同意"
        case Kind.MEMBER:
            names = names_of_members(answers)
            return names[value] if isinstance(value, int) and value < len(names) else ""
    return f"{value}{question.unit}"


def _page(form: Form, screen: Screen, answers: Answers) -> Told:
    if not screen.is_list:
        lines = _lines(screen, at(answers, screen.place), answers)
        return Told(screen.key, screen.title, lines + _explanations(form, screen, answers))
    things = tuple(
        (f"第{number + 1}项", "，".join(words for _, words in _lines(screen, thing, answers)))
        for number, thing in enumerate(listed(answers, screen.place))
    )
    return Told(screen.key, screen.title, things, "没有。")


def _lines(screen: Screen, values: Any, answers: Answers) -> tuple[tuple[str, str], ...]:
    given: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
    return tuple(
        (question.label, in_words(question, given[question.name], answers))
        for question in screen.questions
        if question.name in given
    )


def _explanations(form: Form, screen: Screen, answers: Answers) -> tuple[tuple[str, str], ...]:
    if screen.section is not Section.STATEMENTS:
        return ()
    given = at(answers, screen.place) or {}
    said = ((form.statements[each.name].explain, given.get(f"{each.name}_detail")) for each in screen.questions)
    return tuple((str(label), str(words)) for label, words in said if label and words)
