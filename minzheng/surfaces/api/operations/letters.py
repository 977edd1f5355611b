"""The letters about a case: which there are, and what each says. Reading one is an event."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path

from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions
from minzheng.engine.notices import queries as notices
from minzheng.engine.notices.blocks import Block, Bullets, Grid, Paragraph, Runs
from minzheng.engine.notices.composing import Document
from minzheng.surfaces.api import shapes
from minzheng.surfaces.api.asking import asking

router = Router(tags=["文书"])
Number = Path(..., max_length=40, description="受理编号")
LetterId = Path(..., ge=1, le=2**63 - 1, description="文书编号")


@router.get("{number}/letters", response=list[shapes.LetterRow], summary="文书列表")
def list_letters(request: HttpRequest, number: str = Number) -> Any:
    """列出一件业务的全部文书，撤回和被代替的也在内。"""
    asked = asking(request, Scope.READ)
    with scoped(asked.actor):
        view = actions.view_case(number, by=asked.actor, at=asked.at)
        found = notices.letters_about(Subject("case", view.case.pk))
    return [
        {
            "id": each.pk, "number": each.number, "title": each.title, "issued_on": each.issued_on,
            "closed": each.closed_at is not None, "superseded_by": each.superseded_by_id,
        }
        for each in found
    ]  # fmt: skip


@router.get("{number}/letters/{letter}", response=dict[str, Any], summary="一份文书")
def show_letter(request: HttpRequest, number: str = Number, letter: int = LetterId) -> Any:
    """返回一份文书的全文，按制发时保存的内容；阅读留痕。"""
    return asdict(_read(request, number, letter))


@router.get("{number}/letters/{letter}/page", summary="一份文书（网页）")
def show_letter_page(request: HttpRequest, number: str = Number, letter: int = LetterId) -> Any:
    """返回一份文书的网页，没有脚本和样式；阅读留痕。"""
    found = _read(request, number, letter)
    response = HttpResponse(_page(found), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = "inline"
    return response


def _read(request: HttpRequest, number: str, letter: int) -> Document:
    asked = asking(request, Scope.READ)
    with scoped(asked.actor):
        view = actions.view_case(number, by=asked.actor, at=asked.at)
        found = next((each for each in notices.letters_about(Subject("case", view.case.pk)) if each.pk == letter), None)
        if found is None:
            raise Http404
        persons = [] if found.addressee_person is None else [found.addressee_person]
        audit.record(
            action="notices.letter.view", by=asked.actor, at=asked.at, subject=Subject("letter", found.pk),
            division=found.division, detail={"persons": persons},
        )  # fmt: skip
        return notices.document_of(found)


def _page(said: Document) -> str:
    body = "".join(map(_block, said.body))
    law = "".join(f"<li>{escape(each)}</li>" for each in said.law)
    remedies = "".join(f"<p>{escape(each)}</p>" for each in said.remedies)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(said.title)}</title>'
        f"<h1>{escape(said.office)}<br>{escape(said.title)}</h1><p>{escape(said.number)}</p><p>{escape(said.addressee)}：</p>"
        f"<p><strong>{_words(said.summary)}</strong></p>{body}<ul>{law}</ul>{remedies}"
        f"<p>经办人：{escape(said.handler)}　电话：{escape(said.phone)}　地址：{escape(said.address)}</p><p>{escape(said.dated)}</p></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs, heading):
            return f"<h2>{_words(runs)}</h2>" if heading else f"<p>{_words(runs)}</p>"
        case Bullets(items, ordered):
            kind = "ol" if ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_words(each)}</li>' for each in items)}</{kind}>"
        case Grid(rows):
            cells = ("".join(f"<td>{_words(cell)}</td>" for cell in row) for row in rows)
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _words(runs: Runs) -> str:
    return "".join(f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text) for run in runs)
