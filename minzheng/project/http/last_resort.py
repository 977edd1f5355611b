"""The last resort behind the last resort: no answer is ever bare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog

from minzheng.project.http.headers import HEADERS
from minzheng.surfaces.ui.problems import new_incident, problem_page


def never_bare(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Answer with a page and a number even where the product's own last resort failed."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return inner(environ, start_response)
        except Exception as error:  # noqa: BLE001 (the last resort)
            incident = new_incident()
            structlog.get_logger("minzheng.incident").error("incident", incident=incident, exc_info=error)
            page = problem_page(status=500, message="程序遇到没有预料到的问题，这次操作没有完成。", incident=incident)
            start_response(
                "500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8"), *HEADERS.items()]
            )
            return [page.encode()]

    return serve
