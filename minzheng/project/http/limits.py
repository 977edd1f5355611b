"""How long an address and how large a request may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from minzheng.surfaces.ui.problems import problem
from minzheng.surfaces.ui.routes import SMALL_BODY, route_of

LONGEST_ADDRESS = 8 << 10

Answer = Callable[[HttpRequest], HttpResponseBase]


class Limits:
    """Refuses what is too long or too large before anything of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse an address that is too long or holds what no address holds."""
        query = request.META.get("QUERY_STRING", "")
        if len(request.path_info) + len(query) > LONGEST_ADDRESS:
            return problem(request, status=414, code="address_too_long", message="网址太长，请从页面上的链接进入。")
        if "\0" in request.path_info or "%00" in query:
            return problem(request, status=400, code="bad_request", message="网址里有不允许的字符。")
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: Any) -> HttpResponseBase | None:
        """Refuse a body larger than the view takes."""
        declared = route_of(view)
        most = declared.body if declared else SMALL_BODY
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        # A number so long is not read as one.
        if not (length.isascii() and length.isdecimal()) or len(length) > 15 or int(length) > most:
            return problem(
                request,
                status=413,
                code="too_large",
                message=f"提交的内容太大，最多 {most >> 20} MB。请减小文件或分几次提交。",
            )
        return None
