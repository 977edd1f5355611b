"""Money: integer 分 (fen) inside, yuan in front of people, exact all the way.

Capital amounts follow the rules for filling in bills of the 支付结算办法, annex 1 (中国人民银行, 银发〔1997〕393号).
"""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width, without_invisible

LIMIT_FEN = 10**14
"""One trillion yuan: beyond any amount a county handles, and far inside 64-bit integers."""

_AMOUNT = re.compile(
    r"(?P<sign>[-+]?) ?(?:人民币)? ?¥? ?(?P<inner>[-+]?) ?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:\.(?P<decimals>[0-9]+))?"
    r" ?(?P<unit>万?) ?(?:元整?)?"
)
_BRACKETED = re.compile(r"(¥?) ?\((.+)\) ?(万?元?)")
_LONGEST = 60
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


class MoneyError(ValueError):
    """An amount that cannot be read; the message is a Chinese sentence for the person who typed it."""


class Rounding(StrEnum):
    """The rounding points that local rules know; applied once, to a payable or displayed amount."""

    HALF_UP_FEN = "HALF_UP_FEN"
    CEIL_YUAN = "CEIL_YUAN"
    HALF_UP_YUAN = "HALF_UP_YUAN"
    FLOOR_YUAN = "FLOOR_YUAN"

    def apply(self, fen: Fraction) -> int:
        """Round an exact amount in fen to whole fen (or to whole yuan, still expressed in fen)."""
        match self:
            case Rounding.HALF_UP_FEN:
                return round_half_up(fen)
            case Rounding.CEIL_YUAN:
                return ceil(fen / 100) * 100
            case Rounding.HALF_UP_YUAN:
                return round_half_up(fen / 100) * 100
        return floor(fen / 100) * 100


def round_half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero (四舍五入)."""
    magnitude = floor(abs(value) + Fraction(1, 2))
    return magnitude if value >= 0 else -magnitude


def parse_yuan(text: str | int | Decimal) -> int:
    """Read an amount in yuan as people write it; return integer fen.

    Accepts full-width digits, 元, ￥/¥, 万元, thousands separators and a negative sign or accounting brackets.
    Raises MoneyError for anything else: fractions of a fen, scientific notation, floats, more than a trillion yuan.
    """
    if isinstance(text, str):
        return _whole_fen(_fen_from_text(text), text)
    if isinstance(text, bool) or not isinstance(text, int | Decimal):
        raise MoneyError(f"金额“{printable(text)}”不是文字或整数，请按“1234.56”的格式填写")
    if isinstance(text, Decimal) and not _is_sane(text):
        raise MoneyError("金额不是有效的数或位数过多，请核对")
    return _whole_fen(Fraction(text) * 100, str(text) if isinstance(text, Decimal) else "")


def _is_sane(value: Decimal) -> bool:
    return value.is_finite() and -_LONGEST <= value.adjusted() <= 20 and len(value.as_tuple().digits) <= _LONGEST


def _fen_from_text(text: str) -> Fraction:
    if len(text) > _LONGEST:
        raise MoneyError(f"金额“{printable(text, limit=20)}”位数过多，请核对")
    plain = collapse_spaces(without_invisible(to_ascii_width(text))).replace("\u2212", "-")
    bracketed = _BRACKETED.fullmatch(plain)
    match = _AMOUNT.fullmatch("".join(bracketed.groups()) if bracketed else plain)
    if match is None or not (match["whole"] or match["decimals"]):
        raise MoneyError(f"金额“{printable(text)}”无法识别，请按“1234.56”的格式填写")
    signs = [bracketed is not None, bool(match["sign"]), bool(match["inner"])]
    if sum(signs) > 1:
        raise MoneyError(f"金额“{printable(text)}”有两个正负号，请核对")
    digits = re.sub("[, ]", "", match["whole"]) or "0"
    fen = Fraction(f"{digits}.{match['decimals'] or '0'}") * (1_000_000 if match["unit"] else 100)
    return -fen if bracketed or "-" in (match["sign"], match["inner"]) else fen


def _whole_fen(fen: Fraction, shown: str) -> int:
    if abs(fen) > LIMIT_FEN:
        raise MoneyError(f"金额“{printable(shown, limit=20)}”超出一万亿元，请核对")
    if fen.denominator != 1:
        raise MoneyError(f"金额“{printable(shown)}”小于一分，最多写两位小数")
    return int(fen)


def format_yuan(fen: int, *, grouping: bool = True) -> str:
    """Show fen as yuan with two decimals: 123456 → "1,234.56"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:{',' if grouping else ''}}.{rest:02}"


def capital_yuan(fen: int) -> str:
    """Write an amount in capital Chinese numerals (人民币大写), for amounts up to a trillion yuan.

    140950 → "壹仟肆佰零玖元伍角"; whole yuan end in 整; raises MoneyError beyond the limit.
    """
    if abs(fen) > LIMIT_FEN:
        raise MoneyError("金额超出一万亿元，不能写成大写")
    yuan, rest = divmod(abs(fen), 100)
    words = (f"{_read(yuan)}元" if yuan else "") + _read_cents(rest, after_yuan=yuan)
    return ("负" if fen < 0 else "") + (words if rest else words + "整" if yuan else "零元整")


def _read(number: int) -> str:
    """Capital numerals of a positive integer; 零 bridges each gap once."""
    for size, word in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= size:
            high, low = divmod(number, size)
            bridge = "零" if 0 < low < size // 10 else ""
            return _read(high) + word + bridge + (_read(low) if low else "")
    return _DIGITS[number]


def _read_cents(rest: int, *, after_yuan: int) -> str:
    jiao, fen = divmod(rest, 10)
    gap = after_yuan and rest and (jiao == 0 or after_yuan % 10 == 0)
    return ("零" if gap else "") + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")
