"""Matters: the folders under ``minzheng/matters``, one per service."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from types import ModuleType
from typing import Any, cast

from minzheng.engine.catalogue.procedure_checks import Safeguards, check_procedure
from minzheng.engine.catalogue.procedures import FILE_NAME, Procedure, read_procedure
from minzheng.engine.catalogue.schema import check
from minzheng.laws.citations import LawIndex
from minzheng.laws.strict_yaml import Document, load, load_document

HOME = "minzheng.matters"
_KEYS = {"title", "code", "serves", "since", "until", "rules", "law", "note"}


@dataclass(frozen=True)
class Matter:
    """One declared service.

    Attributes:
        name: folder name; also how other declarations refer to it.
        chapter: the folder it lies in.
        code: short key its conditions carry (``of="dibao"``); None for shared rules that are no service.
        since, until: days on which the matter exists in law.
        modules: the rule modules of the folder.
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
    folders = [entry for entry in (resources.files(HOME) / chapter).iterdir() if (entry / "matter.yaml").is_file()]
    return [_read(chapter, folder) for folder in sorted(folders, key=lambda folder: folder.name)]


def _read(chapter: str, folder: Traversable) -> Matter:
    name = f"matters/{chapter}/{folder.name}/matter.yaml"
    document = load_document((folder / "matter.yaml").read_text(encoding="utf-8"), name)
    body: dict[str, Any] = document.data
    unknown = sorted(set(body) - _KEYS)
    if unknown or "title" not in body or "rules" not in body:
        raise document.problem(
            f"事项声明应有 title、rules，可有 {'、'.join(sorted(_KEYS - {'title', 'rules'}))}"
            + (f"；不认识 {'、'.join(unknown)}。" if unknown else "。")
        )
    modules = tuple(importlib.import_module(f"{HOME}.{chapter}.{folder.name}.{module}") for module in body["rules"])
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
    )
