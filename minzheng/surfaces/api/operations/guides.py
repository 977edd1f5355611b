"""What anybody may read of a service before they apply: its guide, and the form with the schema of its answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Router
from ninja.params.functions import Path, Query

from minzheng.engine.access.scopes import Scope
from minzheng.engine.catalogue.form_answers import check_answers
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.form_schemas import json_schema
from minzheng.engine.catalogue.forms import Form, Page, Question
from minzheng.engine.catalogue.guides import Guide, guide_of
from minzheng.engine.catalogue.materials import Material
from minzheng.engine.catalogue.matters import Matter, chapters, matters_of
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.surfaces.api import shapes
from minzheng.surfaces.api.asking import Session, Token, asking
from minzheng.surfaces.clock import today

router = Router(tags=["公开信息"], auth=None)


@router.get("services/{name}", response=dict[str, Any], summary="一项服务的办事指南")
def show_service(request: HttpRequest, name: str = Path(..., max_length=100)) -> Any:  # noqa: ARG001 (the framework's protocol)
    """办事指南的全部要素：条件、材料、流程、期限、收费、结果、救济、咨询和监督电话；本地没有登记的为空。"""
    matter = _matter(name)
    if matter.service is None:
        raise Http404
    guide = guide_of(matter, county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo, on=today())
    return _guide(guide)


@router.get("procedures/{code}/form", response=dict[str, Any], summary="一项业务的申请表")
def show_form(
    request: HttpRequest,  # noqa: ARG001
    code: str = Path(..., max_length=100),
    version: int | None = Query(
        None, ge=1, le=9999, description="业务的版本，空为最新一版；在办的业务用它开办时的版本"
    ),
) -> Any:
    """申请表的各页、材料，以及 answers 的 JSON Schema（schema）；提交申请前可以按它检查。"""
    wanted, form = _found(code, version)
    return {"procedure": code, "version": wanted} | _form(form)


@router.post("procedures/{code}/form/check", response=dict[str, Any], auth=[Token(), Session()], summary="检查申请内容")
def check_form(request: HttpRequest, given: shapes.Answers, code: str = Path(..., max_length=100)) -> Any:
    """按最新一版申请表检查 answers，逐项写明缺什么、哪里不合要求；不保存。提交时还要核对证件号码等。"""
    asking(request, Scope.FILE)
    version, form = _found(code, None)
    faults = [vars(each) for each in check_answers(form, given.answers)]
    return {"procedure": code, "version": version, "complete": not faults, "errors": faults}


def _found(code: str, version: int | None) -> tuple[int, Form]:
    """A procedure's version, the newest if none is named, and its form."""
    versions = {each.version: each for each in _procedures(code)}
    wanted = max(versions, default=0) if version is None else version
    form = form_of(versions[wanted]) if wanted in versions else None
    if form is None:
        raise Http404
    return wanted, form


def _matter(name: str) -> Matter:
    for chapter in chapters():
        for matter in matters_of(chapter):
            if matter.name == name:
                return matter
    raise Http404


def _procedures(code: str) -> Iterator[Procedure]:
    return (each for each in _matter(code.partition(".")[0]).procedures() if each.code == code)


def _guide(guide: Guide) -> dict[str, Any]:
    service, local = guide.service, guide.local
    return {
        "name": guide.matter.name, "title": guide.matter.title, "kind": service.kind.label if service else "",
        "basic_code": service.basic_code if service else None, "handling": guide.handling, "body": guide.body,
        "received_at": guide.received_at, "audience": list(guide.audience), "channels": list(guide.channels),
        "delivery": list(guide.delivery), "fee": guide.fee, "law": list(guide.matter.law), "who": list(guide.who),
        "special": list(service.special) if service else [], "results": list(guide.results),
        "conditions": [
            {"says": each.label, "articles": [article.article for article in each.basis]} for each in guide.conditions
        ],
        "materials": [_material(each) for each in guide.materials],
        "steps": [vars(each) for each in guide.steps],
        "limits": [vars(each) for each in guide.limits],
        "remedies": [vars(each) for each in guide.remedies],
        "questions": [{"ask": ask, "answer": answer} for ask, answer in (service.questions if service else ())],
        "hours": guide.hours or None, "consulting": guide.consulting or None, "complaint": guide.head.complaint_phone,
        "address": guide.head.bureau.address or None, "visits": local.visits if local else None,
        "online_depth": local.online_depth if local else None,
        "procedure": guide.procedure.code if guide.procedure else None,
    }  # fmt: skip


def _form(form: Form) -> dict[str, Any]:
    return {
        "form": f"{form.name}.{form.version}", "title": form.title, "law": list(form.law),
        "pages": [_page(each) for each in form.pages],
        "materials": [_material(each) for each in form.materials],
        "schema": json_schema(form),
    }  # fmt: skip


def _page(page: Page) -> dict[str, Any]:
    return {
        "key": page.key, "title": page.title, "help": page.help, "part": page.section.value,
        "questions": [_question(each) for each in page.questions],
    }  # fmt: skip


def _question(each: Question) -> dict[str, Any]:
    return {
        "name": each.name, "label": each.label, "kind": each.kind.value, "required": each.required, "help": each.help,
        "unit": each.unit, "data_class": each.mask.value,
    }  # fmt: skip


def _material(each: Material) -> dict[str, Any]:
    return {
        "title": each.title, "form": each.form_label, "issuer": each.issuer, "copies": each.copies, "shared_by": each.shared_by,
        "commitment": each.commitment, "needed_for": each.needed_for, "law": each.law,
    }  # fmt: skip
