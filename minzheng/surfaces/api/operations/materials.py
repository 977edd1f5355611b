"""The papers of a case: handed in as files, shown as pictures. Every look is an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.params.functions import Path, Query

from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.cases import actions
from minzheng.kernel.pictures import LARGEST_FILE
from minzheng.surfaces.api import shapes
from minzheng.surfaces.api.asking import asking
from minzheng.surfaces.api.operations.addresses import Number
from minzheng.surfaces.uploads import picture

router = Router(tags=["材料"])
MaterialId = Path(..., ge=1, le=2**63 - 1, description="材料编号")


@router.get("{number}/materials", response=list[shapes.MaterialRow], summary="材料列表")
def list_materials(request: HttpRequest, number: str = Number) -> Any:
    """列出一件业务的材料，一页一行，剔除的不在内；查看留痕。"""
    asked = asking(request, Scope.READ)
    with scoped(asked.actor):
        view = actions.view_case(number, by=asked.actor, at=asked.at)
    return [_row(each, each.at, asked.at) for each in view.materials]


@router.post("{number}/materials", response={201: list[shapes.MaterialRow]}, summary="交材料")
def add_material(
    request: HttpRequest,
    number: str = Number,
    title: str = Query("", max_length=100, description="是什么材料，按这项业务的办事指南"),
) -> Any:
    """请求体就是一个文件：照片（JPEG、PNG 等）或者 PDF，不超过 12 MB。只保存画面，不保存拍摄地点等信息；同一页再交不会多一份。"""
    asked = asking(request, Scope.FILE)
    content = request.read(LARGEST_FILE + 1)
    with scoped(asked.actor):
        pages = actions.add_materials(case=number, title=title, files=[content], by=asked.actor, at=asked.at)
    return Status(201, [_row(each, each.added_at, asked.at) for each in pages])


@router.get("{number}/materials/{material}", summary="一页材料（图片）")
def show_material(request: HttpRequest, number: str = Number, material: int = MaterialId) -> HttpResponse:
    """返回一页材料的 JPEG；查看留痕。"""
    asked = asking(request, Scope.READ)
    with scoped(asked.actor):
        content = actions.open_material(case=number, material=material, by=asked.actor, at=asked.at)
    if content is None:
        raise Http404
    return picture(content, material)


def _row(page: Any, added: datetime, now: datetime) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title,
        "page": page.page,
        "pages": page.pages,
        "at": added.astimezone(now.tzinfo),
    }
