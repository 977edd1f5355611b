"""Find the header of a sheet: under merged title rows, one to three rows deep, with groups of columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minzheng.engine.matching.layouts import Column, Layout
from minzheng.engine.matching.titles import Unit, group_stem, plain_title, unit_of
from minzheng.engine.matching.workbooks.cells import CellKind, Region, Row, column_letter

SEARCHED_ROWS = 40
"""A header stands among the first so many non-empty rows."""

SEARCHED_COLUMNS = 400
"""Columns further right are read by nobody."""

_DEEPEST = 3
_LONGEST_TITLE = 80
_DATA_LIKE = re.compile(r"[0-9Xx]{6,}")
_TEN_THOUSAND = re.compile(r"单位[:：]?[(（]?(?:人民币)?万元")
_PERIOD_OF_READS = {"money_month": "月", "money_year": "年"}


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A column of the sheet that feeds a declared column; `factor` turns its unit into yuan."""

    index: int
    title: str
    column: Column
    factor: int = 1

    @property
    def letter(self) -> str:
        """Return the column letter."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (1-based rows) and what its columns are; `unused` titles are read by nobody."""

    top: int
    bottom: int
    columns: tuple[MatchedColumn, ...]
    unused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    title: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the columns found."""
        return frozenset(match.column.name for match in self.columns)

    def satisfies(self, layout: Layout) -> bool:
        """Whether every column is there that the layout cannot do without."""
        return all(self.names.intersection(group) for group in layout.needs)


@dataclass
class _Draft:
    """A header being put together from a stack of rows."""

    layout: Layout
    factor: int
    matches: dict[str, MatchedColumn] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, index: int, texts: Sequence[str]) -> None:
        shown = " ".join(" ".join(texts).split())
        name = next(
            (self.layout.by_title[title] for title in _candidates(texts) if title in self.layout.by_title), None
        )
        if name is None:
            self.unused.append(f"{column_letter(index)}列“{shown[:_LONGEST_TITLE]}”")
            return
        column = self.layout.columns[name]
        unit = unit_of(shown)
        if unit.period and unit.period != _PERIOD_OF_READS.get(column.reads, unit.period):
            expected = _PERIOD_OF_READS[column.reads]
            self.notices.append(
                f"{column_letter(index)}列“{shown}”的单位是每{unit.period}，本台账要每{expected}的金额，未读取"
            )
            return
        self._place(MatchedColumn(index, shown, column, self._factor(column, unit)))

    def _factor(self, column: Column, unit: Unit) -> int:
        return max(unit.factor, self.factor) if column.reads.startswith("money") else 1

    def _place(self, match: MatchedColumn) -> None:
        """Enter a match; of two columns of one name the left one may be the head's, else the second is left unread."""
        name = match.column.name
        if name not in self.matches:
            self.matches[name] = match
            return
        other = match.column.leftmost
        if other is not None and other in self.layout.columns and other not in self.matches:
            first = self.matches[name]
            self.matches[other] = MatchedColumn(first.index, first.title, self.layout.columns[other], first.factor)
            self.matches[name] = match
            return
        self.notices.append(f"{match.letter}列“{match.title}”与{self.matches[name].letter}列重复，未读取")


def find_header(rows: Sequence[Row], merged: Sequence[Region] | None, layout: Layout) -> Header | None:
    """Return the header that names most columns of the layout; None when fewer than two are named."""
    grid = _title_grid(rows, merged or ())
    best: tuple[tuple[int, int, int], Header] | None = None
    for start in range(len(rows)):
        for depth in range(1, min(_DEEPEST, len(rows) - start) + 1):
            if depth > 1 and not _looks_like_titles(rows[start + depth - 1]):
                break
            header = _draw_header(rows, grid, start, depth, layout)
            rank = (len(header.columns), -depth, -start)
            if len(header.columns) >= 2 and (best is None or rank > best[0]):
                best = rank, header
    return best[1] if best else None


def _draw_header(rows: Sequence[Row], grid: list[dict[int, str]], start: int, depth: int, layout: Layout) -> Header:
    above = " ".join(cell.text for row in rows[:start] for cell in list(row.cells.values())[:5])[:400]
    draft = _Draft(layout, 10_000 if _TEN_THOUSAND.search("".join(above.split())) else 1)
    for index, texts in _stacks(grid[start : start + depth]):
        draft.add(index, texts)
    return Header(
        rows[start].number, rows[start + depth - 1].number, tuple(draft.matches.values()), tuple(draft.unused),
        tuple(draft.notices), above,
    )  # fmt: skip


def _title_grid(rows: Sequence[Row], merged: Sequence[Region]) -> list[dict[int, str]]:
    """Return the texts of the first rows with merged regions filled, each row limited to a sane width."""
    grid = {row.number: {i: cell.text for i, cell in row.cells.items() if i < SEARCHED_COLUMNS} for row in rows}
    last = rows[-1].number if rows else 0
    for region in merged:
        if region.top > last or region.left >= SEARCHED_COLUMNS:
            continue
        text = grid.get(region.top, {}).get(region.left, "")
        for number in range(region.top, min(region.bottom, last) + 1):
            for index in range(region.left, min(region.right, SEARCHED_COLUMNS) + 1):
                if text and number in grid:
                    grid[number].setdefault(index, text)
    return [grid[row.number] for row in rows]


def _stacks(levels: Sequence[dict[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield for each column its titles from the top group down; a group reaches right over blanks until the next one."""
    groups = [""] * (len(levels) - 1)
    for index in sorted({index for level in levels for index in level}):
        for depth, level in enumerate(levels[:-1]):
            if level.get(index):
                groups[depth : len(groups)] = [level[index], *[""] * (len(groups) - depth - 1)]
        own = levels[-1].get(index, "")
        if own:
            yield index, [*groups, own]
        elif any(level.get(index) for level in levels):
            yield index, [next(level[index] for level in reversed(levels) if level.get(index))]


def _candidates(texts: Sequence[str]) -> Iterator[str]:
    own = plain_title(texts[-1])
    for group in reversed(texts[:-1]):
        if group and plain_title(group) != own:
            yield group_stem(group) + own
            yield plain_title(group) + own
    yield own


def _looks_like_titles(row: Row) -> bool:
    return all(
        cell.kind is CellKind.TEXT and len(cell.text) <= _LONGEST_TITLE and not _DATA_LIKE.search(cell.text)
        for cell in row.cells.values()
    )
