"""A letter as PDF, on A4 after GB/T 9704-2012. One compiler for the process; what is said travels as data, never as source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from minzheng.engine.notices.blocks import Block, Bullets, Grid, Paragraph, Runs
from minzheng.engine.notices.composing import Document
from minzheng.engine.notices.rendering.fonts import folders, unprintable
from minzheng.engine.notices.types import NoticeProblem

_LAYOUT = "letter.typ"
_MOST_NAMED = 10
_ONE_AT_A_TIME = Lock()


def as_pdf(said: Document) -> bytes:
    """The letter as PDF; the same letter gives the same bytes.

    Raises:
        NoticeProblem: no installed font has a character of it.
    """
    return as_one_pdf([said])


def as_one_pdf(letters: Sequence[Document]) -> bytes:
    """Letters in one file, each from a page of its own, numbered from 1: how a run of them is sent to a printer.

    Raises:
        NoticeProblem: there is none, or no installed font has a character of one.
    """
    if not letters:
        raise NoticeProblem("没有要打印的文书。", remedy="请先选择文书。")
    return bytes(_compiled(letters, "pdf"))


def as_picture(said: Document, *, ppi: int = 96) -> bytes | list[bytes]:
    """The letter as PNG, one picture for each page (a list where there are several). Errors as `as_pdf`."""
    found: bytes | list[bytes] = _compiled([said], "png", ppi=ppi)
    return found


def _compiled(letters: Sequence[Document], form: Literal["pdf", "png"], **more: Any) -> Any:
    data = [_data(said) for said in letters]
    if missing := unprintable(_texts(data)):
        if len(missing) > _MOST_NAMED:
            raise NoticeProblem(
                "本机没有中文字体，打印不了文书。", remedy="请安装中文字体（如 fonts-noto-cjk）后再打印。"
            )
        raise NoticeProblem(
            f"《{letters[0].title}》中的“{'”“'.join(missing)}”字，本机的字体印不出来。", remedy="请安装含有这些字的字体（如 fonts-noto-cjk、fonts-babelstone-han）后再打印。"
        )  # fmt: skip
    with _ONE_AT_A_TIME:
        return _compiler().compile(format=form, sys_inputs={"letters": json.dumps(data, ensure_ascii=False)}, **more)


@cache
def _compiler() -> typst.Compiler:
    layout = Path(str(resources.files(__package__) / _LAYOUT))
    return typst.Compiler(str(layout), root=str(layout.parent), font_paths=folders(), ignore_system_fonts=True)


def _data(said: Document) -> dict[str, Any]:
    return {
        "office": said.office, "title": said.title, "number": said.number, "addressee": said.addressee, "summary": _runs(said.summary),
        "body": [_block(block) for block in said.body], "law": list(said.law), "remedies": list(said.remedies),
        "contact": said.contact, "dated": said.dated, "receipt": said.receipt,
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(runs, heading):
            return {"kind": "heading" if heading else "paragraph", "runs": _runs(runs)}
        case Bullets(items, ordered):
            return {"kind": "list", "items": [_runs(item) for item in items], "ordered": ordered}
        case Grid(rows):
            return {"kind": "table", "rows": [[{"runs": _runs(cell)} for cell in row] for row in rows]}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [asdict(run) for run in runs]


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for each in data.values():
                yield from _texts(each)
        case list():
            for each in data:
                yield from _texts(each)
