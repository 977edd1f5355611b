"""Letter templates: Markdown with front matter, of a service or shared by its chapter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from minzheng.engine.catalogue.letter_language import Fault, Kind, Placeholder, faults, names_in
from minzheng.laws.citations import LawIndex, UnknownCitation
from minzheng.laws.strict_yaml import Document, YamlProblem, load_document

HOME = "minzheng.matters"
FOLDER = "letters"
_FENCE = "---\n"
_RESERVED = ("\ue000", "\ue001")
_REQUIRED = {"letter", "title", "version", "to", "from", "series", "remedies", "summary", "placeholders"}
_KEYS = _REQUIRED | {"law", "receipt", "addressee"}
_CODE = re.compile(r"[A-Z][0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(rf"{_NAME.pattern}\.{_NAME.pattern}")


class Remedies(StrEnum):
    """What a letter says of remedies: against a decision, against not being answered in time, nothing."""

    DECISION = "decision"
    INACTION = "inaction"
    NONE = "none"


class Writer(StrEnum):
    """Whose letter it is."""

    TOWNSHIP = "township"
    COUNTY = "county"
    DECIDER = "decider"
    """Of the two, whoever does the step."""


COMMON = {
    each.name: each
    for each in (
        Placeholder("number", "文号", Kind.TEXT),
        Placeholder("addressee", "收件人", Kind.TEXT),
        Placeholder("office", "发文机关", Kind.TEXT),
        Placeholder("government", "行政复议机关", Kind.TEXT),
        Placeholder("court", "人民法院", Kind.TEXT),
        Placeholder("phone", "联系电话", Kind.TEXT),
        Placeholder("address", "联系地址", Kind.TEXT),
        Placeholder("handler", "承办人", Kind.TEXT),
        Placeholder("issued_on", "成文日期", Kind.DATE),
    )
}
"""What every letter may say without declaring it."""


@dataclass(frozen=True)
class LetterTemplate:
    """One letter as declared.

    Attributes:
        name: file name without ending; procedures say it.
        code: of the letter in the field (N01…).
        path: of the file, below the package.
        sha256: of the file's text.
        source: the file's text.
        receipt: whether it is handed to somebody who signs for it; what hangs on a wall is not.
        addressee: the record and the field, as ``record.field``, that say whom it is for; empty where that is the family.
    """

    name: str
    code: str
    title: str
    version: int
    to: str
    writer: Writer
    series: str
    remedies: Remedies
    law: tuple[str, ...]
    summary: str
    placeholders: Mapping[str, Placeholder]
    body: str
    path: str
    source: str = field(repr=False)
    receipt: bool = True
    addressee: str = ""

    @property
    def sha256(self) -> str:
        """Digest of the file."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def citations(self, on: date) -> tuple[str, ...]:
        """The articles the letter rests on that apply on a day, as printed."""
        found = []
        for text in self.law:
            try:
                found.append(str(LawIndex.load().resolve(text, on)))
            except UnknownCitation:
                continue
        return tuple(found)


def letters_of(chapter: str, matter: str) -> Mapping[str, LetterTemplate]:
    """The letters of a service by name: its chapter's, and its own in their place.

    Raises:
        YamlProblem: with file and line, if a letter is not as it should be.
    """
    return _letters_in(f"{chapter}") | _letters_in(f"{chapter}/{matter}")


@cache
def _letters_in(place: str) -> dict[str, LetterTemplate]:
    folder = resources.files(HOME) / place / FOLDER
    if not folder.is_dir():
        return {}
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
    return {file.name.removesuffix(".md"): _read_file(file, place) for file in files}


def _read_file(file: Traversable, place: str) -> LetterTemplate:
    return read_letter(file.read_text(encoding="utf-8"), f"matters/{place}/{FOLDER}/{file.name}")


def read_letter(source: str, path: str) -> LetterTemplate:
    """Read and check one letter.

    Args:
        source: text of the file.
        path: what problems call the file; its last part names the letter.

    Raises:
        YamlProblem: with file and line.
    """
    head, body, first_line = _parted(source, path)
    document = load_document(head, path)
    _check_head(document)
    data = document.data
    placeholders = {name: _placeholder(document, name, ("placeholders", name)) for name in data["placeholders"]}
    template = LetterTemplate(
        name=path.rpartition("/")[2].removesuffix(".md"), code=data["letter"], title=data["title"], version=data["version"],
        to=data["to"], writer=Writer(data["from"]), series=data["series"], remedies=_remedies(document),
        law=tuple(data.get("law", ())), summary=data["summary"], placeholders=placeholders, body=body, path=path, source=source,
        receipt=data.get("receipt", True) is True, addressee=data.get("addressee", ""),
    )  # fmt: skip
    _check_texts(template, document, first_line)
    return template


