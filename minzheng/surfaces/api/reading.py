"""Bodies of requests: plain JSON, and nothing in it that could do harm further down."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from minzheng.surfaces.api.problems import Refused

_DEEPEST = 32
_BIGGEST = 2**63
_DIGITS = 40


class StrictParser(Parser):
    """Reads JSON; refuses what is too deep, too large, or holds what no database keeps."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body.

        Raises:
            Refused: it is no JSON object, or holds what may not be in it.
        """
        if request.content_type not in {"application/json", ""}:
            raise Refused(415, "unsupported", "内容应为 JSON（Content-Type: application/json）。")
        try:
            found = json.loads(request.body.decode(), parse_constant=_no_number, parse_int=_whole)
        except (ValueError, RecursionError):
            raise Refused(400, "bad_json", "提交的内容不是正确的 JSON。请核对格式后重新提交。") from None
        if not isinstance(found, dict):
            raise Refused(422, "invalid", "提交的内容应为 JSON 对象。")
        check_plain(found)
        return found


def check_plain(found: Any) -> None:
    """Refuse a value that is too deep, or holds a character or a number that no database keeps."""
    waiting = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise Refused(422, "too_deep", f"提交的内容嵌套超过{_DEEPEST}层，请检查。")
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, float | int) and not -_BIGGEST <= value < _BIGGEST:
            raise Refused(422, "too_large", "提交的数值过大，请检查。")


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused(422, "bad_characters", "提交的文字含有不能保存的字符，请删去后重新提交。")


def _whole(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError(text[:_DIGITS])
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
