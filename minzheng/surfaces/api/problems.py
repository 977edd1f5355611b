"""Whatever goes wrong, as RFC 9457 problems in Chinese that name every place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from minzheng.engine.access.types import AccessProblem, KeyReused
from minzheng.engine.audit.types import AuditProblem
from minzheng.engine.cases.types import Conflict, Fault, FilingProblem, GateProblem, NoCase
from minzheng.engine.database.problems import DatabaseProblem, Problem
from minzheng.kernel.division_codes import DivisionCodeProblem
from minzheng.surfaces.ui.problems import problem_json

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NOT_THERE = "没有找到，或者您没有查看它的权限。请核对编号；如确有需要，请联系经办机构。"
_SIGN_IN = "请先登录，或者出示有效的令牌。令牌十五分钟后失效，请重新领取。"
_WRONG = "提交的内容不符合要求，请按各项说明改正后重新提交。"
_SENTENCES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去",
    "string_type": "应为文字",
    "string_unicode": "含有不能保存的字符",
    "string_too_long": "文字过长",
    "string_too_short": "文字过短",
    "string_pattern_mismatch": "格式不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数值过大",
    "bool_type": "应填是或否（true 或 false）",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_long": "项数过多",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
    "literal_error": "不是可以选择的值",
    "enum": "不是可以选择的值",
}


class Refused(Exception):
    """A request that this surface itself refuses.

    Attributes:
        status, code, sentence: of the problem.
        faults: every place that is wrong.
        headers: further headers.
    """

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] = _NOTHING,
    ) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence
        self.faults, self.headers = tuple(faults), headers


def answer(*, status: int, code: str, message: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] = _NOTHING, **more: Any) -> HttpResponse:  # fmt: skip
    """Answer with a problem."""
    body = json.loads(problem_json(status=status, code=code, message=message))
    body["errors"] = [{"path": fault.path, "sentence": fault.sentence} for fault in faults]
    response = HttpResponse(
        json.dumps(body | more, ensure_ascii=False),
        status=status,
        content_type="application/problem+json; charset=utf-8",
    )
    for name, value in headers.items():
        response[name] = value
    return response


def handled(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001 (the framework's protocol)
    """Answer what a call raised; what is nobody's fault here goes on to the product's last resort."""
    if isinstance(error, HttpError) and isinstance(error.__context__, Refused):
        # What refuses a body is wrapped by the framework.
        error = error.__context__
    found = _of_surface(error) or _of_engine(error)
    if found is None:
        raise error
    return found


def _of_surface(error: Exception) -> HttpResponse | None:
    match error:
        case Refused():
            return answer(
                status=error.status, code=error.code, message=error.sentence, faults=error.faults, headers=error.headers
            )
        case ValidationError():
            faults = [_fault(each) for each in error.errors]
            return answer(status=422, code="invalid", message=_WRONG, faults=faults)
        case AuthenticationError():
            return answer(status=401, code="sign_in", message=_SIGN_IN, headers={"WWW-Authenticate": "Bearer"})
        case HttpError():
            return answer(status=error.status_code, code="bad_request", message="请求的内容无法读取，请核对格式。")
        case Http404():
            return answer(status=404, code="not_found", message=_NOT_THERE)
    return None


def _of_engine(error: Exception) -> HttpResponse | None:
    match error:
        case NoCase():
            return answer(status=404, code="not_found", message=_NOT_THERE)
        case Conflict():
            return _conflict(error)
        case FilingProblem():
            return answer(status=422, code="invalid", message=str(error), faults=error.faults)
        case GateProblem():
            faults = [Fault(gate, sentence) for gate, sentence in error.missing.items()]
            return answer(status=422, code="not_ready", message=str(error), faults=faults)
        case KeyReused():
            return answer(status=422, code="key_reused", message=str(error))
        case AccessProblem():
            return answer(status=403, code="forbidden", message=str(error))
        case DatabaseProblem():
            return None
        case Problem() | AuditProblem() | DivisionCodeProblem():
            return answer(status=422, code="refused", message=str(error))
    return None


def _conflict(error: Conflict) -> HttpResponse:
    at = error.at.isoformat() if isinstance(error.at, datetime) else None
    return answer(status=409, code="conflict", message=str(error), state=error.state, by=error.by, at=at)


def _fault(found: Mapping[str, Any]) -> Fault:
    place = [str(part)[:60] for part in found.get("loc", ())]
    # The framework names body, query or header first, and of a body the argument that reads it.
    path = ".".join(place[2:] if place[:1] == ["body"] else place[1:])
    return Fault(path or "body", _SENTENCES.get(str(found.get("type")), "不符合要求"))
