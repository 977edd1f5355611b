"""What becomes of each row of a file. Every non-empty row has exactly one fate; nothing disappears."""

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from minzheng.engine.matching.headers import Header
from minzheng.engine.matching.layouts import Words
from minzheng.engine.matching.titles import plain_title
from minzheng.engine.matching.workbooks.cells import CellKind, Row
from minzheng.kernel.characters import to_ascii_width

_IDENTIFYING = frozenset({"id_number", "head_id_number", "disability_card"})
_LONGEST_MARK = 200
_DIGIT = re.compile(r"[0-9０-９]")


class RowFate(StrEnum):
    """The fates; the value is the word in the report."""

    ACCEPTED = "接受"
    REJECTED = "拒绝"
    TITLE = "标题行"
    HEADER = "表头行"
    NUMBERING = "列号行"
    TOTAL = "合计行"
    NOTE = "备注行"
    SERIAL_ONLY = "只有序号的空行"
    SKIPPED_SHEET = "说明或汇总表"
    HIDDEN_SHEET = "隐藏的工作表"
    UNRECOGNISED_SHEET = "认不出表头的工作表"


DATA_FATES = frozenset({RowFate.ACCEPTED, RowFate.REJECTED})


@dataclass
class FileCount:
    """The account of a file: `read` counts rows as they come from the file, `fates` as they are dealt with."""

    read: int = 0
    fates: Counter[RowFate] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        """Return the rows accepted."""
        return self.fates[RowFate.ACCEPTED]

    @property
    def rejected(self) -> int:
        """Return the rows rejected."""
        return self.fates[RowFate.REJECTED]

    @property
    def data(self) -> int:
        """Return the data rows."""
        return self.accepted + self.rejected

    @property
    def skipped(self) -> int:
        """Return the rows that are no data, whatever the reason."""
        return sum(number for fate, number in self.fates.items() if fate not in DATA_FATES)

    @property
    def balances(self) -> bool:
        """Whether data and skipped rows add up to the rows in the file."""
        return self.read == self.data + self.skipped


class RowSorter:
    """Tells data rows from the others of one sheet."""

    def __init__(self, header: Header, words: Words) -> None:
        self._header = header
        self._words = words
        self._titles = {match.index: plain_title(match.title) for match in header.columns}
        self._identifying = [match.index for match in header.columns if match.column.name in _IDENTIFYING]
        self._serial = [match.index for match in header.columns if match.column.name == "serial"]

    def fate(self, row: Row) -> RowFate | None:
        """Return why a row is skipped; None for a data row."""
        if row.number < self._header.top:
            return RowFate.TITLE
        if row.number <= self._header.bottom:
            return RowFate.HEADER
        cells = row.cells
        if self._is_numbering(row):
            return RowFate.NUMBERING
        identities = [cells[index].text for index in self._identifying if index in cells]
        if identities:
            titles_only = not any(map(_DIGIT.search, identities))
            return RowFate.HEADER if titles_only and self._repeats_header(row) else None
        if all(index in self._serial and cell.text.strip().isdigit() for index, cell in cells.items()):
            return RowFate.SERIAL_ONLY
        return self._by_words(row) or (RowFate.HEADER if self._repeats_header(row) else None)

    def _repeats_header(self, row: Row) -> bool:
        shown = [(plain_title(cell.text), self._titles[i]) for i, cell in row.cells.items() if i in self._titles]
        same = sum(1 for text, title in shown if text and title.endswith(text))
        return len(shown) >= 2 and same >= max(2, 0.6 * len(shown))

    def _is_numbering(self, row: Row) -> bool:
        """Whether the row just numbers the columns, as printed forms do: 1, 2, 3…"""
        cells = row.cells
        if len(cells) < 4 or cells[min(cells)].text.strip("()（）") != "1":
            return False
        texts = [cell.text.strip("()（）") for _, cell in sorted(cells.items())]
        return texts == [str(number) for number in range(1, len(texts) + 1)]

    def _by_words(self, row: Row) -> RowFate | None:
        texts = [
            "".join(to_ascii_width(cell.text[:_LONGEST_MARK]).split())
            for _, cell in sorted(row.cells.items())
            if cell.kind is CellKind.TEXT
        ]
        if any(self._words.total.fullmatch(text) for text in texts[:4]):
            return RowFate.TOTAL
        if texts and self._words.note.fullmatch(texts[0]):
            return RowFate.NOTE
        return None
