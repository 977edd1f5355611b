"""Read a recognised ledger row by row: typed values, problems in words, and an account that loses nothing."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minzheng.engine.matching.headers import Header, MatchedColumn
from minzheng.engine.matching.households import Families, Family
from minzheng.engine.matching.layouts import Layout, all_columns, ledger_words
from minzheng.engine.matching.problems import RowProblem
from minzheng.engine.matching.readings import CellProblem, CellReader, DivisionNames
from minzheng.engine.matching.readings.cell_reader import masked
from minzheng.engine.matching.recognition import Recognition
from minzheng.engine.matching.row_fates import FileCount, RowFate, RowSorter
from minzheng.engine.matching.workbooks.cells import Cell, CellKind, Row, Sheet
from minzheng.kernel.codes import DISABILITY_GRADE
from minzheng.kernel.disability_cards import check_disability_card

_PROGRESS_EVERY = 500
_PLACES = ("township", "village")
_HEAD = "02"
_FAMILY_COLUMNS = frozenset({"relation", "head_name", "head_id_number", "household_number"})


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One data row. `household` is the same for rows of one family; `values` holds typed values by column name, no blanks."""

    sheet: str
    number: int
    household: str
    values: dict[str, Any]
    problems: tuple[RowProblem, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether nothing refuses the row."""
        return not any(problem.rejects for problem in self.problems)


def read_rows(
    recognition: Recognition,
    *,
    today: date,
    divisions: DivisionNames,
    count: FileCount | None = None,
    on_rows: Callable[[int], None] = lambda _rows: None,
) -> Iterator[ParsedRow]:
    """Yield every data row of the file, accepted or not; `count` is filled on the way, `on_rows` told the rows read so far.

    Money is in fen, months are `Month`, codes are keys, divisions 12-digit integers. Raises FileProblem where the file
    turns out to be damaged.
    """
    count = FileCount() if count is None else count
    reader = CellReader(today=today, divisions=divisions)
    for plan in recognition.sheets:
        page = _Page(plan.sheet, plan.header, recognition.layout, reader, today) if plan.header else None
        for row in plan.sheet.rows():
            count.read += 1
            if count.read % _PROGRESS_EVERY == 0:
                on_rows(count.read)
            fate = page.sorter.fate(row) if page else plan.skipped
            parsed = page.parse(row) if page and fate is None else None
            if parsed is not None:
                fate = RowFate.ACCEPTED if parsed.accepted else RowFate.REJECTED
            count.fates[fate or RowFate.UNRECOGNISED_SHEET] += 1
            if parsed is not None:
                yield parsed
    on_rows(count.read)


@dataclass
class _Draft:
    """A row while it is read."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)


class _Page:
    """Reads the data rows of one sheet."""

    def __init__(self, sheet: Sheet, header: Header, layout: Layout, reader: CellReader, today: date) -> None:
        self.sorter = RowSorter(header, ledger_words())
        self._sheet = sheet
        self._layout = layout
        self._reader = reader
        self._today = today
        self._places = {match.column.name: match for match in header.columns if match.column.name in _PLACES}
        self._others = [match for match in header.columns if match.column.name not in (*_PLACES, "serial")]
        self._shared = [match.column.name for match in header.columns if match.column.whole_household]
        self._titles = {match.column.name: match for match in header.columns}
        self._row_is_household = not layout.one_person_a_row and not header.names & _FAMILY_COLUMNS
        self._families = Families(header.names, one_person_a_row=layout.one_person_a_row)
        self._merged = _MergedPlaces(sheet, header)
        self._township_of_sheet = self._named_by_sheet()

    def parse(self, row: Row) -> ParsedRow:
        """Read one data row."""
        draft = _Draft(row.number)
        self._read_places(row, draft)
        for match in self._others:
            cell = row.cells.get(match.index)
            if cell is not None:
                self._read_cell(cell, match, draft)
        family = self._families.family_of(draft.values, key=f"{self._sheet.name}!{row.number}")
        self._share(family, draft)
        self._name_the_head(draft)
        self._complete_from_card(draft)
        self._require(draft)
        return ParsedRow(self._sheet.name, row.number, family.key, draft.values, tuple(draft.problems))

    def _read_cell(self, cell: Cell, match: MatchedColumn, draft: _Draft) -> None:
        try:
            reading = self._reader.read(cell, match.column, factor=match.factor, date_1904=self._sheet.date_1904)
        except CellProblem as problem:
            self._refuse(draft, match, cell, problem)
            return
        if reading.value is not None:
            draft.values[match.column.name] = reading.value
        if reading.warning:
            draft.problems.append(self._problem(draft, match, cell, reading.warning, reading.remedy, rejects=False))

    def _read_places(self, row: Row, draft: _Draft) -> None:
        township = self._read_place("township", row, draft, self._reader.township) or self._township_of_sheet
        if township is not None:
            draft.values["township"] = township
        village = self._read_place("village", row, draft, lambda cell: self._reader.village(cell, township=township))
        if village is not None:
            draft.values["village"] = village

    def _read_place(self, name: str, row: Row, draft: _Draft, read: Callable[[Cell], int]) -> int | None:
        match = self._places.get(name)
        cell = self._merged.cell(row, match.index) if match else None
        if match is None or cell is None or self._reader.is_blank(cell):
            return None
        try:
            return read(cell)
        except CellProblem as problem:
            self._refuse(draft, match, cell, problem)
            return None

    def _share(self, family: Family, draft: _Draft) -> None:
        """Give the row what its family's first row says for all; keep what this row says first."""
        for name in self._shared:
            if name in draft.values:
                family.shared.setdefault(name, draft.values[name])
            elif name in family.shared and name not in draft.failed:
                draft.values[name] = family.shared[name]

    def _name_the_head(self, draft: _Draft) -> None:
        """A row that names only the head of household is the head's own row; so is every row of a ledger without families."""
        values = draft.values
        if self._row_is_household:
            values["relation"] = _HEAD
        if self._layout.one_person_a_row or "name" in values or "name" in draft.failed or "head_name" not in values:
            return
        if "id_number" in values and "head_id_number" in values and values["id_number"] != values["head_id_number"]:
            return
        values["name"] = values["head_name"]
        if "head_id_number" in values:
            values.setdefault("id_number", values["head_id_number"])
        values.setdefault("relation", _HEAD)

    def _complete_from_card(self, draft: _Draft) -> None:
        """A disability card number holds the identity number, the type and the grade."""
        card_number = draft.values.get("disability_card")
        if card_number is None:
            return
        card = check_disability_card(card_number, today=self._today)
        found = {
            "id_number": card.id_number,
            "disability_type": card.type,
            "disability_grade": DISABILITY_GRADE.key(card.grade),
        }
        for name, value in found.items():
            if name not in draft.failed:
                draft.values.setdefault(name, value)

    def _require(self, draft: _Draft) -> None:
        for name in self._layout.required:
            if (
                name in draft.values
                or name in draft.failed
                or (f"head_{name}" in draft.failed and name not in self._titles)
            ):
                continue
            match = self._titles.get(name) or self._titles.get(f"head_{name}")
            title = match.title if match else all_columns()[name].label
            letter = match.letter if match else ""
            reason, remedy = f"没有填写{title}", "请补填后重新导入"
            draft.problems.append(RowProblem(self._sheet.name, draft.number, letter, title, "", reason, remedy))

    def _refuse(self, draft: _Draft, match: MatchedColumn, cell: Cell, problem: CellProblem) -> None:
        draft.failed.add(match.column.name)
        draft.problems.append(self._problem(draft, match, cell, problem.reason, problem.remedy))

    def _problem(
        self, draft: _Draft, match: MatchedColumn, cell: Cell, reason: str, remedy: str, *, rejects: bool = True
    ) -> RowProblem:
        shown = masked(cell, match.column.reads)
        return RowProblem(self._sheet.name, draft.number, match.letter, match.title, shown, reason, remedy, rejects)

    def _named_by_sheet(self) -> int | None:
        """Return the township a sheet is named after, when no column says it."""
        if "township" in self._places:
            return None
        try:
            return self._reader.township(Cell(self._sheet.name, CellKind.TEXT, 0))
        except CellProblem:
            return None


class _MergedPlaces:
    """Township and village cells that are merged over many rows, or left blank below in a file that cannot merge."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._indexes = {match.index for match in header.columns if match.column.name in _PLACES}
        self._unknown = sheet.merged is None
        regions = sorted(r for r in sheet.merged or () if r.left in self._indexes and r.top > header.bottom)
        self._tops = {index: [r.top for r in regions if r.left == index] for index in self._indexes}
        self._bottoms = {index: [r.bottom for r in regions if r.left == index] for index in self._indexes}
        self._last: dict[int, Cell] = {}

    def cell(self, row: Row, index: int) -> Cell | None:
        """Return the cell that holds for a row: its own, or the merged one above."""
        own = row.cells.get(index)
        if own is not None:
            self._last[index] = own
            return own
        if self._unknown or self._is_merged(row.number, index):
            return self._last.get(index)
        return None

    def _is_merged(self, number: int, index: int) -> bool:
        at = bisect_right(self._tops[index], number) - 1
        return at >= 0 and number <= self._bottoms[index][at]