def _parted(source: str, path: str) -> tuple[str, str, int]:
    end = source.find(f"\n{_FENCE}", len(_FENCE) - 1) if source.startswith(_FENCE) else -1
    if end < 0:
        raise YamlProblem(path, 1, "文书应以 --- 开头，写明 letter、title 等，再以 --- 结束，其后是正文。")
    if any(mark in source for mark in _RESERVED):
        raise YamlProblem(path, 1, "文书中含有不能使用的私用区字符。")
    # The fence becomes an empty line, so that lines are counted as in the file.
    return "\n" + source[len(_FENCE) : end + 1], source[end + 1 + len(_FENCE) :], source[: end + 1].count("\n") + 1


def _check_head(document: Document) -> None:
    data = document.data
    if not isinstance(data, dict):
        raise document.problem("文书的抬头应为“键: 值”。")
    unknown, missing = sorted(set(data) - _KEYS), sorted(_REQUIRED - set(data))
    if unknown or missing:
        raise document.problem(
            f"文书{'多了 ' + '、'.join(unknown) if unknown else '缺少 ' + '、'.join(missing)}。", *unknown[:1]
        )
    if not _CODE.fullmatch(str(data["letter"])) or not isinstance(data["version"], int) or data["version"] < 1:
        raise document.problem("letter 应如 N01，version 应为从 1 起的整数。", "letter")
    if not _FIELD.fullmatch(str(data.get("addressee", "a.b"))):
        raise document.problem("addressee 应写作“记录.栏目”，如 referral.receiver；给申请家庭的不写。", "addressee")
    if data["from"] not in set(Writer):
        raise document.problem(f"from 应为 {'、'.join(Writer)}。", "from")
    for number, text in enumerate(data.get("law", ())):
        try:
            LawIndex.load().resolve(text)
        except UnknownCitation as problem:
            raise document.problem(str(problem), "law", number) from problem


def _remedies(document: Document) -> Remedies:
    said = document.data["remedies"]
    if isinstance(said, bool):
        return Remedies.DECISION if said else Remedies.NONE
    if said != Remedies.INACTION:
        raise document.problem("remedies 应为 true、false 或 inaction。", "remedies")
    return Remedies.INACTION


def _placeholder(document: Document, name: str, path: tuple[Any, ...]) -> Placeholder:
    given = document.data
    for step in path:
        given = given[step]
    if not _NAME.fullmatch(name) or (len(path) == 2 and name in COMMON):
        raise document.problem(f"占位 {name} 的名称不合要求，或者与共有的占位重名。", *path)
    if not isinstance(given, dict) or set(given) - {"label", "type", "optional", "of"} or "label" not in given:
        raise document.problem(f"占位 {name} 应写明 label、type，可有 optional、of。", *path)
    if given.get("type") not in set(Kind) or (given["type"] == Kind.LIST) != ("of" in given):
        raise document.problem(f"占位 {name} 的 type 应为 {'、'.join(Kind)}；list 用 of 写明各栏。", *path)
    columns = {column: _placeholder(document, column, (*path, "of", column)) for column in given.get("of", {})}
    return Placeholder(name, given["label"], Kind(given["type"]), bool(given.get("optional", False)), columns)


def _check_texts(template: LetterTemplate, document: Document, first_line: int) -> None:
    known = COMMON | dict(template.placeholders)
    for fault, base in _faults(template, known, document.line("summary"), first_line):
        raise YamlProblem(document.name, base + fault.line - 1, fault.message)
    used = names_in(template.body, known) | names_in(template.summary, known)
    for name in template.placeholders:
        if name not in used:
            raise document.problem(f"占位 {name} 声明了却没有使用。", "placeholders", name)


def _faults(
    template: LetterTemplate, known: Mapping[str, Placeholder], summary: int, body: int
) -> Iterator[tuple[Fault, int]]:
    yield from ((fault, summary) for fault in faults(template.summary, known))
    yield from ((fault, body) for fault in faults(template.body, known))
