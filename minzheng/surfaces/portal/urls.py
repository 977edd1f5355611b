"""Addresses of residents and the public: no account, nothing personal in any of them."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.portal import board, reporting, views
from minzheng.surfaces.portal.applying import beginning
from minzheng.surfaces.portal.applying import views as applying
from minzheng.surfaces.portal.check import views as check
from minzheng.surfaces.portal.following import after
from minzheng.surfaces.portal.following import views as following

urlpatterns = [
    path("", views.home),
    path("search", views.search),
    path("services/<slug:matter>", views.guide),
    path("services/<slug:matter>/flow.svg", views.flow),
    path("standards", views.standards),
    path("notices", board.notices),
    path("notices/<int:number>", board.notice),
    path("tell/<str:procedure>", reporting.tell),
    path("help", views.help_me),
    path("large-text", views.large_text),
    path("check", check.check),
    path("apply/resume", beginning.resume),
    path("apply/resume/code", beginning.go_on),
    path("apply/mine", beginning.mine),
    path("apply/out", beginning.leave),
    path("apply/form", applying.form),
    path("apply/form/<slug:screen>", applying.page),
    path("apply/check", applying.check),
    path("apply/hand-in", applying.hand_in),
    path("apply/done", applying.done),
    path("apply/drop", applying.drop),
    path("apply/<str:procedure>", beginning.begin),
    path("apply/<str:procedure>/code", beginning.enter),
    path("progress", following.start),
    path("progress/code", following.let_in),
    path("progress/mine", following.mine),
    path("progress/out", following.leave),
    path("progress/looks", following.looks),
    path("progress/cases/<str:number>", following.show),
    path("progress/cases/<str:number>/steps/<slug:step>", following.do_step),
    path("progress/cases/<str:number>/urge", following.urge),
    path("progress/cases/<str:number>/rate", after.rate),
    path("progress/cases/<str:number>/rating", after.explain),
    path("progress/cases/<str:number>/ways-out", after.ways_out),
    path("progress/cases/<str:number>/ways-out/<int:letter>", after.application),
    path("progress/cases/<str:number>/tell/<str:procedure>", reporting.tell_of_own_case),
    path("progress/cases/<str:number>/materials", following.add_materials),
    path("progress/cases/<str:number>/materials/<int:material>", following.show_material),
    path("progress/cases/<str:number>/letters/<int:letter>", following.show_letter),
]
