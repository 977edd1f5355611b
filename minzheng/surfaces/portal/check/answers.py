"""The answers in words, to be checked by whoever gave them."""

from __future__ import annotations

from collections.abc import Iterable

from minzheng.kernel.money import format_yuan
from minzheng.surfaces.portal.check.questions import (
    AREA,
    CAUSES,
    DWELLINGS,
    HEALTH,
    KNOWN,
    QUESTIONS,
    RELATIVES,
    VEHICLES,
    Given,
    fen,
    people,
)


def name_of(number: int, age: int) -> str:
    """What to call a member: no name was asked."""
    return f"您自己（{age}岁）" if number == 1 else f"第{number}人（{age}岁）"


def in_words(given: Given) -> list[tuple[str, str, str]]:
    """Question in short, answer, number of its page."""
    said = {
        "area": _label(AREA, given["area"]),
        "ages": "，".join(name_of(number, age) for number, age in people(given)),
        "health": "；".join(_healths(given)) or "都没有重病、残疾",
        "incomes": _incomes(given),
        "property": "，".join(_property(given)),
        "events": "，".join(_events(given)),
        "relatives": _relatives(given),
    }
    return [(question.short, said[question.key], str(number)) for number, question in enumerate(QUESTIONS, start=1)]


def _label(choices: Iterable[tuple[str, ...]], value: str) -> str:
    return next(choice[1] for choice in choices if choice[0] == value)


def _healths(given: Given) -> Iterable[str]:
    for number, age in people(given):
        if (health := given[f"health-{number}"]) != "NONE":
            yield f"{name_of(number, age)}{_label(HEALTH, health)}"


def _incomes(given: Given) -> str:
    if given["income-known"] == "NO":
        return _label(KNOWN, "NO")
    pension = "城乡居民养老金" if given["area"] == "RURAL" else "退休金、职工养老金"
    kinds = (("wage", "打工、上班"), ("farm", "种养、生意"), ("pension", pension))
    parts = [
        f"{name_of(number, age)}{words} {format_yuan(amount)} 元"
        for number, age in people(given)
        for kind, words in kinds
        if (amount := fen(given, f"{kind}-{number}"))
    ]
    return "；".join(parts) or "没有收入"


def _property(given: Given) -> Iterable[str]:
    yield f"存款 {format_yuan(fen(given, 'savings'))} 元"
    yield f"车：{_label(VEHICLES, given['vehicles'])}"
    yield f"房子：{_label(DWELLINGS, given['dwellings'])}"
    if capital := fen(given, "capital"):
        yield f"办企业、个体户出资 {format_yuan(capital)} 元"


def _events(given: Given) -> Iterable[str]:
    yield _label(CAUSES, given["cause"])
    for name, words in (("medical", "看病"), ("education", "上学")):
        if amount := fen(given, name):
            yield f"{words}自己花了 {format_yuan(amount)} 元"


def _relatives(given: Given) -> str:
    words = _label(RELATIVES, given["relatives"])
    return f"{words}，每月 {format_yuan(fen(given, 'support'))} 元" if given["relatives"] == "GIVES" else words
