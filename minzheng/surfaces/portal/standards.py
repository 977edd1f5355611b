"""Standards: every parameter that governs here today, with its source and its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.catalogue.declarations import read_declarations
from minzheng.engine.catalogue.matters import Matter, chapters
from minzheng.engine.rules.sentences import Sentences
from minzheng.engine.rules.settings_words import setting_words


@dataclass(frozen=True)
class Standard:
    """One parameter in words.

    Attributes:
        value: as an officer reads it; confirmed: whether a decision may stand on it.
        source: the document and its day; set_by: who sets it.
        articles: the law it is set under.
    """

    label: str
    value: str
    confirmed: bool
    source: str
    warning: str
    set_by: str
    articles: tuple[str, ...]


def standards_on(*, place: str, demo: bool, on: date) -> list[tuple[str, list[Standard]]]:
    """Every standard by the matter that declares it."""
    found = [(matter.title, list(_of(chapter, matter, place, demo, on))) for chapter, matter in _matters()]
    return [(title, rows) for title, rows in found if rows]


def standards_of(chapter: Chapter, names: Iterable[str], *, place: str, demo: bool, on: date) -> list[Standard]:
    """Some parameters of a chapter, by name."""
    sentences = Sentences.of(chapter.rules)
    settings = [chapter.parameters.setting(name, place=place, on=on, demo=demo) for name in names]
    found = []
    for setting in settings:
        value, source, warning = setting_words(setting)
        articles = tuple(each.article for each in sentences.articles((setting.parameter.cite,), on))
        parameter = setting.parameter
        found.append(Standard(parameter.label, value, setting.confirmed, source, warning, parameter.set_by, articles))
    return found


def declared_by(matter: Matter) -> list[str]:
    """Names of the parameters a matter declares."""
    return [parameter.name for document in matter.documents("params") for parameter, _ in read_declarations(document)]


def _matters() -> Iterator[tuple[Chapter, Matter]]:
    for name in chapters():
        chapter = load_chapter(name)
        yield from ((chapter, matter) for matter in chapter.matters)


def _of(chapter: Chapter, matter: Matter, place: str, demo: bool, on: date) -> Iterator[Standard]:
    yield from standards_of(chapter, declared_by(matter), place=place, demo=demo, on=on)
