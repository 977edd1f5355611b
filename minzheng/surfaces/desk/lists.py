"""Many cases at once: taken, given to a colleague, their letters printed, carried away as a table; filters kept under a name."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

import xlsxwriter
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.cases import actions
from minzheng.engine.cases.queries import QueueRow
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.database.problems import Problem
from minzheng.engine.notices.composing import Document
from minzheng.engine.notices.rendering.pdf import as_one_pdf
from minzheng.kernel.division_codes import DivisionCodeProblem
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.queue import ASKED, deadline_words, filter_of, work_queue_page
from minzheng.surfaces.desk.reading import number_in
from minzheng.surfaces.letters import undelivered_letters

_MOST = 200
_HEADINGS = (("受理编号", 20), ("申请人", 12), ("乡镇（街道）", 16), ("村（社区）", 16), ("业务", 26), ("环节", 16), ("时限", 20), ("经办人", 12), ("开始日期", 12))  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk_view("POST", about="case")
def bulk(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Do something with each of the chosen cases, and say what came of each."""
    numbers = [number for number in request.POST.getlist("row") if number][:_MOST]
    act, officer = request.POST.get("act", ""), number_in(request.POST.get("officer", ""))
    if not numbers:
        return work_queue_page(request, actor=actor, at=at, problem="没有选中办件。请在左边打勾以后再按。")
    if act == "print":
        return _printed(request, numbers, actor=actor, at=at)
    to = actor.person or 0 if act == "take" else officer
    if act not in {"take", "give"} or not to:
        return work_queue_page(request, actor=actor, at=at, problem="没有选择交给谁。请选好同事以后再按。")
    outcomes = [
        (number, _tried(lambda number=number: actions.assign(case=number, officer=to, by=actor, at=at), actor))  # type: ignore[misc]
        for number in numbers
    ]
    return desk_page(request, "desk/bulk.html", actor=actor, at=at, outcomes=outcomes)


def _tried(act: Callable[[], object], actor: Actor) -> str:
    """What went wrong; "" where nothing did."""
    try:
        with scoped(actor):
            act()
    except (AccessProblem, Problem) as refused:
        return str(refused)
    return ""


def _printed(request: HttpRequest, numbers: Sequence[str], *, actor: Actor, at: datetime) -> HttpResponseBase:
    """The letters of the chosen cases that wait to be handed over, in one file for the printer."""
    letters: list[Document] = []
    outcomes = [
        (number, _tried(lambda number=number: letters.extend(undelivered_letters(number, by=actor, at=at)), actor))  # type: ignore[misc]
        for number in numbers
    ]
    if not letters or any(problem for _, problem in outcomes):
        said = [(number, problem or "没有待送达的文书。") for number, problem in outcomes if problem or not letters]
        return desk_page(request, "desk/bulk.html", actor=actor, at=at, status=422, outcomes=said)
    response = HttpResponse(as_one_pdf(letters), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="letters.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@desk_view("POST", about="case")
def export(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Hand out the list as a workbook: masked as on the page, and recorded with what for."""
    asked = {name: request.POST.get(name, "") for name in ASKED}
    try:
        with scoped(actor):
            rows = actions.export_cases(
                filter_of(asked, actor), purpose=request.POST.get("purpose", ""), by=actor, at=at
            )
    except (CaseProblem, DivisionCodeProblem) as refused:
        return work_queue_page(request, actor=actor, at=at, problem=str(refused), asked=asked)
    response = HttpResponse(_workbook(rows, actor=actor, at=at), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="cases-{at:%Y%m%d}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _workbook(rows: Sequence[QueueRow], *, actor: Actor, at: datetime) -> bytes:
    """The list as a workbook; text is never taken for a formula or an address."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        sheet, head = book.add_worksheet("办件"), book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        sheet.write_string(
            0, 0, f"{actor.name} 于 {at:%Y-%m-%d %H:%M} 导出，共 {len(rows)} 件；姓名已遮盖，导出有记录。"
        )
        for column, (title, width) in enumerate(_HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, title, head)
        for place, row in enumerate(rows, start=2):
            for column, text in enumerate(_cells(row, at)):
                sheet.write_string(place, column, text)
        sheet.freeze_panes(2, 1)
    return kept.getvalue()


def _cells(row: QueueRow, at: datetime) -> tuple[str, ...]:
    return (
        row.number, row.applicant, row.township, row.village, row.title, row.state_title, deadline_words(row, at), row.handler,
        f"{row.opened_at.astimezone(at.tzinfo):%Y-%m-%d}",
    )  # fmt: skip


@desk_view("POST", about="none", data_class=DataClass.L1)
def save_view(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Keep the filter under a name."""
    kept = {name: value for name in ASKED if (value := request.POST.get(name, "")[:60])}
    try:
        actions.save_view(name=request.POST.get("name", ""), query=urlencode(kept), by=actor)
    except CaseProblem as refused:
        return work_queue_page(request, actor=actor, at=at, problem=str(refused), asked=kept)
    return HttpResponseRedirect(f"/desk/?{urlencode(kept)}")


@desk_view("POST", about="none", data_class=DataClass.L1)
def drop_view(request: HttpRequest, view: int, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of the desk)
    """Forget a filter."""
    actions.drop_view(view=view, by=actor)
    return HttpResponseRedirect("/desk/")


@desk_view("POST", about="none", data_class=DataClass.L1)
def here(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of the desk)
    """Say that one is still there: the session goes on."""
    return HttpResponse(status=204)
