"""Lay a ledger out as sheets of cells: titles, headers, families, totals, notes, merged regions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from typing import Any

from minzheng.demo.ledgers.kinds import Heading, LedgerKind, Writes
from minzheng.demo.ledgers.mess import Mess, Typist
from minzheng.demo.ledgers.rows import LedgerRow

Families = Sequence[Sequence[LedgerRow]]
_EXPLANATION = ("填表说明", ("一、本表由乡镇（街道）填写，每月25日前报县民政局。", "二、身份证号码请用文本格式。"))


@dataclass
class Table:
    """A sheet in the making: rows of cell values (0-based), merged regions as (top, left, bottom, right)."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def lay_out(kind: LedgerKind, families: Families, *, seed: int, mess: Mess) -> list[Table]:
    """Return the sheets of a ledger; the same arguments give the same sheets."""
    rng = Random(seed)  # noqa: S311 - demo data
    typist = Typist(mess, rng)
    titles = [rng.choice(heading.titles) for heading in kind.headings]
    tables = [
        _Page(kind, titles, typist, name).fill(part)
        for name, part in _parts(kind, families, by_township=mess.sheet_per_township)
    ]
    if mess.explanation_sheet:
        name, lines = _EXPLANATION
        tables.insert(0, Table(name, [[line] for line in lines]))
    return tables


def _parts(kind: LedgerKind, families: Families, *, by_township: bool) -> Iterator[tuple[str, Families]]:
    if not by_township:
        yield kind.title[:20], families
        return
    ordered = sorted(families, key=lambda family: family[0].township)
    for township, part in groupby(ordered, key=lambda family: family[0].township):
        yield township, list(part)


class _Page:
    def __init__(self, kind: LedgerKind, titles: list[str], typist: Typist, name: str) -> None:
        self._kind = kind
        self._titles = titles
        self._typist = typist
        self._mess = typist.mess
        self._table = Table(name)
        self._width = len(kind.headings) + 1

    def fill(self, families: Families) -> Table:
        if self._mess.title_rows:
            self._add_titles()
        self._add_header()
        written = 0
        for number, family in enumerate(families, start=1):
            self._add_family(number, family)
            written += len(family)
            every = self._mess.repeat_header_every
            if every and written >= every:
                self._add_header()
                written = 0
        self._add_tail(families)
        return self._table

    def _add(self, row: list[Any]) -> int:
        self._table.rows.append(row)
        return len(self._table.rows) - 1

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if self._mess.merged_cells and (bottom > top or right > left):
            self._table.merged.append((top, left, bottom, right))

    def _add_titles(self) -> None:
        place = "" if self._table.name == self._kind.title else self._table.name
        top = self._add([place + self._kind.title])
        self._merge(top, 0, top, self._width - 1)
        top = self._add([f"填报单位：{place or '县民政局'}（盖章）          单位：人、元"])
        self._merge(top, 0, top, self._width - 1)

    def _add_header(self) -> None:
        if not self._mess.two_row_header:
            self._add(["序号", *self._titles])
            return
        top = self._add(["序号", *self._groups()])
        bottom = self._add(
            ["", *(title if h.group else "" for h, title in zip(self._kind.headings, self._titles, strict=True))]
        )
        self._merge(top, 0, bottom, 0)
        left = 1
        for group, members in groupby(self._kind.headings, key=lambda heading: heading.group):
            size = len(list(members))
            if group:
                self._merge(top, left, top, left + size - 1)
            else:
                for column in range(left, left + size):
                    self._merge(top, column, bottom, column)
            left += size

    def _groups(self) -> Iterator[str]:
        """Yield the upper header: a group's title over its first column, a lone column's own title."""
        previous = None
        for heading, title in zip(self._kind.headings, self._titles, strict=True):
            yield title if not heading.group else "" if heading.group == previous else heading.group
            previous = heading.group

    def _add_family(self, number: int, family: Sequence[LedgerRow]) -> None:
        top = len(self._table.rows)
        for position, row in enumerate(family):
            cells = [self._write(heading, row, first=position == 0) for heading in self._kind.headings]
            self._add([number if position == 0 or not self._mess.merged_cells else None, *cells])
        bottom = len(self._table.rows) - 1
        self._merge(top, 0, bottom, 0)
        for column, heading in enumerate(self._kind.headings, start=1):
            if heading.shared:
                self._merge(top, column, bottom, column)

    def _write(self, heading: Heading, row: LedgerRow, *, first: bool) -> Any:
        if heading.shared and not first and self._mess.merged_cells:
            return None
        return self._typist.write(heading.get(row), heading.writes)

    def _add_tail(self, families: Families) -> None:
        for extra in range(self._mess.serial_only_rows):
            self._add([len(families) + extra + 1])
        if self._mess.totals:
            sums = [self._total(heading, families) for heading in self._kind.headings]
            self._add(["合计", *sums])
        if self._mess.notes:
            self._add(["填表人：            审核人：            联系电话："])

    @staticmethod
    def _total(heading: Heading, families: Families) -> float | None:
        if heading.writes is not Writes.MONEY:
            return None
        rows = [row for family in families for row in (family[:1] if heading.shared else family)]
        return sum(heading.get(row) or 0 for row in rows) / 100
