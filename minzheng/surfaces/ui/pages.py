"""Pages made from templates: one environment for all surfaces, one call in a view.

Templates lie in `templates/` of the surface and import the components of `ui/`. Undefined names are errors, all text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

from minzheng.surfaces.ui.assets import asset

LARGE_TEXT = "large-text"
"""Cookie of the large-type view; holds nothing but that wish."""

GUIDE = "guide"
"""Cookie of whoever follows a task of the demonstration; says which, and at which step."""

SURFACES = ("ui", "portal", "desk", "signin")
"""Surfaces that have templates; one is named before its template: `portal/home.html`."""


@cache
def environment() -> Environment:
    """The templates of every surface."""
    loaders = {name: PackageLoader(f"minzheng.surfaces.{name}") for name in SURFACES}
    made = Environment(
        loader=PrefixLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["asset"] = lambda name: asset(name).address
    return made


def wants_large_text(request: HttpRequest) -> bool:
    """Whether whoever reads has chosen the large-type view."""
    return request.COOKIES.get(LARGE_TEXT) == "1"


def task_guide(request: HttpRequest) -> Any:
    """The task that is followed in a demonstration; None where none is, and in a real county."""
    if not settings.MINZHENG.demo or GUIDE not in request.COOKIES:
        return None
    from minzheng.demo.tasks import guide_of  # whoever serves a real county never loads the invented one

    return guide_of(request.COOKIES[GUIDE])


def rendered(request: HttpRequest, template: str, **given: Any) -> str:
    """Return a page as text.

    Args:
        request: who asks.
        template: `surface/name.html`.
        given: what the template speaks of; may overrule what every page is told.
    """
    shared: Mapping[str, Any] = {
        "demo": settings.MINZHENG.demo,
        "large_text": wants_large_text(request),
        "path": request.path,
        "task_guide": task_guide(request),
    }
    return environment().get_template(template).render({**shared, **given})


def public_page(request: HttpRequest, template: str, *, status: int = 200, **given: Any) -> HttpResponse:
    """Answer with a page that holds nobody's data: it is sent compressed.

    Never for a page with a session or a form token: their length after compression would betray them.
    """
    body = rendered(request, template, **given).encode()
    response = HttpResponse(status=status, content_type="text/html; charset=utf-8")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
        body = compress_string(body)
    response.content = body
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
