"""The letters about a case: which there are, and what each says. Reading one is an event."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path

from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions
from minzheng.engine.notices import queries as notices
from minzheng.engine.notices.composing import Document
from minzheng.engine.notices.rendering.html import as_html
from minzheng.engine.notices.rendering.pdf import as_pdf
from minzheng.surfaces.api import shapes
from minzheng.surfaces.api.asking import asking
from minzheng.surfaces.api.operations.addresses import Number
from minzheng.surfaces.letters import read_letter

router = Router(tags=["文书"])
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
    response = HttpResponse(as_html(found), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = "inline"
    return response


@router.get("{number}/letters/{letter}/pdf", summary="一份文书（PDF）")
def show_letter_pdf(request: HttpRequest, number: str = Number, letter: int = LetterId) -> Any:
    """返回一份文书的 PDF（A4，按 GB/T 9704-2012 版式），按制发时保存的内容；阅读留痕。文件名和文件信息中没有个人信息。"""
    response = HttpResponse(as_pdf(_read(request, number, letter)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{letter}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _read(request: HttpRequest, number: str, letter: int) -> Document:
    asked = asking(request, Scope.READ)
    with scoped(asked.actor):
        found = read_letter(number, letter, by=asked.actor, at=asked.at)
    if found is None:
        raise Http404
    return found
