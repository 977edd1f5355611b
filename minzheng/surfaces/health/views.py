"""Whether the product lives, and whether it can work."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from minzheng.kernel.facts import DataClass
from minzheng.surfaces import ui
from minzheng.surfaces.health.checks import readiness
from minzheng.surfaces.ui.routes import ANYONE, route

_STYLE = Path(ui.__file__).parent / "problem.css"


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def healthz(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Say that the process lives; nothing else is asked."""
    return _json({"alive": True, "message": "程序在运行"}, status=200)


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def readyz(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Say whether database, tables, worker, periodic jobs and disk are as they must be; 503 where one is not."""
    checks = readiness(settings.MINZHENG.county_home.path)
    ready = all(each.ok for each in checks)
    found = {"ready": ready, "message": "可以办理业务" if ready else "有项目不正常，请查看下列说明"}
    return _json(found | {"checks": [each.as_json() for each in checks]}, status=200 if ready else 503)


@route("GET", about="none", permission=ANYONE, data_class=DataClass.L1, database=False)
def problem_style(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 (Django's protocol)
    """Return the style of the pages that say what went wrong."""
    response = FileResponse(_STYLE.open("rb"), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _json(found: dict[str, object], *, status: int) -> HttpResponse:
    response = HttpResponse(
        json.dumps(found, ensure_ascii=False), status=status, content_type="application/json; charset=utf-8"
    )
    if status != 200:
        response["Retry-After"] = "5"
    return response
