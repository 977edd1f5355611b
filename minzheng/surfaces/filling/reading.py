"""What was sent for one page, as answers: only what the page asks, in the shapes the form declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from minzheng.engine.cases.types import Fault
from minzheng.engine.catalogue.forms import Condition, Form, Kind, Question, Section
from minzheng.kernel.characters import to_ascii_width
from minzheng.surfaces.filling.places import Answers, Place, at, put
from minzheng.surfaces.filling.screens import Screen

_LONGEST = 2_000
_DATE = (("year", 4), ("month", 2), ("day", 2))


def with_sent(form: Form, screen: Screen, answers: Answers, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers with what was sent for a page in its place; what the page does not ask stays as it was."""
    before = at(answers, screen.place)
    values = dict(before) if isinstance(before, Mapping) else {}
    for question in screen.questions:
        values.pop(question.name, None)
        if is_asked(question, values) and (value := _value(question, sent)) is not None:
            values[question.name] = value
        if screen.section is Section.STATEMENTS:
            _explained(form, question, values, sent)
    return put(answers, screen.place, values)


def all_sent(form: Form, shown: Iterable[Screen], answers: Answers, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers with what was sent for several pages shown as one; inputs are named by `prefix_of` their page.

    A thing of a list in which nothing was filled in is not added.
    """
    whole = dict(answers)
    for screen in shown:
        prefix = prefix_of(screen)
        own = {name.removeprefix(prefix): text for name, text in sent.items() if name.startswith(prefix)}
        if screen.is_list or (
            screen.of_list and at(whole, screen.place) is None and not any(map(str.strip, own.values()))
        ):
            continue
        whole = with_sent(form, screen, whole, own)
    return whole


def prefix_of(screen: Screen) -> str:
    """What stands before the names of a page's inputs where several pages are shown as one."""
    return f"{screen.key}."


def is_asked(question: Question, values: Mapping[str, Any]) -> bool:
    """Whether the answers before it make a question needed."""
    if question.when is None:
        return True
    met = all(values.get(name) in allowed for name, allowed in question.when.values.items())
    return met != question.when.negated


def errors_on(screen: Screen, faults: Iterable[Fault]) -> dict[str, str]:
    """What is wrong with a page: name of the field → sentence."""
    names = {question.name for question in screen.questions}
    found: dict[str, str] = {}
    for fault in faults:
        rest = _below(fault.path, screen.place)
        name = None if rest is None else rest.split(".")[0].removesuffix("_detail")
        if name in names:
            found.setdefault(str(name), fault.sentence)
    return found


def when_in_words(question: Question, asked: Iterable[Question]) -> str:
    """When a question need be answered; "" if always. Pages without a script ask everything, and say so."""
    if question.when is None:
        return ""
    parts = [_condition(each, question.when) for each in asked if each.name in question.when.values]
    return f"{'，'.join(parts)}{'的不用填' if question.when.negated else '才填'}"


def _condition(question: Question, condition: Condition) -> str:
    words = [_label(question, value) for value in condition.values[question.name]]
    return f"上面“{question.label}”选了“{'”“'.join(words)}”"


def _label(question: Question, value: Any) -> str:
    if question.codes is not None:
        return question.codes.item(str(value)).label
    return "是" if value is True else "否" if value is False else str(value)


def _value(question: Question, sent: Mapping[str, str]) -> Any:
    if question.kind is Kind.DATE:
        return _date(question.name, sent)
    text = sent.get(question.name, "").strip()[:_LONGEST]
    if not text:
        return None
    match question.kind:
        case Kind.FLAG:
            return {"yes": True, "no": False}.get(text, text)
        case Kind.PROMISE:
            return True if text == "yes" else None
        case Kind.MONEY | Kind.NUMBER:
            return to_ascii_width(text).replace(",", "").removesuffix("元").strip()
        case Kind.MEMBER:
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else text
    return text


def _date(name: str, sent: Mapping[str, str]) -> str | None:
    parts = [(to_ascii_width(sent.get(f"{name}_{part}", "")).strip()[:10], width) for part, width in _DATE]
    if not any(text for text, _ in parts):
        return None
    return "-".join(text.zfill(width) for text, width in parts)


def _explained(form: Form, question: Question, values: dict[str, Any], sent: Mapping[str, str]) -> None:
    detail = f"{question.name}_detail"
    values.pop(detail, None)
    text = sent.get(detail, "").strip()[:_LONGEST]
    if text and form.statements[question.name].explain and values.get(question.name) is True:
        values[detail] = text


def _below(path: str, place: Place) -> str | None:
    """What comes after a place in a path, None if the path does not lie in it."""
    prefix = ".".join(map(str, place)) + "."
    return path.removeprefix(prefix) if path.startswith(prefix) else None
