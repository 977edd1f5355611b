"""Addresses of the product; each surface adds one line."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minzheng.surfaces.health.urls")),
    path("", include("minzheng.surfaces.ui.urls")),
    path("", include("minzheng.surfaces.portal.urls")),
    path("", include("minzheng.surfaces.signin.urls")),
    path("", include("minzheng.surfaces.desk.urls")),
    path("", include("minzheng.surfaces.api.urls")),
]
handler400 = "minzheng.project.http.errors.handler400"
handler403 = "minzheng.project.http.errors.handler403"
handler404 = "minzheng.project.http.errors.handler404"
handler500 = "minzheng.project.http.errors.handler500"
