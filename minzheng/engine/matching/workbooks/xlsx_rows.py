"""The rows of one xlsx worksheet, streamed; the dimension the file declares is never read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    Cell,
    CellKind,
    Row,
    number_cell,
    text_cell,
)
from minzheng.engine.matching.workbooks.markup import local, new_parser
from minzheng.engine.matching.workbooks.packages import Package
from minzheng.engine.matching.workbooks.serials import dated
from minzheng.engine.matching.workbooks.shared_strings import SharedStrings, unescape

_LETTERS = re.compile(r"[A-Z]{1,3}")
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为新的 xlsx 文件后再导入"
NO_VALUE = "公式没有计算结果"


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """What the sheets of one workbook share."""

    strings: SharedStrings
    date_styles: frozenset[str]
    date_1904: bool


def read_sheet_rows(package: Package, part: str, layout: SheetFormat, *, sheet: str) -> Iterator[Row]:
    """Yield the rows that hold something, in order. Raises FileProblem for damage, with the row where it was met."""
    reader = _RowReader(layout, where=f"{package.name} 工作表“{sheet}”")
    parser = new_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    for _ in package.parse(part, parser):
        yield from reader.done
        reader.done.clear()


class _RowReader:
    """Collects cells into rows while the parser runs. A formula is never evaluated: its stored result is taken."""

    def __init__(self, layout: SheetFormat, *, where: str) -> None:
        self.done: list[Row] = []
        self._layout = layout
        self._where = where
        self._number = 0
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._type = "n"
        self._style = ""
        self._pieces: list[str] = []
        self._length = 0
        self._has_formula = self._collecting = self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name) if ":" in name else name
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._collecting = not self._in_phonetic
        elif name == "row":
            self._start_row(attributes.get("r"))
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        name = local(name) if ":" in name else name
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._collecting = False
        elif name == "row":
            if self._cells:
                self.done.append(Row(self._number, self._cells))
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, data: str) -> None:
        if self._collecting and self._length <= LONGEST_TEXT:
            self._pieces.append(data)
            self._length += len(data)

    def _start_row(self, number: str | None) -> None:
        previous = self._number
        if number is None:
            self._number += 1
        elif number.isascii() and number.isdigit() and len(number) <= 7:
            self._number = int(number)
        else:
            self._number = -1
        if not previous < self._number <= LAST_ROW:
            raise FileProblem("行号错乱，文件已损坏", where=f"{self._where}第{previous}行之后", remedy=_RESAVE)
        self._cells = {}
        self._column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else _column_of(reference)
        if not self._column < column < LAST_COLUMN:
            raise FileProblem("单元格位置错乱，文件已损坏", where=f"{self._where}第{self._number}行", remedy=_RESAVE)
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._pieces, self._length, self._has_formula = [], 0, False

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        if text:
            cell = self._cell(text)
            if cell.kind is not CellKind.TEXT or text.strip():
                self._cells[self._column] = cell
        elif self._has_formula and self._type != "str":
            self._cells[self._column] = Cell(NO_VALUE, CellKind.ERROR, self._column)

    def _cell(self, text: str) -> Cell:
        column = self._column
        match self._type:
            case "s":
                return self._shared(text)
            case "n":
                cell = number_cell(text.strip(), column)
                layout = self._layout
                return dated(cell, date_1904=layout.date_1904) if self._style in layout.date_styles else cell
            case "b":
                return Cell(text.strip() in ("1", "true"), CellKind.BOOL, column)
            case "e":
                return Cell(text[:40], CellKind.ERROR, column)
            case "d":
                return _iso_date(text.strip(), column)
            case _:
                return text_cell(unescape(text), column)

    def _shared(self, text: str) -> Cell:
        index = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not 0 <= index < len(self._layout.strings):
            where = f"{self._where}第{self._number}行"
            raise FileProblem("单元格引用了不存在的文字，文件已损坏", where=where, remedy=_RESAVE)
        return text_cell(self._layout.strings[index], self._column)


def _column_of(reference: str) -> int:
    """Return the 0-based column of a reference such as AB12; the row in it is not needed."""
    letters = reference.rstrip("0123456789")
    return _column_of_letters(letters) if len(letters) < len(reference) else -1


@lru_cache(maxsize=LAST_COLUMN)
def _column_of_letters(letters: str) -> int:
    if not _LETTERS.fullmatch(letters):
        return -1
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _iso_date(text: str, column: int) -> Cell:
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return text_cell(text, column)
    if moment.tzinfo is None and moment.time() == datetime.min.time():
        return Cell(date(moment.year, moment.month, moment.day), CellKind.DATE, column)
    return Cell(moment, CellKind.DATETIME, column)
