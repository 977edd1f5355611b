"""Where forms lie: `forms/<name>.v<n>.yaml` of a service, else of its chapter; found by the procedure that names them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from minzheng.engine.catalogue.form_checks import check_form
from minzheng.engine.catalogue.forms import Form, read_form
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.catalogue.schema import check
from minzheng.laws.citations import LawIndex
from minzheng.laws.strict_yaml import Document, load_document

HOME = "minzheng.matters"
FOLDER = "forms"
_PARTS = ("pages", "statements", "materials")


def form_of(procedure: Procedure) -> Form | None:
    """The form a procedure names, in the version it names: a case that runs under the procedure keeps it.

    Returns:
        None if the procedure has no form.

    Raises:
        YamlProblem: with file and line, if there is no such form or it is not as it should be.
    """
    if procedure.form is None:
        return None
    found = find_form(procedure.chapter, procedure.matter, procedure.name, procedure.form)
    if found is None:
        raise procedure.document.problem(
            f"没有申请表 {procedure.name}.{procedure.form}：请在事项或者本章的 forms 文件夹里写 {procedure.name}.{procedure.form}.yaml。",
            "form",
        )
    return found


@cache
def find_form(chapter: str, matter: str, name: str, version: str) -> Form | None:
    """A form by name and version (``v1``); None if neither the service nor its chapter has it. Read once.

    Raises:
        YamlProblem: with file and line, if it is not as it should be.
    """
    home = resources.files(HOME) / chapter
    for folder, shown in ((home / matter, f"{chapter}/{matter}"), (home, chapter)):
        document = _document(folder, shown, f"{name}.{version}")
        if document is not None:
            return checked_form(_whole(document, folder, home, chapter), name=name, version=version)
    return None


def checked_form(document: Document, *, name: str, version: str) -> Form:
    """Read a form and check it.

    Raises:
        YamlProblem: with file and line; the first problem found.
    """
    check(document, "form")
    check_form(document, LawIndex.load())
    return read_form(document, name=name, version=version)


def _document(folder: Traversable, shown: str, name: str) -> Document | None:
    file = folder / FOLDER / f"{name}.yaml"
    if not file.is_file():
        return None
    return load_document(file.read_text(encoding="utf-8"), f"matters/{shown}/{FOLDER}/{name}.yaml")


def _whole(document: Document, folder: Traversable, home: Traversable, chapter: str) -> Document:
    """The form with what it takes from the one it is based on: whole pages, statements and materials it does not say otherwise."""
    named = document.data.get("based_on") if isinstance(document.data, dict) else None
    if not isinstance(named, str):
        return document
    check(document, "form")
    found = [_document(folder, f"{chapter}/{folder.name}", named), _document(home, chapter, named)]
    base = next((each for each in found if each is not None and each.name != document.name), None)
    if base is None or "based_on" in base.data:
        raise document.problem(
            f"底稿 {named} 不存在，或者它自己也有底稿；应写一份完整的申请表，如 application.v1。", "based_on"
        )
    checked_form(base, name=named, version=named)
    return replace(document, data=_merged(document, base))


def _merged(document: Document, base: Document) -> dict[str, Any]:
    left_out = set(document.data.get("without", ()))
    unknown = sorted(left_out - {key for part in _PARTS for key in base.data.get(part, {})})
    if unknown:
        raise document.problem(f"底稿里没有 {'、'.join(unknown)}，不用写在 without 里。", "without")
    merged = {key: value for key, value in document.data.items() if key not in {"based_on", "without"}}
    for part in _PARTS:
        kept = {key: value for key, value in base.data.get(part, {}).items() if key not in left_out}
        merged[part] = {**kept, **document.data.get(part, {})}
    return merged
