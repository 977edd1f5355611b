"""Open a ledger file of any kind and read its rows, as a person would see them. Nothing in the file is trusted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import Cell, CellKind, Region, Row, Sheet, column_letter
from minzheng.engine.matching.workbooks.delimited import open_delimited
from minzheng.engine.matching.workbooks.file_kinds import FileKind, recognise_kind
from minzheng.engine.matching.workbooks.xls import open_xls
from minzheng.engine.matching.workbooks.xlsx import open_xlsx

LARGEST_FILE = 50_000_000
"""Bytes; a ledger of 300,000 rows has about 30 million."""

_OPENERS = {FileKind.XLSX: open_xlsx, FileKind.XLS: open_xls, FileKind.TEXT: open_delimited}


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open file. Use it as a context manager, or call `close`."""

    path: Path
    kind: FileKind
    sheets: tuple[Sheet, ...]
    close: Callable[[], None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_workbook(path: Path | str) -> Workbook:
    """Open an xlsx, xls, csv or txt file by its content. Raises FileProblem for everything that cannot be read."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileProblem("这不是文件", where=path.name, remedy="请选择一个表格文件")
        if size > LARGEST_FILE:
            raise FileProblem(f"文件超过{LARGEST_FILE // 1_000_000}MB", where=path.name, remedy="请按乡镇拆分后再导入")
        with path.open("rb") as file:
            kind = recognise_kind(file.read(4096), name=path.name)
        sheets, close = _OPENERS[kind](path)
    except (OSError, ValueError) as error:
        if isinstance(error, FileProblem):
            raise
        raise FileProblem(
            "文件打不开", where=path.name, remedy="请核对路径、权限，并确认文件没有被其他程序占用"
        ) from None
    return Workbook(path, kind, sheets, close)


__all__ = [
    "LARGEST_FILE",
    "Cell",
    "CellKind",
    "FileKind",
    "FileProblem",
    "Region",
    "Row",
    "Sheet",
    "Workbook",
    "column_letter",
    "open_workbook",
]
