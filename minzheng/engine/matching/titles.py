"""Column titles as they stand in ledgers: blanks, line breaks, brackets, units, groups above them."""

import re
from functools import lru_cache
from typing import NamedTuple

from minzheng.kernel.characters import to_ascii_width, without_invisible

_BRACKETS = re.compile(r"[(\[{【〔<《].*?[)\]}】〕>》]")
_ORNAMENT = re.compile(r"[\s:：*★☆#、，,.。/\\|“”\"'·\-—_()\[\]【】]+")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+|[0-9]+)[、.．)]")
_GROUP_TAIL = re.compile(r"(?:基本)?(?:信息|情况|资料|状况)$")
_UNIT = re.compile(r"(万)?元(?:[/每]?(?:人)?[/每·]?(年|月)|)")
_LONGEST = 60


class Unit(NamedTuple):
    """What a title says of the unit of money: a factor on yuan, and the period "年", "月" or ""."""

    factor: int = 1
    period: str = ""


def plain_title(text: str) -> str:
    """Return a title for comparison: half width, no blanks, no brackets with their content, no ornament."""
    return _plain(text[: _LONGEST * 4])


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    text = to_ascii_width(without_invisible(text))
    text = _NUMBERING.sub("", "".join(text.split()))
    return _ORNAMENT.sub("", _BRACKETS.sub("", text))[:_LONGEST]


def group_stem(text: str) -> str:
    """Return the title of a group of columns without words like 信息: 户主信息 → 户主."""
    return _GROUP_TAIL.sub("", plain_title(text))


def unit_of(text: str) -> Unit:
    """Return the unit a title names, in brackets or not: 年收入（万元） → 10,000 and 年."""
    plain = "".join(to_ascii_width(text[: _LONGEST * 4]).split())
    match = _UNIT.search(plain)
    period = match[2] if match and match[2] else "年" if "年收入" in plain else "月" if "月收入" in plain else ""
    return Unit(10_000 if match and match[1] else 1, period)
