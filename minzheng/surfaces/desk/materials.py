"""Papers of a case: added, looked at, struck out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.cases import actions
from minzheng.surfaces.desk.asker import desk_view
from minzheng.surfaces.desk.case import LONGEST_PURPOSE, purpose_page
from minzheng.surfaces.desk.steps import attempted
from minzheng.surfaces.ui.routes import FILE_BODY
from minzheng.surfaces.uploads import picture, sent_files


@desk_view("POST", about="case", body=FILE_BODY)
def add(request: HttpRequest, number: str, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Add photographs or PDFs."""

    def keep() -> None:
        title = request.POST.get("title", "")[:60]
        actions.add_materials(case=number, title=title, files=sent_files(request), by=actor, at=at)

    return attempted(request, number, "materials", keep, actor=actor, at=at)


@desk_view("GET", "POST", about="case")
def show(request: HttpRequest, number: str, material: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show one page; looking is recorded, and asks for a purpose as the case does."""
    purpose = request.POST.get("purpose", "").strip()[:LONGEST_PURPOSE]
    asker = replace(actor, purpose=purpose) if purpose else actor
    try:
        with scoped(asker):
            found = actions.open_material(case=number, material=material, by=asker, at=at)
    except AccessProblem as refused:
        if purpose:
            raise
        return purpose_page(request, number, str(refused), actor=actor, at=at)
    return picture(found, material)


@desk_view("POST", about="case")
def strike(request: HttpRequest, number: str, material: int, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Strike out what does not belong to the case."""

    def take_out() -> None:
        actions.strike_material(case=number, material=material, by=actor, at=at)

    return attempted(request, number, "materials", take_out, actor=actor, at=at)
