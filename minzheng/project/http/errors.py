"""The last resort: whatever goes wrong is answered in words, and what nobody foresaw gets a number."""

from __future__ import annotations

import sys
from collections.abc import Callable

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError

from minzheng.engine.access.types import AccessProblem
from minzheng.engine.database.failures import database_problem
from minzheng.engine.database.problems import Problem
from minzheng.project.http.outage import BREAKER, is_outage, unavailable
from minzheng.surfaces.ui.problems import new_incident, problem, words_of
from minzheng.surfaces.ui.routes import route_of

_LOG = structlog.get_logger("minzheng.incident")
_EMPTY_ANSWERS = {
    400: ("bad_request", "请求的内容不正确，请返回上一页重新填写。"),
    401: ("sign_in", "请先登录，再继续办理。"),
    403: ("forbidden", "您没有权限查看或者办理这一项。如有需要，请联系本单位安全管理员。"),
    404: ("not_found", "没有这个页面，或者它已经移走。请从首页重新进入。"),
    405: ("method_not_allowed", "这个网址不支持这种操作，请从页面上的按钮进入。"),
    413: ("too_large", "提交的内容太大，请减小文件或分几次提交。"),
    429: ("too_many", "请求太多，请稍候再试。"),
}
_OLD_FORM = "页面打开太久或者来自别处，这次提交没有保存。请刷新页面后重新提交。"


class LastResort:
    """Turns exceptions of views, and empty error answers, into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace an error without words."""
        response = self._get_response(request)
        if response.status_code in _EMPTY_ANSWERS and not response.streaming and not getattr(response, "content", b""):
            code, message = _EMPTY_ANSWERS[response.status_code]
            kept = {name: response[name] for name in ("Allow", "Retry-After") if response.has_header(name)}
            return problem(request, status=response.status_code, code=code, message=message, headers=kept)
        match = request.resolver_match
        if (
            response.status_code < 500
            and match is not None
            and (declared := route_of(match.func))
            and declared.database
        ):
            BREAKER.clear()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what a view did not; Django's own exceptions go to the handlers below."""
        return answer(request, error) if _is_ours(error) else None


def answer(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Say what went wrong."""
    if is_outage(error):
        BREAKER.trip()
        return unavailable(request)
    if found := database_problem(error):
        return _of_database(request, error, found)
    if isinstance(error, AccessProblem):
        return problem(request, status=403, code="forbidden", message=str(error) or _EMPTY_ANSWERS[403][1])
    if isinstance(error, Problem):
        return problem(request, status=409, code="conflict", message=str(error))
    if isinstance(error, UnreadablePostError):
        return problem(request, status=400, code="bad_request", message=_EMPTY_ANSWERS[400][1])
    incident = new_incident()
    _LOG.error("incident", incident=incident, method=request.method, path=request.path_info, exc_info=error)
    return problem(
        request,
        status=500,
        code="incident",
        message="程序遇到没有预料到的问题，这次操作没有完成。",
        incident=incident,
    )


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    code, message = _EMPTY_ANSWERS[400]
    if isinstance(exception, RequestDataTooBig):
        return problem(request, status=413, code="too_large", message=_EMPTY_ANSWERS[413][1])
    return problem(request, status=400, code=code, message=message)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's protocol)
    """Answer a request that is not allowed."""
    code, message = _EMPTY_ANSWERS[403]
    return problem(request, status=403, code=code, message=message)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's protocol)
    """Answer an address that leads nowhere; the address is not repeated."""
    code, message = _EMPTY_ANSWERS[404]
    return problem(request, status=404, code=code, message=message)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer what went wrong outside of a view."""
    return answer(request, sys.exc_info()[1] or RuntimeError("no exception"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's protocol)
    """Answer a form that was open too long, or was not ours."""
    return problem(request, status=403, code="stale_form", message=_OLD_FORM, typed=words_of(request))


def _of_database(request: HttpRequest, error: BaseException, found: Problem) -> HttpResponse:
    incident = new_incident()
    _LOG.warning("database", incident=incident, problem=found.what, path=request.path_info, exc_info=error)
    if "磁盘" in found.what:
        return problem(request, status=507, code="disk_full", message=found.what, incident=incident)
    return problem(
        request,
        status=503,
        code="database_refused",
        message=f"{found.what}请稍候重试。",
        incident=incident,
        headers={"Retry-After": "5"},
    )


def _is_ours(error: BaseException) -> bool:
    return not isinstance(error, PermissionDenied | SuspiciousOperation | Http404)
