"""Addresses of what all surfaces share."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.ui import assets, style

urlpatterns = [
    path("assets/<slug:digest>/<str:name>", assets.serve),
    path("favicon.ico", assets.mark),
    path("style", style.page),
]
