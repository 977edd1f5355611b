"""What an event may say beside its columns: plain JSON of ids, field names, search terms and counts, never a personal value."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from minzheng.engine.audit.types import AuditProblem
from minzheng.kernel.redaction import redact_text

_LARGEST = 64_000
_DEEPEST = 8
# Digests and identifiers of rows hold long runs of digits by chance, two dates side by side look like a card.
_HARMLESS = re.compile(
    r"\b[0-9a-f]{64}\b|\b[0-9a-f]{40}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
# As people write them: 5301 2919 9001 0112 34, 530129 19900101 1234, 138 0000 0000.
_GROUPED = re.compile(
    r"(?<![0-9])(?:[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9Xx]{1,3})?|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]|1[3-9][0-9](?:[ -][0-9]{4}){2})(?![0-9])"
)
_LONG = re.compile(r"[0-9]{15,}")
_PERSONAL_KEYS = re.compile(r"(?:^|_)(?:id_number|phone|mobile|address|bank_card|bank_account|password|secret|token)$")
_ALLOWED = "审计内容只能是文字、整数、小数、是否、列表和以文字为键的对象。"


def looks_personal(text: str) -> bool:
    """Whether an identity number, a phone or an account number stands in a text, in full-width digits or groups too."""
    plain = _HARMLESS.sub("", unicodedata.normalize("NFKC", text))
    return redact_text(plain) != plain or _LONG.search(plain) is not None or _GROUPED.search(plain) is not None


def checked(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return the detail as it may be stored.

    Raises:
        AuditProblem: it is no plain JSON, too large, or holds what looks like a personal value.
    """
    _check_mapping(detail, depth=0)
    if len(json.dumps(detail, ensure_ascii=False, default=dict)) > _LARGEST:
        raise AuditProblem(f"审计内容超过 {_LARGEST} 个字符。请只记编号和数量。")
    return dict(detail)


def checked_text(text: str, *, what: str) -> str:
    """Return a text as it may be stored. Raises AuditProblem as `checked` does.

    Args:
        text: what was typed or sent.
        what: the Chinese name of the field, for the sentence.
    """
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise AuditProblem(f"{what}含有不能保存的字符。")
    if looks_personal(text):
        raise AuditProblem(f"{what}里有身份证号、电话或账号。审计记录不保存这些内容，请删去后重试。")
    return text


def _check_mapping(value: Mapping[Any, Any], *, depth: int) -> None:
    for key, inner in value.items():
        if not isinstance(key, str):
            raise AuditProblem(_ALLOWED)
        checked_text(key, what="审计内容的键")
        if _PERSONAL_KEYS.search(key) and inner not in (None, True, False):
            raise AuditProblem(f"审计内容不能记录“{key}”的值，只能记录字段名。")
        _check(inner, depth=depth + 1)


def _check(value: object, *, depth: int) -> None:
    if depth > _DEEPEST:
        raise AuditProblem(f"审计内容嵌套超过 {_DEEPEST} 层。")
    if isinstance(value, str):
        checked_text(value, what="审计内容")
    elif isinstance(value, Mapping):
        _check_mapping(value, depth=depth)
    elif isinstance(value, list | tuple):
        for each in value:
            _check(each, depth=depth + 1)
    else:
        _check_number(value)


def _check_number(value: object) -> None:
    if not (value is None or isinstance(value, bool | int | float)) or value != value:
        raise AuditProblem(_ALLOWED)
    # Telephone numbers are not looked for: an amount of 138 million yuan in fen has as many digits.
    if isinstance(value, int | float) and abs(value) >= 10**14:
        raise AuditProblem("审计内容里的数字过长，可能是身份证号或账号。请改记编号。")
