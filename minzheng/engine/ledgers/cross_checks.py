"""What is odd between the rows of a file, and between the file and the register."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from minzheng.engine.ledgers.meaning import Meaning
from minzheng.engine.ledgers.types import Column
from minzheng.engine.matching.ledger_rows import ParsedRow
from minzheng.engine.matching.problems import RowProblem
from minzheng.engine.registry.lookup import Registered, households_of, persons_by_number
from minzheng.kernel.names import mask_name

_AT_ONCE = 5_000

Finding = tuple[int, RowProblem]
"""A row's position and what is wrong with it."""


@dataclass(slots=True)
class _Line:
    """What is remembered of a row while the file is read; small, because there may be hundreds of thousands."""

    position: int
    family: int
    sheet: str
    row: int
    id_number: str | None
    name: str | None
    related: bool
    placed: bool
    refused: bool


class CrossChecks:
    """Remembers the rows as they are read and then finds what no single row shows."""

    def __init__(self, meaning: Meaning, columns: Mapping[str, dict[str, Column]], *, as_of: date) -> None:
        self._meaning = meaning
        self._columns = columns
        self._as_of = as_of
        self._lines: list[_Line] = []
        self._ordinals: dict[str, int] = {}
        self._registered: dict[str, Registered] = {}
        self._homes: dict[int, int] = {}

    def add(self, row: ParsedRow, *, refused: bool) -> int:
        """Remember a row; return the number of its family."""
        position, values = len(self._lines), row.values
        family = self._ordinals.setdefault(row.household, position)
        placed = "village" in values or "township" in values
        number, name, related = values.get("id_number"), values.get("name"), "relation" in values
        line = _Line(position, family, row.sheet, row.number, number, name, related, placed, refused)
        self._lines.append(line)
        return family

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong between the rows, and between them and the register."""
        for find in (self._duplicates, self._other_names, self._homeless, self._unrelated, self._held, self._elsewhere):
            for line, problem in find():
                line.refused = line.refused or problem.rejects
                yield line.position, problem

    def _duplicates(self) -> Iterator[tuple[_Line, RowProblem]]:
        first: dict[str, _Line] = {}
        for line in self._lines:
            if line.id_number is None:
                continue
            earlier = first.setdefault(line.id_number, line)
            if earlier is line:
                continue
            twice = "同一人出现在两户" if earlier.family != line.family else "身份证号重复"
            reason = f"{twice}：与工作表“{earlier.sheet}”第{earlier.row}行是同一个身份证号"
            yield line, self._problem(line, "id_number", reason, "请核对，只保留正确的一行")

    def _other_names(self) -> Iterator[tuple[_Line, RowProblem]]:
        self._look_up()
        for line in self._lines:
            known = self._registered.get(line.id_number or "")
            if known is not None and line.name is not None and known.name != line.name:
                reason = f"这个身份证号登记的姓名是“{mask_name(known.name)}”，与表中姓名不一致"
                yield line, self._problem(line, "name", reason, "请核对姓名和身份证号；确已改名的，请先更正登记的姓名")

    def _homeless(self) -> Iterator[tuple[_Line, RowProblem]]:
        if not self._meaning.opens_households:
            return
        for lines in self._families():
            if not any(line.placed or self._home(line) for line in lines):
                for line in lines:
                    yield line, self._problem(line, "village", "没有填写乡镇和村（社区）", "请填写所在的村（社区）")

    def _unrelated(self) -> Iterator[tuple[_Line, RowProblem]]:
        if not self._meaning.takes_families:
            return
        for lines in self._families():
            for line in lines if len(lines) > 1 else ():
                if not line.related and not self._home(line):
                    yield line, self._problem(line, "relation", "没有填写与户主关系", "请按户口簿填写与户主关系")

    def _held(self) -> Iterator[tuple[_Line, RowProblem]]:
        """A household is taken whole or not at all."""
        if not self._meaning.takes_families:
            return
        for lines in self._families():
            cause = next((line for line in lines if line.refused), None)
            for line in lines if cause is not None else ():
                if cause is not None and not line.refused:
                    reason = f"整户暂不导入：同一户的第{cause.row}行有问题"
                    yield line, self._problem(line, "", reason, "请先改正那一行")

    def _elsewhere(self) -> Iterator[tuple[_Line, RowProblem]]:
        """A member who is registered in another household stays there."""
        if not self._meaning.takes_families:
            return
        for lines in self._families():
            homes = [home for line in lines if (home := self._home(line)) is not None]
            for line in lines:
                if not line.refused and self._home(line) not in (None, homes[0] if homes else None):
                    yield (
                        line,
                        self._problem(
                            line,
                            "name",
                            "此人已登记在另一户，导入时不改动",
                            "确已迁移的，请先办理成员变动",
                            rejects=False,
                        ),
                    )

    def _look_up(self) -> None:
        numbers = [line.id_number for line in self._lines if line.id_number is not None]
        for start in range(0, len(numbers), _AT_ONCE):
            found = persons_by_number(numbers[start : start + _AT_ONCE])
            self._registered |= found
            self._homes |= households_of([known.person for known in found.values()], since=self._as_of)

    def _home(self, line: _Line) -> int | None:
        known = self._registered.get(line.id_number or "")
        return self._homes.get(known.person) if known else None

    def _families(self) -> Iterator[list[_Line]]:
        members: dict[int, list[_Line]] = defaultdict(list)
        for line in self._lines:
            members[line.family].append(line)
        yield from members.values()

    def _problem(self, line: _Line, name: str, reason: str, remedy: str, *, rejects: bool = True) -> RowProblem:
        column = self._columns.get(line.sheet, {}).get(name, Column("", ""))
        return RowProblem(line.sheet, line.row, column.letter, column.title, "", reason, remedy, rejects)
