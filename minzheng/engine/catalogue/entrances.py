"""Entrances: how residents look for a service, as declared in `entrance.yaml` of its folder, in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from minzheng.engine.catalogue.matters import Matter, chapters, matters_of
from minzheng.laws.strict_yaml import Document, load_document

FILE = "entrance.yaml"
_KEYS = {"short", "says", "icon", "order", "standards", "words"}


@dataclass(frozen=True)
class Entrance:
    """One service as residents meet it.

    Attributes:
        matter: the declared service.
        short: what the card says; says: for whom, in plain words.
        icon: name of the picture.
        order: place among the cards.
        standards: names of the parameters a resident asks about first.
        words: what people call it or say when they need it.
    """

    matter: Matter
    short: str
    says: str
    icon: str
    order: int
    standards: tuple[str, ...]
    words: tuple[str, ...]


@cache
def entrances() -> tuple[Entrance, ...]:
    """Every service residents can look for, in the order of the cards; read once.

    Raises:
        YamlProblem: with file and line, if a declaration is not as it should be.
    """
    found = (entrance_of(matter) for chapter in chapters() for matter in matters_of(chapter))
    return tuple(sorted((each for each in found if each), key=lambda each: (each.order, each.matter.name)))


def entrance_of(matter: Matter) -> Entrance | None:
    """How residents look for one service; None if they cannot.

    Raises:
        YamlProblem: with file and line, if the declaration is not as it should be.
    """
    file = matter.folder / FILE
    if not file.is_file():
        return None
    document = load_document(file.read_text(encoding="utf-8"), f"matters/{matter.chapter}/{matter.name}/{FILE}")
    body = _checked(document)
    return Entrance(
        matter, body["short"], body["says"], body["icon"], body["order"], tuple(body["standards"]), tuple(body["words"])
    )


def _checked(document: Document) -> dict[str, Any]:
    body: dict[str, Any] = document.data
    if set(body) != _KEYS:
        wrong = sorted(set(body) ^ _KEYS)
        raise document.problem(f"入口声明应有 {'、'.join(sorted(_KEYS))}，缺少或者多出 {'、'.join(wrong)}。")
    words = body["words"]
    if len(set(words)) != len(words) or min(map(len, words)) < 2:
        raise document.problem("words 里的词不能重复，每个至少两个字。")
    return body
