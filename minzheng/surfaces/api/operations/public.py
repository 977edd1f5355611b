"""What anybody may read: services, how they are carried out, standards, public notices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Router, Status
from ninja.params.functions import Path, Query

from minzheng.engine.cases import actions
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.declarations import read_declarations
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.catalogue.matters import chapters, matters_of
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.notices import queries as notices
from minzheng.engine.rules.sentences import Sentences
from minzheng.engine.rules.settings_words import setting_words
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.kernel.division_codes import DivisionCode
from minzheng.surfaces.api import shapes
from minzheng.surfaces.api.problems import Refused
from minzheng.surfaces.clock import now
from minzheng.surfaces.signin.rules import origin_of

router = Router(tags=["公开信息"], auth=None)


@router.get("services", response=list[dict[str, Any]], summary="事项清单")
def list_services(request: HttpRequest) -> Any:  # noqa: ARG001 (the framework's protocol)
    """列出每一项服务，以及它的办理业务编码。"""
    return [
        {
            "name": matter.name, "chapter": chapter, "title": matter.title, "serves": matter.serves, "law": list(matter.law),
            "procedures": [_brief(each) for each in _newest(chapter, matter.name)],
        }
        for chapter in chapters()
        for matter in matters_of(chapter)
        if matter.code is not None
    ]  # fmt: skip


@router.get("procedures/{code}", response=dict[str, Any], summary="一项业务如何办理")
def show_procedure(request: HttpRequest, code: str = Path(..., max_length=100)) -> Any:  # noqa: ARG001
    """环节、步骤、谁来办、期限、要登记的记录及其栏目，按最新一版。"""
    name = code.partition(".")[0]
    found = [each for chapter in chapters() for each in _newest(chapter, name) if each.code == code]
    if not found:
        raise Http404
    return _procedure(found[0])


@router.get("standards", response=list[dict[str, Any]], summary="现行标准")
def list_standards(request: HttpRequest, on: str = Query("", max_length=20, description="日期，空为今天")) -> Any:  # noqa: ARG001
    """列出某一天本县适用的每一个标准、来源和法条；没有确认的如实写明。"""
    demo, day = settings.MINZHENG.demo, _day(on)
    place = governing(county=settings.MINZHENG.locality, demo=demo).code
    found = []
    for name in chapters():
        chapter = load_chapter(name)
        sentences = Sentences.of(chapter.rules)
        for matter in chapter.matters:
            for document in matter.documents("params"):
                for parameter, _ in read_declarations(document):
                    setting = chapter.parameters.setting(parameter.name, place=place, on=day, demo=demo)
                    value, source, warning = setting_words(setting)
                    found.append(
                        {
                            "matter": matter.name, "name": parameter.name, "label": parameter.label, "value": value, "source": source,
                            "confirmed": setting.confirmed, "warning": warning, "set_by": parameter.set_by,
                            "articles": [each.article for each in sentences.articles((parameter.cite,), day)],
                        }
                    )  # fmt: skip
    return found


@router.get("notices", response=shapes.NoticePage, summary="正在公示和公布的")
def list_notices(
    request: HttpRequest,  # noqa: ARG001
    division: str = Query("", max_length=12, description="乡镇或村的区划代码"),
    after: str = Query("", max_length=40, description="上一页返回的 next"),
    limit: int = Query(50, ge=1, le=200, description="每页则数"),
) -> Any:
    """列出今天张贴着的公示，新的在前；内容已按公示规则脱敏，期满即不再返回。"""
    place = DivisionCode.parse(division) if division else None
    page = notices.public_notices(on=now().date(), division=place, after=after or None, limit=limit)
    return {"notices": [vars(row) for row in page.rows], "next": page.next}


@router.get("notices/{notice}", response=shapes.NoticeShown, summary="一则公示")
def show_notice(request: HttpRequest, notice: int = Path(..., ge=1, le=2**63 - 1)) -> Any:  # noqa: ARG001
    """返回一则张贴着的公示。"""
    found = notices.public_notice(notice=notice, on=now().date())
    if found is None:
        raise Http404
    return vars(found)


@router.post("notices/{notice}/objections", response={201: dict[str, Any]}, summary="对公示提出异议")
def object_to_notice(
    request: HttpRequest, given: shapes.NewObjection, notice: int = Path(..., ge=1, le=2**63 - 1)
) -> Any:
    """任何人都可以提出，不需要登录，可以不留姓名；处理完以前，这件业务不能往下办。"""
    found = actions.object_to_notice(
        notice, text=given.text, objector=given.name, contact=given.contact, origin=origin_of(request), at=now()
    )
    return Status(201, {"received_on": found.received_on})


def _newest(chapter: str, name: str) -> list[Procedure]:
    found: dict[str, Procedure] = {}
    for matter in matters_of(chapter):
        if matter.name == name:
            for each in matter.procedures():
                if each.code not in found or found[each.code].version < each.version:
                    found[each.code] = each
    return list(found.values())


def _brief(each: Procedure) -> dict[str, Any]:
    return {"code": each.code, "version": each.version, "title": each.title, "by": list(each.by)}


def _procedure(each: Procedure) -> dict[str, Any]:
    return _brief(each) | {
        "law": list(each.law),
        "states": [{"key": key, "title": state.title, "phase": state.phase, "final": state.final} for key, state in each.states.items()],
        "steps": [
            {
                "key": step.key, "title": step.title, "from": list(step.sources), "to": step.target, "by": list(step.by),
                "within": None if step.within is None else str(step.within), "needs": [need.gate for need in step.needs],
                "decides": step.decides, "law": step.law,
            }
            for step in each.steps.values()
        ],
        "clocks": [{"title": clock.title, "within": str(clock.within), "law": clock.law} for clock in each.clocks.values()],
        "records": [
            {
                "key": kind.key, "title": kind.title, "by": list(kind.by), "law": kind.law,
                "fields": [
                    {"key": row.key, "label": row.label, "type": row.type, "choices": dict(row.choices), "required": row.required, "data_class": row.personal}
                    for row in kind.fields
                ],
            }
            for kind in each.records.values()
        ],
    }  # fmt: skip


def _day(text: str) -> date:
    try:
        return parse_date(text) if text else now().date()
    except DateProblem as problem:
        raise Refused(422, "invalid", f"日期：{problem}。") from None
