"""Addresses that whoever watches over the server asks."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.health import views

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("assets/problem.css", views.problem_style),
]
