"""Addresses of the pages under test, without the rest of the product."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("minzheng.surfaces.ui.urls")), path("", include("minzheng.surfaces.portal.urls"))]
