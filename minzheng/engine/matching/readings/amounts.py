"""Money and counts in cells: integer fen, whole numbers, square metres times 100."""

import re
from decimal import Decimal
from fractions import Fraction

from minzheng.engine.matching.readings.reading import CellProblem, Reading
from minzheng.engine.matching.workbooks.cells import Cell, CellKind
from minzheng.kernel.characters import collapse_spaces, to_ascii_width
from minzheng.kernel.money import MoneyError, parse_yuan, round_half_up

_PERIOD_TAIL = re.compile(r"[ ]?[/每][ ]?[人年月户 /]+$")
_COUNT_TAIL = re.compile(r"[ ]?(?:人|口|个|个月|月|套|间)$")
_AREA_TAIL = re.compile(r"[ ]?(?:平方米|平米|平方|㎡|m2|M2)$")
_COUNT = re.compile(r"[0-9]{1,6}(?:\.0{1,4})?")
_AREA = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?")
_LARGEST = 1e12


def read_money(cell: Cell, *, factor: int = 1) -> Reading:
    """Return an amount in fen; stored numbers with more than two decimals are rounded, with a warning. Raises CellProblem."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
        reading = _money_of_number(cell.value, factor)
    else:
        reading = Reading(_money_of_text(cell.text, factor))
    if reading.value < 0:
        raise CellProblem("金额不能是负数", "请核对金额")
    return reading


def _money_of_number(value: float, factor: int) -> Reading:
    if abs(value) > _LARGEST:
        raise CellProblem("金额过大", "请核对金额和单位")
    exact = Fraction(Decimal(repr(value))) * 100 * factor
    fen = round_half_up(exact)
    if abs(exact - fen) < Fraction(1, 1000):
        return Reading(fen)
    return Reading(fen, "金额超过两位小数，已四舍五入到分", "请核对金额，多为公式计算所致")


def _money_of_text(text: str, factor: int) -> int:
    plain = collapse_spaces(to_ascii_width(text[:120]))
    try:
        return parse_yuan(_PERIOD_TAIL.sub("", plain)) * factor
    except MoneyError as problem:
        raise CellProblem(str(problem), "请填写数字，例如 1234.56") from None


def read_integer(cell: Cell) -> Reading:
    """Return a count from 0 to 999,999. Raises CellProblem."""
    plain = _COUNT_TAIL.sub("", collapse_spaces(to_ascii_width(cell.text[:40])))
    if not _COUNT.fullmatch(plain):
        raise CellProblem("应为整数", "请填写阿拉伯数字")
    return Reading(int(plain.partition(".")[0]))


def read_area(cell: Cell) -> Reading:
    """Return an area in hundredths of a square metre. Raises CellProblem."""
    plain = _AREA_TAIL.sub("", collapse_spaces(to_ascii_width(cell.text[:40])))
    if not _AREA.fullmatch(plain):
        raise CellProblem("面积无法识别", "请填写平方米数，最多两位小数")
    return Reading(int(Decimal(plain) * 100))
