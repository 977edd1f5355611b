"""Cells, rows and sheets as a person sees them: real row numbers, column letters, kinds of content."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
LONGEST_TEXT = 32_767
"""The limits of a worksheet (ECMA-376 and every spreadsheet program since 2007)."""

LARGEST_EXACT = 2**53
"""Whole numbers above this lose their last digits in a spreadsheet."""


class CellKind(StrEnum):
    """What a cell holds. LOST: a number whose last digits the spreadsheet has dropped. OVERLONG: text beyond the limit."""

    EMPTY = "EMPTY"
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    LOST = "LOST"
    BOOL = "BOOL"
    DATE = "DATE"
    DATETIME = "DATETIME"
    ERROR = "ERROR"
    OVERLONG = "OVERLONG"


CellValue = str | int | float | bool | date | datetime | None


class Cell(NamedTuple):
    """One cell: its content, what kind of content, and its 0-based column.

    ERROR carries the error text (#REF!), LOST the number as the file shows it, OVERLONG the text cut to the limit.
    """

    value: CellValue
    kind: CellKind
    column: int

    @property
    def letter(self) -> str:
        """Return the column letter, as in the spreadsheet's head."""
        return column_letter(self.column)

    @property
    def text(self) -> str:
        """Return the content as text, for titles and for showing."""
        return "" if self.value is None else str(self.value)


class Row(NamedTuple):
    """One row that holds something: its 1-based number in the sheet and its non-empty cells by 0-based column."""

    number: int
    cells: Mapping[int, Cell]


class Region(NamedTuple):
    """A merged region: 1-based first and last row, 0-based first and last column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `rows()` reads it from the start each time, row by row, and yields only rows that hold something.

    `merged` is None where the kind of file cannot say what was merged.
    """

    name: str
    visible: bool
    merged: tuple[Region, ...] | None
    read: Callable[[], Iterator[Row]]
    date_1904: bool = False

    def rows(self) -> Iterator[Row]:
        """Yield the non-empty rows from top to bottom. Raises FileProblem where the file is damaged."""
        return self.read()


def column_letter(column: int) -> str:
    """Return the letters of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_cell(text: str, column: int) -> Cell:
    """Return a cell of text, within the length a spreadsheet allows."""
    if len(text) > LONGEST_TEXT:
        return Cell(text[:LONGEST_TEXT], CellKind.OVERLONG, column)
    return Cell(text, CellKind.TEXT, column)


def number_cell(text: str, column: int) -> Cell:
    """Return a cell of a stored number; whole numbers stay whole, digits that a double cannot hold are LOST."""
    if len(text) > LONGEST_TEXT:
        return Cell(text[:LONGEST_TEXT], CellKind.OVERLONG, column)
    try:
        value = float(text)
    except ValueError:
        return Cell(text, CellKind.ERROR, column)
    if not -1e300 < value < 1e300:
        return Cell(text, CellKind.ERROR, column)
    if abs(value) > LARGEST_EXACT:
        return Cell(text, CellKind.LOST, column)
    return Cell(int(value) if value.is_integer() else value, CellKind.NUMBER, column)
