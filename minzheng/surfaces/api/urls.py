"""Addresses of the interface."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern

from minzheng.surfaces.api import pages
from minzheng.surfaces.api.interface import PREFIX, addresses

_HERE = PREFIX.lstrip("/")


def _placed(pattern: URLPattern) -> URLPattern:
    return URLPattern(RoutePattern(_HERE + str(pattern.pattern), is_endpoint=True), pattern.callback)


urlpatterns = [
    path(f"{_HERE}openapi.json", pages.document),
    path(f"{_HERE}docs", pages.try_it),
    path(f"{_HERE}docs/<str:name>", pages.file),
    *(_placed(pattern) for pattern in addresses()),
]
