"""The vocabulary of facts that the register stores and the rules read. Declarations stand in the register."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import cast

from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width
from minzheng.kernel.codes import CodeList
from minzheng.kernel.dates import from_day_number, parse_date, to_day_number
from minzheng.kernel.money import format_yuan, parse_yuan

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_YES = frozenset({"是", "有", "对", "√", "1", "Y", "YES", "TRUE", "T"})
_NO = frozenset({"否", "无", "没有", "不", "×", "0", "N", "NO", "FALSE", "F"})


class Level(StrEnum):
    """About what a fact speaks. Members, assets and obligors belong to a household; income and expenses to a member."""

    HOUSEHOLD = "HOUSEHOLD"
    MEMBER = "MEMBER"
    INCOME = "INCOME"
    EXPENSE = "EXPENSE"
    ASSET = "ASSET"
    OBLIGOR = "OBLIGOR"

    @property
    def parent(self) -> "Level | None":
        """Return the level one step up; None for the household."""
        return _PARENTS.get(self)


_PARENTS = {
    Level.MEMBER: Level.HOUSEHOLD,
    Level.ASSET: Level.HOUSEHOLD,
    Level.OBLIGOR: Level.HOUSEHOLD,
    Level.INCOME: Level.MEMBER,
    Level.EXPENSE: Level.MEMBER,
}


class FactKind(StrEnum):
    """How a value is kept: all kinds but TEXT are 64-bit integers."""

    MONEY = "MONEY"
    """Integer fen (分)."""
    FLAG = "FLAG"
    """0 or 1."""
    CODE = "CODE"
    """The number of a code list entry."""
    NUMBER = "NUMBER"
    """An integer multiple of 1/scale."""
    DATE = "DATE"
    """Days since 1970-01-01."""
    TEXT = "TEXT"
    """Kept as text; no rule reads it."""


class DataClass(StrEnum):
    """Data classification: who may see a value, and what is masked and logged."""

    L1 = "L1"
    """Public."""
    L2 = "L2"
    """Internal."""
    L3 = "L3"
    """Personal information (个人信息保护法 第四条)."""
    L4 = "L4"
    """Sensitive personal information (个人信息保护法 第二十八条)."""


class FactProblem(ValueError):
    """A value that does not fit its fact; the message is a Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One declared fact: its stable database number, its name in rules, and everything a surface must know to show it.

    `unit` is shown after numbers (人, 月, ㎡); `retention` names the retention class; `default` is the value read where
    nothing is recorded (None: none); `required` facts without a record make a result uncertain.
    """

    number: int
    name: str
    label: str
    level: Level
    kind: FactKind
    unit: str = ""
    data_class: DataClass = DataClass.L3
    retention: str
    default: int | None = None
    codes: CodeList | None = None
    scale: int = 1
    required: bool = False
    help: str = ""

    def __post_init__(self) -> None:
        if (self.kind is FactKind.CODE) != (self.codes is not None):
            raise ValueError(f"fact {self.name}: a code list belongs to kind CODE, and only there")
        if self.scale < 1 or (self.scale > 1 and self.kind is not FactKind.NUMBER):
            raise ValueError(f"fact {self.name}: a scale belongs to kind NUMBER, and only there")

    def format(self, value: int) -> str:
        """Show a stored value in Chinese: 元, 是/否, code label, date, number with unit. TEXT raises TypeError."""
        match self.kind:
            case FactKind.MONEY:
                return f"{format_yuan(value)}元"
            case FactKind.FLAG:
                return "是" if value else "否"
            case FactKind.CODE:
                return self._codes().label(int(value))
            case FactKind.DATE:
                return from_day_number(value).isoformat()
            case FactKind.NUMBER:
                return f"{_decimal_text(value, self.scale)}{self.unit}"
        raise self._is_text()

    def parse(self, text: str) -> int:
        """Read a value as people write it. Raises FactProblem naming the fact; TEXT raises TypeError."""
        try:
            return self._parsed(text)
        except ValueError as problem:
            raise FactProblem(f"{self.label}：{problem}") from problem

    def _parsed(self, text: str) -> int:
        match self.kind:
            case FactKind.MONEY:
                return parse_yuan(text)
            case FactKind.FLAG:
                return _flag(text)
            case FactKind.CODE:
                return self._codes().parse(text).number
            case FactKind.DATE:
                return to_day_number(parse_date(text))
            case FactKind.NUMBER:
                return _scaled(text, unit=self.unit, scale=self.scale)
        raise self._is_text()

    def _codes(self) -> CodeList:
        return cast("CodeList", self.codes)  # __post_init__ saw to it

    def _is_text(self) -> TypeError:
        return TypeError(f"fact {self.name} is text: it has no integer value")


def _flag(text: str) -> int:
    plain = collapse_spaces(to_ascii_width(text)).upper()
    if plain in _YES:
        return 1
    if plain in _NO:
        return 0
    raise FactProblem(f"“{printable(text)}”无法识别，请填“是”或“否”")


def _scaled(text: str, *, unit: str, scale: int) -> int:
    plain = collapse_spaces(to_ascii_width(text)).removesuffix(unit).rstrip()
    if not _NUMBER.fullmatch(plain):
        raise FactProblem(f"“{printable(text)}”不是数字")
    value = Fraction(plain) * scale
    if value.denominator != 1:
        raise FactProblem(f"“{printable(text)}”小数位数过多")
    return int(value)


def _decimal_text(value: int, scale: int) -> str:
    whole, rest = divmod(abs(value), scale)
    decimals = ""
    while rest and len(decimals) < 12:
        digit, rest = divmod(rest * 10, scale)
        decimals += str(digit)
    return f"{'-' if value < 0 else ''}{whole}" + (f".{decimals}" if decimals else "")
