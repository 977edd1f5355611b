"""The interface put together: every call, its schema, and what is said of each address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from minzheng.kernel.facts import DataClass
from minzheng.surfaces.api import callbacks
from minzheng.surfaces.api.asking import Session, Token
from minzheng.surfaces.api.operations import cases, guides, letters, materials, people, public, tokens
from minzheng.surfaces.api.problems import answer, handled
from minzheng.surfaces.api.reading import StrictParser
from minzheng.surfaces.ui.routes import ANYONE, FILE_BODY, SIGNED_IN, SMALL_BODY, Route

_SAYS = """县民政业务接口。程序用令牌（Authorization: Bearer），已登录的工作人员和居民用会话；两者看到的都只是各自辖区和本人的业务。
不是您的和不存在的，回答都是 404。姓名等个人信息默认脱敏。每次查看都留痕。出错时回答 application/problem+json，errors 逐项写明。"""

api = NinjaAPI(
    title="minzheng 民政业务接口", version="1", description=_SAYS, openapi_url=None, docs_url=None, auth=[Token(), Session()],
    parser=StrictParser(), urls_namespace="api",
)  # fmt: skip
api.add_router("token", tokens.router)
api.add_router("", public.router)
api.add_router("", guides.router)
api.add_router("cases", cases.router)
api.add_router("cases", letters.router)
api.add_router("cases", materials.router)
api.add_router("people", people.people)
api.add_router("me", people.me)
# Each by name: the framework answers these in English where it is not told otherwise.
for _kind in (Exception, HttpError, ValidationError, Http404):
    api.add_exception_handler(_kind, handled)  # type: ignore[arg-type]


PREFIX = "/api/v1/"
_TEXT = {"type": "string"}
_PROBLEM: Mapping[str, Any] = {
    "title": "Problem", "description": "出错时的回答（RFC 9457）。", "type": "object",
    "required": ["type", "title", "status", "detail", "code", "message_zh"],
    "properties": {
        "type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT, "code": _TEXT, "message_zh": _TEXT,
        "incident": {"type": ["string", "null"]}, "errors": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_WHAT_WENT_WRONG = {
    "description": "没有办成：写明哪里不对、怎样处理。",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
"""Every call may be answered so: what is wrong with what was sent, what is not theirs, what is not there."""


def schema() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the calls, and of what programs are told without asking."""
    document = dict(api.get_openapi_schema(path_prefix=PREFIX))
    shapes = {**document["components"]["schemas"], **callbacks.SHAPES, "Problem": _PROBLEM}
    for calls in document["paths"].values():
        for call in calls.values():
            call["responses"].setdefault("default", _WHAT_WENT_WRONG)
    return {**document, "components": {**document["components"], "schemas": shapes}, "webhooks": callbacks.CALLS}


def addresses() -> Iterator[URLPattern]:
    """The addresses of the calls, each with what is declared of it."""
    calls = schema()["paths"]
    for pattern in api.urls[0]:
        path = str(pattern.pattern)
        declared = calls.get(PREFIX + path.replace("<", "{").replace(">", "}"))
        if declared is None or not isinstance(pattern, URLPattern):
            continue
        pattern.callback = _declared(pattern.callback, _route(path, declared))
        yield pattern


def _route(path: str, calls: Mapping[str, Mapping[str, Any]]) -> Route:
    anyone = not any("security" in call for call in calls.values())
    about = "case" if path.startswith("cases") else "person" if path.startswith(("people", "me")) else "none"
    methods = tuple(sorted(method.upper() for method in calls))
    body = FILE_BODY if path.endswith("/materials") else SMALL_BODY
    return Route(methods, about, ANYONE if anyone else SIGNED_IN, DataClass.L1 if anyone else DataClass.L4, body)


def _declared(view: Callable[..., HttpResponseBase], declared: Route) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in declared.methods:
            return answer(
                status=405,
                code="method_not_allowed",
                message="这个网址不支持这种操作。",
                headers={"Allow": ", ".join(declared.methods)},
            )
        return view(request, *args, **kwargs)

    ask.route = declared  # type: ignore[attr-defined]
    return ask
