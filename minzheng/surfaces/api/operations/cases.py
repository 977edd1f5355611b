"""Cases: the list, one case, what hangs on it, and everything that is done with it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.params.functions import Path, Query

from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.actions.viewing import CaseView
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.queries import Filter
from minzheng.engine.cases.types import CaseProblem, Channel, Fault, Given
from minzheng.engine.catalogue.matters import chapters
from minzheng.kernel.codes import DECISION_REASON
from minzheng.kernel.division_codes import DivisionCode
from minzheng.surfaces.api import paging, shapes
from minzheng.surfaces.api.asking import Asking, answered_once, asking, expected_of, key_of, require_seldom
from minzheng.surfaces.api.operations.addresses import Number
from minzheng.surfaces.api.problems import Refused
from minzheng.surfaces.api.shown import case_shown, decision_shown, log_shown, names_shown, row_shown

router = Router(tags=["业务"])
UNMASK = frozenset({"names", "answers", "records", "said"})
_WORDS = Query(
    "",
    max_length=100,
    description="要求完整返回的栏目，以逗号分隔：names、answers、records、said。须在 X-Purpose 写明目的",
)


@router.get("", response=shapes.CasePage, summary="办件列表")
def list_cases(
    request: HttpRequest,
    procedure: str = Query("", max_length=100, description="业务编码"),
    state: str = Query("", max_length=40, description="环节"),
    division: str = Query("", max_length=12, description="乡镇或村的区划代码"),
    overdue: bool = Query(default=False, description="只看超期的"),
    risen: bool = Query(default=False, description="只看因超期升级到本人督办的"),
    closed: bool = Query(default=False, description="看已办结的，新的在前；否则看办理中的，急的在前"),
    after: str = Query("", max_length=4_000, description="上一页返回的 next"),
    limit: int = Query(50, ge=1, le=200, description="每页件数"),
) -> Any:
    """列出本人辖区内的办件，姓名脱敏。"""
    asked = asking(request, Scope.READ)
    listed = sha256(json.dumps([procedure, state, division, overdue, risen, closed]).encode()).hexdigest()[:16]
    wanted = Filter(
        procedures=(procedure,) if procedure else (), states=(state,) if state else (),
        division=DivisionCode.parse(division) if division else None, overdue=overdue, risen=risen, closed=closed,
    )  # fmt: skip
    position = paging.position(after, of=listed, actor=asked.actor)
    with scoped(asked.actor):
        page = queries.queue(wanted, by=asked.actor, at=asked.at, after=position, limit=limit)
    return {
        "cases": [row_shown(row) for row in page.rows],
        "next": paging.mark(page.next, of=listed, actor=asked.actor),
    }


@router.post("", response={201: shapes.CaseRow}, summary="提出申请")
def open_case(request: HttpRequest, given: shapes.NewCase, response: HttpResponse) -> Any:
    """提出一件申请。带 Idempotency-Key 重发，返回同一件；内容不同则拒绝。"""
    asked = asking(request, Scope.FILE)
    with scoped(asked.actor):
        case = actions.open_case(
            procedure=newest(_chapter(given.chapter), given.procedure), division=int(given.division), channel=Channel[given.channel],
            answers=given.answers, key=key_of(request, asked.actor), by=asked.actor, at=asked.at,
        )  # fmt: skip
        row = queries.row_of(case, at=asked.at)
    response["Location"] = f"/api/v1/cases/{case.number}"
    response["ETag"] = f'"{row.movements}"'
    return Status(201, row_shown(row))


@router.post("search", response=list[shapes.CaseRow], summary="查找办件")
def search_cases(request: HttpRequest, given: shapes.Wanted) -> Any:
    """按受理编号、身份证号、姓名或拼音查找。内容在请求体里，不出现在网址中。程序一小时不超过60次。"""
    asked = asking(request, Scope.READ)
    if asked.actor.kind is ActorKind.CLIENT:
        require_seldom(asked, "cases.search")
    with scoped(asked.actor):
        return [row_shown(row) for row in actions.search_cases(given.text, by=asked.actor, at=asked.at)]


@router.get("{number}", response=shapes.CaseShown, summary="查看一件")
def show_case(request: HttpRequest, response: HttpResponse, number: str = Number, unmask: str = _WORDS) -> Any:
    """查看一件业务；查看行为留痕。ETag 用于其后办理时的 If-Match。"""
    asked, view = _viewed(request, number, unmask)
    response["ETag"] = f'"{view.row.movements}"'
    return case_shown(view, unmask=asked.unmask, own=_own(asked))


@router.put("{number}/answers", response=shapes.CaseRow, summary="保存申请内容")
def save_answers(request: HttpRequest, given: shapes.Answers, number: str = Number) -> Any:
    """整体替换申请内容；提交以前和补正期间可以。带 Idempotency-Key 重发，回答相同。"""
    asked = asking(request, Scope.FILE)

    def save() -> dict[str, Any]:
        case = actions.save_answers(case=number, answers=given.answers, by=asked.actor, at=asked.at)
        return row_shown(queries.row_of(case, at=asked.at))

    with scoped(asked.actor):
        return answered_once(request, asked, save)


@router.get("{number}/offers", response=list[shapes.OfferShown], summary="现在可以办的步骤")
def show_offers(request: HttpRequest, number: str = Number) -> Any:
    """列出本人现在可以办的步骤，以及每一步还缺什么。"""
    asked, view = _viewed(request, number, "")
    with scoped(asked.actor):
        return [vars(offer) for offer in queries.offers(view.case, by=asked.actor, at=asked.at, known=view.known)]


@router.post("{number}/steps/{step}", response=shapes.Moved, summary="办理一步")
def do_step(
    request: HttpRequest,
    response: HttpResponse,
    given: shapes.StepGiven,
    number: str = Number,
    step: str = Path(..., max_length=40),
) -> Any:
    """办理一步。If-Match 为上次读到的 ETag 时，别人先办了就返回 409，并说明是谁、何时。"""
    asked = asking(request, Scope.FILE, Scope.VERIFY)
    unknown = [Fault(f"reasons.{place}", "没有这个原因代码") for place, code in enumerate(given.reasons) if code not in DECISION_REASON]  # fmt: skip
    if unknown:
        raise Refused(422, "invalid", "原因代码不正确。", faults=unknown)
    brought = Given(
        reason=given.reason.strip(), supplement=tuple(given.supplement), reasons=tuple(given.reasons), places=tuple(given.places),
        amount=given.amount, data=given.data, key=key_of(request, asked.actor), expected=expected_of(request),
    )  # fmt: skip
    with scoped(asked.actor):
        moved = actions.act(case=number, step=step, by=asked.actor, at=asked.at, given=brought)
    response["ETag"] = f'"{moved.serial}"'
    return _moved(number, moved)


@router.post("{number}/records/{kind}", response={201: dict[str, Any]}, summary="登记一份记录")
def add_record(
    request: HttpRequest, given: shapes.NewRecord, number: str = Number, kind: str = Path(..., max_length=40)
) -> Any:
    """登记入户调查、核对报告等记录；同类的后一份代替前一份，前一份保留。带 Idempotency-Key 重发，只登记一份。"""
    asked = asking(request, Scope.FILE, Scope.VERIFY)

    def add() -> dict[str, Any]:
        record = actions.add_record(case=number, kind=kind, content=given.content, by=asked.actor, at=asked.at)
        return {"id": record.pk, "kind": record.kind, "at": record.recorded_at}

    with scoped(asked.actor):
        return Status(201, answered_once(request, asked, add))


@router.post("{number}/assignment", response=shapes.CaseRow, summary="分派经办人")
def assign(request: HttpRequest, given: shapes.Assignment, number: str = Number) -> Any:
    """分派、接手或者因回避转出。带 Idempotency-Key 重发，回答相同。"""
    asked = asking(request)

    def give() -> dict[str, Any]:
        case = actions.assign(case=number, officer=given.officer, reason=given.reason, by=asked.actor, at=asked.at)
        return row_shown(queries.row_of(case, at=asked.at))

    with scoped(asked.actor):
        return answered_once(request, asked, give)


@router.post("{number}/extension", response=shapes.Moved, summary="延长办理期限")
def extend(request: HttpRequest, given: shapes.Reason, number: str = Number) -> Any:
    """延长一次办理期限，由分管负责人决定并告知申请人。带 Idempotency-Key 重发，只延长一次。"""
    asked = asking(request)

    def lengthen() -> dict[str, Any]:
        return _moved(number, actions.extend(case=number, reason=given.reason, by=asked.actor, at=asked.at))

    with scoped(asked.actor):
        return answered_once(request, asked, lengthen)


@router.get("{number}/log", response=list[shapes.LogLine], summary="办理经过")
def show_log(request: HttpRequest, number: str = Number, unmask: str = _WORDS) -> Any:
    """每一步由谁、何时办理；当时写的话只在写明目的时返回（unmask=said）。"""
    asked, view = _viewed(request, number, unmask)
    return log_shown(view, full=_own(asked) or "said" in asked.unmask)


@router.get("{number}/decisions", response=list[shapes.DecisionShown], summary="决定及其依据")
def show_decisions(request: HttpRequest, number: str = Number, unmask: str = _WORDS) -> Any:
    """每个决定，连同当时的解释、参数和不符合的条件。"""
    asked, view = _viewed(request, number, unmask)
    names = names_shown(view.household, full=_own(asked) or "names" in asked.unmask)
    return [decision_shown(each, names) for each in view.decisions]


@router.get("{number}/assessment", response=shapes.AssessmentShown, summary="按现有信息核算")
def show_assessment(request: HttpRequest, number: str = Number, unmask: str = _WORDS) -> Any:
    """按今天已知的信息和今天的参数核算这个家庭，给出完整的解释。机器只提出，决定由人作出。"""
    asked, view = _viewed(request, number, unmask)
    if view.household is None or not view.procedure.results:
        raise CaseProblem("这件业务还没有登记家庭，或者不需要核算。", remedy="请在提交以后再看。")
    with scoped(asked.actor):
        said = view.known.assessment
    names, wanted = names_shown(view.household, full=_own(asked) or "names" in asked.unmask), view.procedure.results
    found = {
        "result": said.result, "size": said.size, "questions": said.questions(wanted), "parameters": said.parameters,
        "given": [{"benefit": each.benefit, "amount": each.amount, "persons": each.persons} for each in said.given(wanted)],
        "failed": list(dict.fromkeys(each.condition for each in said.failures(wanted))), "explanation": said.explanation,
    }  # fmt: skip
    return names(found)


def _viewed(request: HttpRequest, number: str, unmask: str) -> tuple[Asking, CaseView]:
    asked = asking(request, Scope.READ, unmask=unmask, allowed=UNMASK)
    with scoped(asked.actor):
        return asked, actions.view_case(number, by=asked.actor, at=asked.at, unmasked=sorted(asked.unmask))


def _moved(number: str, moved: Any) -> dict[str, Any]:
    return {"number": number} | {name: getattr(moved, name) for name in ("serial", "step", "source", "target", "at")}


def _own(asked: Asking) -> bool:
    return asked.actor.kind is ActorKind.RESIDENT


def _chapter(name: str) -> str:
    if name not in chapters():
        raise CaseProblem("没有这个领域。", remedy="请从事项清单中选择。")
    return name
