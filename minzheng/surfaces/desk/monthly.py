"""月报: a month by township or village in the columns of the upper level's sheet, on a page and as a workbook; every total is checked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from xlsxwriter.utility import xl_range

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.awards.queries import in_payment
from minzheng.engine.cases import queries
from minzheng.engine.catalogue.sheets import Column, Sheet, sheet_of
from minzheng.engine.registry.queries.divisions import places_of
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.division_codes import DivisionCode, DivisionLevel
from minzheng.kernel.facts import DataClass
from minzheng.kernel.money import format_yuan
from minzheng.kernel.months import Month, MonthProblem
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.overview.figures import name_of
from minzheng.surfaces.desk.overview.pages import home_of

CHAPTER, NAME = "social_assistance", "monthly"
_TOWNSHIP = 1_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class MonthlySheet:
    """A month as the sheet asks for it; money in fen, `rows`: name and one figure a column."""

    layout: Sheet
    place: str
    month: Month
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: tuple[int, ...]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The upper headings, and how many columns each spans."""
        return [(name, len(list(columns))) for name, columns in groupby(each.group for each in self.layout.columns)]

    def said(self, value: int, column: Column) -> str:
        """A figure as it is written."""
        return format_yuan(value) if column.is_money else f"{value:,}"


@desk_view("GET", about="none", data_class=DataClass.L2)
def show(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Show the sheet of a month; the last full one where none is asked for."""
    text, problem = request.GET.get("month", "").strip()[:20], ""
    month = Month.of(at.date()) + -1
    try:
        month = Month.parse(text) if text else month
    except MonthProblem as wrong:
        problem = str(wrong)
    sheet = monthly_sheet(month, actor=actor, at=at)
    return desk_page(
        request, "desk/monthly.html", actor=actor, at=at, status=400 if problem else 200, problem=problem, sheet=sheet, month=month,
        before=month + -1, after=month + 1 if month < Month.of(at.date()) else None, running=month >= Month.of(at.date()),
    )  # fmt: skip


@desk_view("POST", about="none", data_class=DataClass.L2)
def export(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """Hand the sheet out as a workbook; that it was taken is an event."""
    try:
        month = Month.parse(request.POST.get("month", "")[:20])
    except MonthProblem:
        raise Http404 from None
    sheet = monthly_sheet(month, actor=actor, at=at)
    audit.record(action="cases.export_monthly", by=actor, at=at, detail={"month": str(month)})
    response = HttpResponse(_workbook(sheet, actor=actor, at=at), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="monthly-{month}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def monthly_sheet(month: Month, *, actor: Actor, at: datetime) -> MonthlySheet:
    """Fill the sheet for the widest place somebody answers for."""
    place = home_of(actor)
    if place is None:
        raise Http404
    layout = sheet_of(CHAPTER, NAME, county=settings.MINZHENG.locality)
    with scoped(actor):
        cases = queries.month_of_cases(place, month, by=actor)
        paid = in_payment(low=place.number, high=place.last_number, on=month.first_day, known_at=at)
    below = dict(places_of(place.number)) if place.level < DivisionLevel.VILLAGE else {}
    codes = set(cases) | set(paid)
    places = {code: _row_of(code, place) for code in codes}
    names = {**below, **dict.fromkeys(set(places.values()) - set(below), "本级")}
    rows = [
        (name, tuple(_figure(column, [each for each in codes if places[each] == code], cases, paid) for column in layout.columns))
        for code, name in names.items()
    ]  # fmt: skip
    total = tuple(_figure(column, codes, cases, paid) for column in layout.columns)
    return MonthlySheet(layout, name_of(place), month, tuple(rows), total)


def _row_of(code: int, place: DivisionCode) -> int:
    return code // _TOWNSHIP * _TOWNSHIP if place.level < DivisionLevel.TOWNSHIP else code


def _figure(
    column: Column, codes: Any, cases: Mapping[int, Mapping[str, Any]], paid: Mapping[int, Mapping[int, Any]]
) -> int:
    """The sum of one column over some villages."""
    if column.of in {each.key for each in BENEFIT_TYPE}:
        benefit = BENEFIT_TYPE.number(column.of)
        return sum(getattr(paid.get(code, {}).get(benefit), column.sum, 0) for code in codes)
    return sum(getattr(cases.get(code, {}).get(column.of), column.sum, 0) for code in codes)


def _workbook(sheet: MonthlySheet, *, actor: Actor, at: datetime) -> bytes:
    """The sheet as a workbook: totals are formulas that a reader can check, with the figures of the product beside them."""
    kept = io.BytesIO()
    columns = sheet.layout.columns
    with xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        page = book.add_worksheet("月报")
        head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
        whole, money = (book.add_format({"border": 1, "num_format": form}) for form in ("#,##0", "#,##0.00"))
        page.merge_range(0, 0, 0, len(columns), sheet.layout.title, book.add_format({"bold": True, "align": "center", "font_size": 16}))  # fmt: skip
        page.write_string(1, 0, f"填报单位：{sheet.place}　{sheet.month.year}年{sheet.month.month}月　填表人：{actor.name}　{at:%Y-%m-%d}")  # fmt: skip
        page.merge_range(2, 0, 3, 0, "地区", head)
        _headings(page, sheet, head)
        for place, (name, figures) in enumerate(sheet.rows, start=4):
            page.write_string(place, 0, name, whole)
            for number, (column, value) in enumerate(zip(columns, figures, strict=True), start=1):
                page.write_number(place, number, value / 100 if column.is_money else value, money if column.is_money else whole)  # fmt: skip
        last = 4 + len(sheet.rows)
        page.write_string(last, 0, "合计", head)
        for number, (column, value) in enumerate(zip(columns, sheet.total, strict=True), start=1):
            added = f"=SUM({xl_range(4, number, last - 1, number)})"
            page.write_formula(last, number, added, money if column.is_money else whole, value / 100 if column.is_money else value)  # fmt: skip
        page.write_string(last + 1, 0, sheet.layout.note)
        page.set_column(0, 0, 22)
        page.set_column(1, len(columns), 13)
        page.freeze_panes(4, 1)
    return kept.getvalue()


def _headings(page: Any, sheet: MonthlySheet, head: Any) -> None:
    column = 1
    for name, span in sheet.groups:
        if span > 1:
            page.merge_range(2, column, 2, column + span - 1, name, head)
        else:
            page.write_string(2, column, name, head)
        column += span
    titles: Sequence[str] = [each.title for each in sheet.layout.columns]
    page.write_row(3, 1, titles, head)
