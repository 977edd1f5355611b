"""What a letter is told: checked against what its template declares, kept as plain JSON, written for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from minzheng.engine.catalogue.letter_language import Kind, Placeholder
from minzheng.engine.notices.types import NoticeProblem
from minzheng.kernel.money import LIMIT_FEN, format_yuan
from minzheng.kernel.months import Month

_LONGEST = 2_000
_MOST_ROWS = 200
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: with them a letter could be read otherwise than it is stored."""


def kept(data: Mapping[str, Any], placeholders: Mapping[str, Placeholder]) -> dict[str, Any]:
    """Return what a letter needs of `data` as plain JSON; the rest is not the letter's business.

    Raises:
        NoticeProblem: something is missing or of another kind.
    """
    missing = [
        f"{each.label}（{name}）"
        for name, each in placeholders.items()
        if not each.optional and (data.get(name) is None or data[name] in ("", []))
    ]
    if missing:
        raise NoticeProblem(f"文书缺少：{'、'.join(missing)}。", remedy="请补充后再制作。")
    return {name: _plain(data.get(name), each) for name, each in placeholders.items()}


def _plain(value: Any, placeholder: Placeholder) -> Any:
    if value is None:
        return None
    match placeholder.kind:
        case Kind.LIST:
            return _rows(value, placeholder)
        case Kind.TEXT:
            good, plain = isinstance(value, str) and len(value) <= _LONGEST, value
        case Kind.DATE:
            good, plain = isinstance(value, date) and not isinstance(value, datetime), value
        case Kind.MONTH:
            good, plain = isinstance(value, Month), value
        case Kind.FLAG:
            good, plain = isinstance(value, bool), value
        case _:
            good, plain = _whole(value), value
    if not good:
        raise NoticeProblem(
            f"文书的“{placeholder.label}”（{placeholder.name}）的值不合要求。", remedy="请核对后再制作。"
        )
    if isinstance(plain, str):
        return _storable(plain, placeholder)
    return str(plain) if isinstance(plain, date | Month) else plain


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LIMIT_FEN


def _rows(value: Any, placeholder: Placeholder) -> list[dict[str, Any]]:
    if (
        not isinstance(value, list | tuple)
        or len(value) > _MOST_ROWS
        or not all(isinstance(row, Mapping) for row in value)
    ):
        raise NoticeProblem(f"文书的“{placeholder.label}”应为至多{_MOST_ROWS}行的列表。", remedy="请核对后再制作。")
    return [kept(row, placeholder.columns) for row in value]


def _storable(text: str, placeholder: Placeholder) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NoticeProblem(f"文书的“{placeholder.label}”含有不能保存的字符。", remedy="请重新输入。")
    return "".join(
        character for character in text if character == "\n" or (character >= " " and character not in TURNING)
    )


def written(snapshot: Mapping[str, Any], placeholders: Mapping[str, Placeholder]) -> dict[str, Any]:
    """Return kept values as the letter writes them: 2026年7月1日, 760元, and lists of such rows."""
    return {name: _written(snapshot.get(name), each) for name, each in placeholders.items()}


def _written(value: Any, placeholder: Placeholder) -> Any:
    if value is None:
        return None
    match placeholder.kind:
        case Kind.LIST:
            return [written(row, placeholder.columns) for row in value]
        case Kind.DATE:
            return long_date(date.fromisoformat(value))
        case Kind.MONTH:
            month = Month.parse(value)
            return f"{month.year}年{month.month}月"
        case Kind.MONEY:
            return yuan(value)
    return value


def long_date(day: date) -> str:
    """2026年7月1日, as official documents date (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def yuan(fen: int) -> str:
    """760元; 760.50元 where there are fen."""
    return f"{format_yuan(fen).removesuffix('.00')}元"
