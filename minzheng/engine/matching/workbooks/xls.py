"""xls files (BIFF in an OLE container). They are read in a process of their own, see `xls_process`.

Known limit of the reader below (calamine 0.9): an error cell (#REF!) of an xls file comes out empty.
"""

import json
import mmap
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import Cell, CellKind, Region, Row, Sheet, number_cell, text_cell
from minzheng.engine.matching.workbooks.xls_process import PASSWORD

_READER = Path(__file__).with_name("xls_process.py")
_TIME_LIMIT = 120
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”后再导入"
_UNLOCK = "请用 Excel 或 WPS 打开，取消打开密码后另存，再导入"


def open_xls(path: Path) -> tuple[tuple[Sheet, ...], Callable[[], None]]:
    """Return the sheets of an xls file and the function that releases it. Raises FileProblem."""
    _refuse_other_containers(path)
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the workbook
    try:
        _read_apart(path, spool)
        return tuple(_index(spool, path.name)), spool.close
    except BaseException:
        spool.close()
        raise


def _refuse_other_containers(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED) >= 0:
            raise FileProblem("文件设有打开密码", where=path.name, remedy=_UNLOCK)
        if all(content.find(name) < 0 for name in _WORKBOOKS):
            raise FileProblem("这是旧版 Word、WPS 或其他文档，不是 Excel 表格", where=path.name, remedy=_RESAVE)


def _read_apart(path: Path, spool: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(_READER), str(path)]
    try:
        done = subprocess.run(command, stdout=spool, stderr=subprocess.DEVNULL, timeout=_TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise FileProblem("读取时间过长，文件可能已损坏", where=path.name, remedy=_RESAVE) from None
    if done.returncode == PASSWORD:
        raise FileProblem("文件设有打开密码", where=path.name, remedy=_UNLOCK)
    if done.returncode != 0:
        raise FileProblem("文件已损坏或过大，无法读取", where=path.name, remedy=_RESAVE)


def _index(spool: IO[bytes], name: str) -> Iterator[Sheet]:
    spool.seek(0)
    while line := spool.readline():
        if line.startswith(b"{"):
            head = json.loads(line)
            read = partial(_rows, spool, spool.tell())
            yield Sheet(head["name"], head["visible"], tuple(_regions(head["merged"])), read)
    if spool.tell() == 0:
        raise FileProblem("工作簿没有工作表", where=name, remedy="请核对文件")


def _regions(merged: list[Any]) -> Iterator[Region]:
    for (top, left), (bottom, right) in merged:
        yield Region(top + 1, left, bottom + 1, right)


def _rows(spool: IO[bytes], offset: int) -> Iterator[Row]:
    while True:
        spool.seek(offset)
        line = spool.readline()
        offset = spool.tell()
        if not line or line.startswith(b"{"):
            return
        number, cells = json.loads(line)
        yield Row(number, {column: _cell(column, kind, value) for column, kind, value in cells})


def _cell(column: int, kind: str, value: Any) -> Cell:
    match kind:
        case "b":
            return Cell(value, CellKind.BOOL, column)
        case "n":
            return number_cell(value, column)
        case "d":
            return Cell(date.fromisoformat(value), CellKind.DATE, column)
        case "t":
            moment = datetime.fromisoformat(value)
            whole = moment.time() == datetime.min.time()
            return Cell(moment.date() if whole else moment, CellKind.DATE if whole else CellKind.DATETIME, column)
        case _:
            return text_cell(value, column)
