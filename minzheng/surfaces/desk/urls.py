"""Addresses of the desk: one line a screen."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.desk import (
    auditing,
    beside,
    case,
    demonstration,
    filing,
    funds,
    incoming,
    lists,
    materials,
    publicity,
    queue,
    relatives,
    steps,
)
from minzheng.surfaces.desk.overview import pages as overview

urlpatterns = [
    path("desk/", queue.work_queue),
    path("desk/demonstration/clock", demonstration.turn_clock),
    path("desk/incoming", incoming.list_incoming),
    path("desk/incoming/<int:draft>", incoming.show),
    path("desk/incoming/<int:draft>/receive", incoming.receive),
    path("desk/incoming/<int:draft>/send-back", incoming.send_back),
    path("desk/overview", overview.home),
    path("desk/overview/<int:division>", overview.show),
    path("desk/audit", auditing.show),
    path("desk/funds", funds.list_funds),
    path("desk/funds/open", funds.open_fund),
    path("desk/funds/<int:division>", funds.show),
    path("desk/funds/<int:division>/<slug:kind>", funds.book),
    path("desk/relatives", relatives.register),
    path("desk/search", queue.search),
    path("desk/bulk", lists.bulk),
    path("desk/export", lists.export),
    path("desk/here", lists.here),
    path("desk/views", lists.save_view),
    path("desk/views/<int:view>/drop", lists.drop_view),
    path("desk/new", filing.begin),
    path("desk/cases/<str:number>/", case.show),
    path("desk/cases/<str:number>/form", filing.fill),
    path("desk/cases/<str:number>/letters/<int:letter>", case.show_letter),
    path("desk/cases/<str:number>/materials", materials.add),
    path("desk/cases/<str:number>/materials/<int:material>", materials.show),
    path("desk/cases/<str:number>/materials/<int:material>/strike", materials.strike),
    path("desk/cases/<str:number>/notices/<int:notice>/sheet.pdf", publicity.print_sheet),
    path("desk/cases/<str:number>/notices/<int:notice>/photographs", publicity.prove),
    path("desk/cases/<str:number>/notices/<int:notice>/down", publicity.take_down),
    path("desk/cases/<str:number>/objections/<int:objection>", publicity.handle),
    path("desk/cases/<str:number>/more", beside.show),
    path("desk/cases/<str:number>/letters/<int:letter>/deliveries", beside.deliver),
    path("desk/cases/<str:number>/handler", beside.hand_over),
    path("desk/cases/<str:number>/extension", beside.extend),
    path("desk/cases/<str:number>/follow-ups", beside.follow_up),
    path("desk/cases/<str:number>/take", steps.take),
    path("desk/cases/<str:number>/steps/<slug:step>", steps.do_step),
    path("desk/cases/<str:number>/records/<slug:kind>", steps.make_record),
]
