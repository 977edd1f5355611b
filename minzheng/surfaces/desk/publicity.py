"""What hangs in the village about a case: printed, proven by photographs, objections handled, taken down."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.letters import letters_of
from minzheng.engine.notices.queries import hung_beside, notices_about, sheet_of
from minzheng.engine.notices.rendering.pdf import as_pdf
from minzheng.engine.notices.types import ObjectionResult
from minzheng.surfaces.desk.asker import desk_view
from minzheng.surfaces.desk.steps import attempted
from minzheng.surfaces.ui.routes import FILE_BODY
from minzheng.surfaces.uploads import sent_files

_SHEET = "public_list"


@desk_view("GET", about="case")
def print_sheet(request: HttpRequest, number: str, notice: int, *, actor: Actor, at: datetime) -> HttpResponseBase:  # noqa: ARG001 (as every view of the desk)
    """Hand out the sheet for the village's board as PDF: what hangs since the same day, as it may be shown to anybody."""
    with scoped(actor):
        case = find_case(number, by=actor)
        found = next((each for each in notices_about(Subject("case", case.pk)) if each.pk == notice), None)
    together = [] if found is None else hung_beside(found)
    if not together:
        raise Http404
    template = letters_of(case.chapter, case.procedure.partition(".")[0])[_SHEET]
    response = HttpResponse(as_pdf(sheet_of(together, template, on=at.date())), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="notice-{notice}.pdf"'
    return response


@desk_view("POST", about="case", body=FILE_BODY)
def prove(request: HttpRequest, number: str, notice: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Keep photographs of a notice where it hangs."""

    def keep() -> None:
        actions.prove_notice(
            case=number, notice=notice, files=sent_files(request, f"files-{notice}"), place=request.POST.get(f"place-{notice}", ""), by=actor, at=at
        )  # fmt: skip

    return attempted(request, number, f"prove-{notice}", keep, actor=actor, at=at)


@desk_view("POST", about="case")
def take_down(request: HttpRequest, number: str, notice: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Take a notice down, with the reason."""

    def take() -> None:
        reason = request.POST.get(f"reason-{notice}", "")
        actions.take_notice_down(case=number, notice=notice, reason=reason, by=actor, at=at)

    return attempted(request, number, f"down-{notice}", take, actor=actor, at=at)


@desk_view("POST", about="case")
def handle(request: HttpRequest, number: str, objection: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Say what became of an objection."""

    def settle() -> None:
        actions.handle_objection(
            case=number, objection=objection, result=_result(request.POST.get(f"result-{objection}", "")),
            conclusion=request.POST.get(f"conclusion-{objection}", ""), by=actor, at=at,
        )  # fmt: skip

    return attempted(request, number, f"objection-{objection}", settle, actor=actor, at=at)


def _result(text: str) -> ObjectionResult:
    if text not in ObjectionResult.__members__:
        raise CaseProblem("没有选择异议是否成立。", remedy="请选择后再保存。")
    return ObjectionResult[text]
