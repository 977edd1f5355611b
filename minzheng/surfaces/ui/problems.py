"""One form for everything that goes wrong: RFC 9457 problem JSON for programs, a calm page for people."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse

API = "/api/"
"""Addresses under it answer programs."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NONE: Mapping[str, str] = MappingProxyType({})
_PAGE = Template((Path(__file__).parent / "problem.html").read_text(encoding="utf-8"))
_TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种操作",
    409: "与现在的情况冲突",
    413: "内容太大",
    414: "网址太长",
    422: "内容不符合要求",
    429: "请求太多",
    500: "程序出错",
    503: "暂时不能办理",
    507: "磁盘空间不足",
}


def new_incident() -> str:
    """Return a number under which a person's trouble is found in the log."""
    return secrets.token_hex(4).upper()


def title_of(status: int) -> str:
    """Return the Chinese title of a status."""
    return _TITLES.get(status, "没有完成")


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    message: str,
    incident: str = "",
    headers: Mapping[str, str] = _NONE,
    typed: Sequence[str] = (),
) -> HttpResponse:
    """Answer that something went wrong.

    Args:
        request: what was asked.
        status: HTTP status.
        code: stable English word for programs, e.g. `too_large`.
        message: Chinese sentence: what is wrong, what to do.
        incident: number in the log, where there is an entry.
        headers: further headers, e.g. Retry-After.
        typed: what people wrote and was not taken: given back, to be copied.
    """
    if wants_json(request):
        body, kind = (
            problem_json(status=status, code=code, message=message, incident=incident),
            "application/problem+json",
        )
    else:
        body, kind = problem_page(status=status, message=message, incident=incident, typed=typed), "text/html"
    response = HttpResponse(body, status=status, content_type=f"{kind}; charset=utf-8")
    for name, value in headers.items():
        response[name] = value
    response.is_problem = True  # type: ignore[attr-defined]
    return response


def problem_json(*, status: int, code: str, message: str, incident: str = "") -> str:
    """Return the problem for a program."""
    found = {
        "type": f"urn:minzheng:problem:{code}",
        "title": title_of(status),
        "status": status,
        "detail": message,
        "code": code,
        "message_zh": message,
        "incident": incident or None,
    }
    return json.dumps(found, ensure_ascii=False)


def words_of(request: HttpRequest) -> tuple[str, ...]:
    """What people wrote into a form that is not taken: whatever holds Chinese, thus no password, code or token."""
    return tuple(
        text.strip()
        for texts in request.POST.lists()
        for text in texts[1]
        if isinstance(text, str) and _CHINESE.search(text)
    )


def problem_page(*, status: int, message: str, incident: str = "", typed: Sequence[str] = ()) -> str:
    """Return the problem for a person. It needs no template engine, no session and no database."""
    given_back = "".join(
        f'<p><label for="typed-{place}">您刚才写的内容（没有提交，可以复制）</label><br><textarea id="typed-{place}" rows="5" readonly>{escape(text)}</textarea></p>'
        for place, text in enumerate(typed, start=1)
    )
    number = f"<p>事故编号 <strong>{escape(incident)}</strong>，联系维护人员时请报这个编号。</p>" if incident else ""
    return _PAGE.substitute(
        status=status, title=escape(title_of(status)), message=escape(message), incident=number, typed=given_back
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by address, or because it accepts JSON and no page."""
    if request.path_info.startswith(API):
        return True
    return request.get_preferred_type(["text/html", "application/json", "application/problem+json"]) not in {
        "text/html",
        None,
    }
