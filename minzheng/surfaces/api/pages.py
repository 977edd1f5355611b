"""The page to try calls on, and the document it reads: everything from this server, nothing inline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import ninja
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.api.interface import PREFIX, schema
from minzheng.surfaces.ui.routes import ANYONE, route

_OWN = Path(__file__).parent / "assets"
_VENDORED = Path(ninja.__file__).parent / "static" / "ninja"
"""The package carries Swagger UI (Apache 2.0); its version and hash are those of the locked package."""
_FILES = {
    "try.js": (_OWN, "text/javascript"),
    "swagger-ui-bundle.js": (_VENDORED, "text/javascript"),
    "swagger-ui.css": (_VENDORED, "text/css"),
}
# Swagger UI draws its arrows as pictures within its style; nothing else is let in beside what the product serves.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"  # fmt: skip
_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>接口试用</title>
<link rel="stylesheet" href="{prefix}docs/swagger-ui.css">
<body data-schema="{prefix}openapi.json" data-csrf="{token}"><div id="try"></div>
<script src="{prefix}docs/swagger-ui-bundle.js"></script><script src="{prefix}docs/try.js"></script></body></html>"""


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def document(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Return the OpenAPI document."""
    return HttpResponse(_document(), content_type="application/json; charset=utf-8")


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def try_it(request: HttpRequest) -> HttpResponseBase:
    """Return the page to try calls on."""
    page = _PAGE.format(prefix=PREFIX, token=get_token(request))
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = _POLICY
    return response


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def file(request: HttpRequest, name: str) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Return a file of the page."""
    if name not in _FILES:
        raise Http404
    folder, kind = _FILES[name]
    response = HttpResponse((folder / name).read_bytes(), content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def _document() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1)
