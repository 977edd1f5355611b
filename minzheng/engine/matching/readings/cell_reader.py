"""Reads the cells of one column after another; answers for codes, dates, amounts and places are remembered."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from minzheng.engine.matching.layouts import Column, ledger_words
from minzheng.engine.matching.readings.amounts import read_area, read_integer, read_money
from minzheng.engine.matching.readings.division_names import DivisionNames
from minzheng.engine.matching.readings.reading import CellProblem, Reading
from minzheng.engine.matching.readings.written_dates import read_date, read_month
from minzheng.engine.matching.workbooks.cells import Cell, CellKind
from minzheng.engine.matching.workbooks.delimited import UNREADABLE
from minzheng.kernel.bank_cards import check_bank_card, mask_bank_card
from minzheng.kernel.characters import collapse_spaces, printable, to_ascii_width, without_invisible
from minzheng.kernel.codes import UnknownCode
from minzheng.kernel.disability_cards import check_disability_card
from minzheng.kernel.id_numbers import check_id_number, mask_id_number
from minzheng.kernel.names import NameProblem, clean_name, mask_name
from minzheng.kernel.phones import check_phone, mask_phone

_DIGITS_LOST = {
    "id_number": "身份证号以数字形式存储，末位已丢失",
    "bank_account": "银行账号以数字形式存储，末位已丢失",
    "disability_card": "残疾人证号以数字形式存储，末位已丢失",
}
_AS_TEXT = "请把该列设为文本格式，对照证件重新填写"
_LONGEST_TEXT = 2_000
_REMEMBERED = 20_000
_BLANK = Reading(None)
_NEVER_REPEATED = frozenset({"id_number", "disability_card", "bank_account", "phone"})


class CellReader:
    """Reads cells as of a day, in one county. One instance a file: it remembers what it has read."""

    def __init__(self, *, today: date, divisions: DivisionNames) -> None:
        self._today = today
        self._divisions = divisions
        self._words = ledger_words()
        self._memory: dict[tuple[Any, ...], Reading | CellProblem] = {}
        self._readers: dict[str, Callable[[Cell, Column, int], Reading]] = {
            "serial": lambda _cell, _column, _factor: _BLANK,
            "text": self._text,
            "name": self._name,
            "id_number": self._id_number,
            "code": self._code,
            "flag": self._flag,
            "integer": lambda cell, _column, _factor: read_integer(cell),
            "area": lambda cell, _column, _factor: read_area(cell),
            "money": lambda cell, _column, factor: read_money(cell, factor=factor),
            "money_month": lambda cell, _column, factor: read_money(cell, factor=factor),
            "money_year": lambda cell, _column, factor: read_money(cell, factor=factor),
            "phone": self._phone,
            "bank_account": self._bank_account,
            "disability_card": self._disability_card,
        }

    def read(self, cell: Cell, column: Column, *, factor: int = 1, date_1904: bool = False) -> Reading:
        """Return the value of a cell, None for a blank one. Raises CellProblem."""
        if column.reads in _NEVER_REPEATED:
            return self._read(cell, column, factor, date_1904)
        key = (column.name, cell.kind, cell.value, factor, date_1904)
        known = self._memory.get(key)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            known = self._memory[key] = self._attempt(cell, column, factor, date_1904)
        if isinstance(known, CellProblem):
            raise CellProblem(known.reason, known.remedy)
        return known

    def township(self, cell: Cell) -> int:
        """Return the township a cell names. Raises CellProblem."""
        self._refuse_unreadable(cell, "township")
        return self._divisions.township(cell.text)

    def village(self, cell: Cell, *, township: int | None) -> int:
        """Return the village a cell names. Raises CellProblem."""
        self._refuse_unreadable(cell, "village")
        return self._divisions.village(cell.text, township=township)

    def is_blank(self, cell: Cell) -> bool:
        """Whether a cell holds only a sign for "nothing": /, —, 无."""
        return cell.kind is CellKind.TEXT and cell.text.strip() in self._words.blank_marks

    def _attempt(self, cell: Cell, column: Column, factor: int, date_1904: bool) -> Reading | CellProblem:
        try:
            return self._read(cell, column, factor, date_1904)
        except CellProblem as problem:
            return problem

    def _read(self, cell: Cell, column: Column, factor: int, date_1904: bool) -> Reading:
        self._refuse_unreadable(cell, column.reads)
        if column.reads not in ("code", "flag") and self.is_blank(cell):
            return _BLANK
        if column.reads == "date":
            return Reading(read_date(cell, date_1904=date_1904))
        if column.reads == "month":
            return Reading(read_month(cell, date_1904=date_1904))
        return self._readers[column.reads](cell, column, factor)

    @staticmethod
    def _refuse_unreadable(cell: Cell, reads: str) -> None:
        if cell.kind is CellKind.TEXT:
            text = cell.text
            if UNREADABLE in text:
                raise CellProblem("文字是乱码", "请对照原表重新填写，或把文件另存为 xlsx 后再导入")
            if not text.isprintable() and any(
                unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in text
            ):
                raise CellProblem("含有不可见的控制字符", "请删除该单元格后重新填写")
        elif cell.kind is CellKind.ERROR:
            raise CellProblem(f"单元格是错误值“{printable(cell.text)}”", "请修正公式或直接填写数值")
        elif cell.kind is CellKind.LOST:
            raise CellProblem(_DIGITS_LOST.get(reads, "数字过大，末位已丢失"), _AS_TEXT)
        elif cell.kind is CellKind.OVERLONG:
            raise CellProblem("单元格内容过长（超过32767字）", "请核对是否误把其他内容粘贴到这里")

    def _text(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        text = collapse_spaces(without_invisible(" ".join(cell.text.split())))
        if len(text) > _LONGEST_TEXT:
            raise CellProblem(f"文字超过{_LONGEST_TEXT}字", "请缩短")
        return Reading(text or None)

    def _name(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        try:
            return Reading(clean_name(cell.text.strip()))
        except NameProblem as problem:
            raise CellProblem(str(problem), "请按户口簿或身份证填写姓名") from None

    def _id_number(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        check = check_id_number(cell.text.strip(" '\t\r\n"), today=self._today)
        if not check.valid:
            raise CellProblem(check.message, "请对照身份证或户口簿核对")
        return Reading(check.number, check.message, "请对照身份证核对" if check.message else "")

    def _code(self, cell: Cell, column: Column, _factor: int) -> Reading:
        codes = column.codes
        if codes is None:
            raise CellProblem("这一列没有代码表", "请联系系统管理员")
        text = "".join(to_ascii_width(without_invisible(cell.text[:200])).split())
        problems = []
        for written in (text, *self._without_prefixes(text, column)):
            if written in column.words:
                return Reading(column.words[written])
            try:
                return Reading(codes.parse(written).key)
            except UnknownCode as problem:
                problems.append(str(problem))
        if text in self._words.blank_marks:
            return _BLANK
        raise CellProblem(problems[0], "请改成代码表中的一种写法")

    @staticmethod
    def _without_prefixes(text: str, column: Column) -> list[str]:
        shorter = []
        for drop in column.drops:
            if text.startswith(drop) and len(text) > len(drop):
                text = text.removeprefix(drop)
                shorter.append(text)
        return shorter

    def _flag(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        if isinstance(cell.value, bool):
            return Reading(cell.value)
        text = to_ascii_width(cell.text[:40]).strip().lower()
        if text in self._words.yes or text in self._words.no:
            return Reading(text in self._words.yes)
        if text in self._words.blank_marks:
            return _BLANK
        raise CellProblem(f"“{printable(text)}”看不出是“是”还是“否”", "请填写“是”或“否”")

    def _phone(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        first = cell.text.replace("、", ",").replace("，", ",").replace(";", ",").split(",")[0]
        check = check_phone(first)
        if check.kind is None:
            return Reading(None, check.message or "电话号码无法识别，未导入", "请核对电话号码")
        return Reading(check.number)

    def _bank_account(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        check = check_bank_card(cell.text)
        if not check.valid:
            raise CellProblem(check.message, "请对照银行卡或存折核对")
        return Reading(check.number)

    def _disability_card(self, cell: Cell, _column: Column, _factor: int) -> Reading:
        card = check_disability_card(cell.text, today=self._today)
        if not card.valid:
            raise CellProblem(card.message, "请对照残疾人证核对")
        return Reading("".join(without_invisible(to_ascii_width(cell.text)).split()).upper())


def masked(cell: Cell, reads: str) -> str:
    """Show a cell in a report without giving away who it is about."""
    text = printable(cell.text, limit=30)
    match reads:
        case "name":
            return mask_name(text)
        case "id_number" | "disability_card":
            return mask_id_number(text)
        case "phone":
            return mask_phone(text)
        case "bank_account":
            return mask_bank_card(text)
        case _:
            return text
