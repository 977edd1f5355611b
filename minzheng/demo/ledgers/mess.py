"""Typing habits: how a clean value ends up in a cell. Everything follows from the seed."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from minzheng.demo.ledgers.kinds import Writes
from minzheng.kernel.money import format_yuan
from minzheng.kernel.months import Month

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_EXACT = 15


@dataclass(frozen=True, slots=True)
class Mess:
    """How untidy a ledger is. Shares run from 0 to 1 and apply to single cells; the others to the file."""

    title_rows: bool = True
    two_row_header: bool = False
    merged_cells: bool = True
    sheet_per_township: bool = False
    explanation_sheet: bool = False
    totals: bool = True
    notes: bool = True
    serial_only_rows: int = 0
    repeat_header_every: int = 0
    full_width: float = 0.0
    id_as_number: float = 0.0
    odd_dates: float = 0.0
    date_cells: float = 0.0
    written_amounts: float = 0.0
    number_amounts: float = 0.7
    spaced_names: float = 0.0
    wrong_digit: float = 0.0
    missing: float = 0.0
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    @classmethod
    def tidy(cls) -> "Mess":
        """A clean export: one header row, no merged cells, nothing odd."""
        return cls(title_rows=False, merged_cells=False, totals=False, notes=False, number_amounts=1.0)

    @classmethod
    def usual(cls) -> "Mess":
        """What townships send: titles, merged cells, totals, a few odd dates and amounts, all of it readable."""
        return cls(
            two_row_header=True, sheet_per_township=True, explanation_sheet=True, serial_only_rows=3, full_width=0.03,
            odd_dates=0.4, date_cells=0.2, written_amounts=0.2, spaced_names=0.1,
        )  # fmt: skip

    @classmethod
    def wild(cls) -> "Mess":
        """A ledger after years of many hands, with rows that must be rejected."""
        return cls(
            two_row_header=True, sheet_per_township=True, explanation_sheet=True, serial_only_rows=5,
            repeat_header_every=40, full_width=0.1, id_as_number=0.03, odd_dates=0.7, date_cells=0.2,
            written_amounts=0.5, spaced_names=0.3, wrong_digit=0.02, missing=0.02,
        )  # fmt: skip


@dataclass
class Typist:
    """Writes values into cells with the habits of one mess."""

    mess: Mess
    rng: Random
    spoilt: int = field(default=0)

    def write(self, value: Any, writes: Writes) -> Any:
        """Return what the cell will hold: text, a number, a date or None."""
        if value is None or value == "":
            return None
        match writes:
            case Writes.MONEY:
                return self._money(value)
            case Writes.DATE:
                return self._date(value)
            case Writes.MONTH:
                return self._month(value)
            case Writes.ID:
                return self._identity(str(value))
            case Writes.NAME:
                return self._name(str(value))
            case Writes.COUNT:
                return int(value)
            case _:
                return self._width(str(value))

    def _chance(self, share: float) -> bool:
        return share > 0 and self.rng.random() < share

    def _width(self, text: str) -> str:
        return text.translate(_FULL_WIDTH) if self._chance(self.mess.full_width) else text

    def _name(self, name: str) -> str:
        if len(name) == 2 and self._chance(self.mess.spaced_names):
            return name[0] + self.rng.choice((" ", "  ", "\u3000")) + name[1]
        return name + " " if self._chance(self.mess.spaced_names / 2) else name

    def _identity(self, number: str) -> Any:
        if self._chance(self.mess.missing):
            self.spoilt += 1
            return None
        if len(number) > _EXACT and number.isdigit() and self._chance(self.mess.id_as_number):
            self.spoilt += 1
            return float(number)
        if self._chance(self.mess.wrong_digit):
            self.spoilt += 1
            return number[:-1] + ("0" if number[-1] != "0" else "1")
        return self._width(number.lower() if self._chance(self.mess.full_width) else number)

    def _money(self, fen: int) -> Any:
        if self._chance(self.mess.written_amounts):
            shown = format_yuan(fen)
            return self._width(self.rng.choice((f"{shown}元", f"￥{shown}", shown, f" {shown} ", f"{fen / 100:.2f}元")))
        if self._chance(self.mess.number_amounts):
            return fen // 100 if fen % 100 == 0 else fen / 100
        return format_yuan(fen, grouping=False)

    def _date(self, day: date) -> Any:
        if self._chance(self.mess.date_cells):
            return day
        if not self._chance(self.mess.odd_dates):
            return day.isoformat()
        year, month, dom = day.year, day.month, day.day
        han = f"{str(year).translate(_HAN_DIGITS)}年{_han_number(month)}月{_han_number(dom)}日"
        choices = (f"{year}.{month}.{dom}", f"{year}年{month}月{dom}日", f"{year}/{month}/{dom}", f"{day:%Y%m%d}", han)
        return self._width(self.rng.choice(choices))

    def _month(self, month: Month) -> Any:
        if self._chance(self.mess.date_cells):
            return month.first_day
        if not self._chance(self.mess.odd_dates):
            return str(month)
        year, number = month.year, month.month
        han = f"{str(year).translate(_HAN_DIGITS)}年{_han_number(number)}月"
        choices = (f"{year}.{number}", f"{year}年{number}月", f"{year}/{number}", f"{year}{number:02}", han)
        return self._width(self.rng.choice(choices))


def _han_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{str(tens).translate(_HAN_DIGITS)}十"
    return head + (str(ones).translate(_HAN_DIGITS) if ones else "")
