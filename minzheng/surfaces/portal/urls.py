"""Addresses of residents and the public: no account, no session, nothing personal in any of them."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.portal import views
from minzheng.surfaces.portal.check import views as check

urlpatterns = [
    path("", views.home),
    path("search", views.search),
    path("services/<slug:matter>", views.guide),
    path("services/<slug:matter>/flow.svg", views.flow),
    path("standards", views.standards),
    path("notices", views.notices),
    path("help", views.help_me),
    path("large-text", views.large_text),
    path("check", check.check),
]
