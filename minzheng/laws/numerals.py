"""Chinese numerals as statutes number their articles: 第一千零六十七条."""

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_NUMERAL = re.compile(
    r"(?:(?P<k>[一二三四五六七八九])千)?(?:零?(?P<h>[一二三四五六七八九])百)?"
    r"(?:零?(?P<t>[一二三四五六七八九])?(?P<ten>十))?(?:零?(?P<o>[一二三四五六七八九]))?"
)


def to_chinese(number: int) -> str:
    """``1067`` → ``一千零六十七``, ``18`` → ``十八``; a number outside 1…9999 stays in Arabic digits."""
    if not 0 < number < 10_000:
        return str(number)
    text, rest = "", number
    for unit, name in _UNITS:
        digit, rest = divmod(rest, unit)
        text += _DIGITS[digit] + name if digit else "零" if text and rest else ""
    text = re.sub("零+", "零", text + (_DIGITS[rest] if rest else ""))
    return text.removeprefix("一") if text.startswith("一十") else text


def from_chinese(text: str) -> int | None:
    """The number that ``text`` writes as a statute would, else ``None``."""
    match = _NUMERAL.fullmatch(text)
    if not text or not match:
        return None
    value = sum(_digit(match[group]) * unit for group, unit in (("k", 1000), ("h", 100), ("o", 1)))
    return value + (_digit(match["t"] or "一") * 10 if match["ten"] else 0)


def _digit(text: str | None) -> int:
    return _DIGITS.index(text) if text else 0
