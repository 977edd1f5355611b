"""Matters: the folders under ``minzheng/matters``, one per service."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from types import ModuleType
from typing import Any, cast

from minzheng.engine.catalogue.procedure_checks import Safeguards, check_procedure
from minzheng.engine.catalogue.procedures import FILE_NAME, Procedure, read_procedure
from minzheng.engine.catalogue.schema import check
from minzheng.engine.catalogue.services import Service, read_service
from minzheng.laws.citations import LawIndex, UnknownCitation
from minzheng.laws.strict_yaml import Document, load, load_document

HOME = "minzheng.matters"


@dataclass(frozen=True)
class Matter:
    """One declared service.

    Attributes:
        name: folder name; also how other declarations refer to it.
        chapter: the folder it lies in.
        code: short key its conditions carry (``of="dibao"``); None for shared rules that are no service.
        since, until: days on which the matter exists in law.
        modules: the rule modules of the folder.
        service: what its guide shows; None for what nobody applies for.
    """

    name: str
    chapter: str
    title: str
    code: str | None
    serves: str | None
    since: date | None
    until: date | None
    law: tuple[str, ...]
    modules: tuple[ModuleType, ...]
    folder: Traversable
    service: Service | None = None
    document: Document | None = field(default=None, repr=False, compare=False)

    def holds(self, on: date) -> bool:
        """Whether the matter exists in law on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def documents(self, folder: str) -> Iterator[Document]:
        """The YAML files of one of its folders (``params``, ``cases``), by name."""
        place = self.folder / folder
        if place.is_dir():
            for file in sorted(place.iterdir(), key=lambda file: file.name):
                if file.name.endswith(".yaml"):
                    yield load_document(file.read_text(encoding="utf-8"), f"matters/{self.name}/{folder}/{file.name}")

    def procedures(self) -> Iterator[Procedure]:
        """How the service is carried out: every procedure in every version, checked.

        Raises:
            YamlProblem: with file and line, if a declaration is not as it should be.
        """
        safeguards = safeguards_of(self.chapter)
        for document in self.documents("procedures"):
            named = FILE_NAME.fullmatch(document.name.rpartition("/")[2])
            if named is None:
                raise document.problem("办理程序的文件名应为“名称.v版本.yaml”，如 application.v1.yaml。")
            check(document, "procedure")
            procedure = read_procedure(
                document, chapter=self.chapter, matter=self.name, name=named["name"], version=int(named["version"])
            )
            check_procedure(procedure, safeguards, LawIndex.load())
            yield procedure


def safeguards_of(chapter: str) -> Safeguards:
    """What the law wants before decisions of this chapter, from its `safeguards.yaml`."""
    file = resources.files(HOME) / chapter / "safeguards.yaml"
    if not file.is_file():
        return {}
    return cast("Safeguards", load(file.read_text(encoding="utf-8"), f"matters/{chapter}/safeguards.yaml"))


def chapters() -> list[str]:
    """Names of the chapters there are."""
    return sorted(
        entry.name for entry in resources.files(HOME).iterdir() if entry.is_dir() and not entry.name.startswith("_")
    )


def matters_of(chapter: str) -> list[Matter]:
    """The matters of a chapter, by folder name.

    Raises:
        YamlProblem: with file and line, if a ``matter.yaml`` is not as it should be.
    """
    return [read_matter(chapter, name) for name in names_in(chapter)]


def names_in(chapter: str) -> list[str]:
    """Folder names of the matters of a chapter."""
    folders = (resources.files(HOME) / chapter).iterdir()
    return sorted(entry.name for entry in folders if (entry / "matter.yaml").is_file())


def read_matter(chapter: str, name: str) -> Matter:
    """One matter.

    Raises:
        YamlProblem: with file and line, if its ``matter.yaml`` is not as it should be.
    """
    folder = resources.files(HOME) / chapter / name
    return _read(chapter, folder)


def _read(chapter: str, folder: Traversable) -> Matter:
    name = f"matters/{chapter}/{folder.name}/matter.yaml"
    document = load_document((folder / "matter.yaml").read_text(encoding="utf-8"), name)
    check(document, "matter")
    body: dict[str, Any] = document.data
    _check_days(document)
    _check_law(document)
    modules = tuple(_module(document, chapter, folder.name, place) for place in range(len(body["rules"])))
    return Matter(
        name=folder.name,
        chapter=chapter,
        title=body["title"],
        code=body.get("code"),
        serves=body.get("serves"),
        since=body.get("since"),
        until=body.get("until"),
        law=tuple(body.get("law", ())),
        modules=modules,
        folder=folder,
        service=read_service(document, chapter=chapter, matter=folder.name),
        document=document,
    )


def _check_days(document: Document) -> None:
    since, until = (document.data.get(name) for name in ("since", "until"))
    for name, value in (("since", since), ("until", until)):
        if value is not None and not isinstance(value, date):
            raise document.problem(f"{name} 应为日期，写作 2026-07-01，现为 {value}。", name)
    if since is not None and until is not None and until < since:
        raise document.problem(f"事项到 {until} 止，早于 {since} 起，请核对。", "until")


def _check_law(document: Document) -> None:
    for place, text in enumerate(document.data.get("law", ())):
        try:
            LawIndex.load().resolve(text)
        except UnknownCitation as problem:
            raise document.problem(str(problem), "law", place) from problem


def _module(document: Document, chapter: str, folder: str, place: int) -> ModuleType:
    named = f"{HOME}.{chapter}.{folder}"
    module = document.data["rules"][place]
    try:
        return importlib.import_module(f"{named}.{module}")
    except ModuleNotFoundError as missing:
        if not f"{named}.{module}".startswith(missing.name or named):
            raise
        lacks = f"{module}.py" if missing.name == f"{named}.{module}" else "__init__.py"
        raise document.problem(f"规则模块 {module} 不存在：事项的文件夹里没有 {lacks}。", "rules", place) from missing
