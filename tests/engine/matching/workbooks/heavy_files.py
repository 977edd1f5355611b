"""Writes one heavy file, reads it in this process, prints the outcome and the peak memory in MB of reading."""

import os
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks import open_workbook
from tests.engine.matching.corpus import package, variants

_ROWS = 300_000


def _write_package(path: Path, parts: dict[str, Iterator[str]]) -> None:
    """Write a package whose large parts come piece by piece."""
    path.write_bytes(package("", extra={"xl/_rels/workbook.xml.rels": _RELATIONS}))
    with zipfile.ZipFile(path) as archive:
        small = {name: archive.read(name) for name in archive.namelist() if name not in parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in small.items():
            archive.writestr(name, content)
        for name, pieces in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece.encode())


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def _sheet(rows: Iterator[str]) -> Iterator[str]:
    yield "<worksheet><sheetData>"
    yield from rows
    yield "</sheetData></worksheet>"


def _text(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_300000(path: Path) -> None:
    rows = (
        f'<row r="{i}">' + "".join(_text(f"{letter}{i}", f"530199{i:012}") for letter in "ABCDEFGHIJ") + "</row>"
        for i in range(1, _ROWS + 1)
    )
    _write_package(path, {_STRINGS: iter(["<sst/>"]), _SHEET: _sheet(rows)})


def wide_16384(path: Path) -> None:
    rows = (f'<row r="{i}">' + "<c><v>1</v></c>" * 16_384 + "</row>" for i in range(1, 101))
    _write_package(path, {_STRINGS: iter(["<sst/>"]), _SHEET: _sheet(rows)})


def many_strings(path: Path) -> None:
    strings = (f"<si><t>某某村民小组第{i}户</t></si>" for i in range(2_000_000))
    rows = (f'<row r="{i}"><c r="A{i}" t="s"><v>{i}</v></c></row>' for i in range(1, 100_001))
    _write_package(path, {_STRINGS: _wrapped(strings), _SHEET: _sheet(rows)})


def _wrapped(strings: Iterator[str]) -> Iterator[str]:
    yield "<sst>"
    yield from strings
    yield "</sst>"


def megabyte_cells(path: Path) -> None:
    rows = (f'<row r="{i}">{_text(f"A{i}", f"{i:07}" * 150_000)}</row>' for i in range(1, 51))
    _write_package(path, {_STRINGS: iter(["<sst/>"]), _SHEET: _sheet(rows)})


def csv_50mb(path: Path) -> None:
    line = "张三,530199199001010019,仁德街道,学府社区居委会,因病\r\n".encode("gbk")
    path.write_bytes(line * (49_900_000 // len(line)))


def csv_short_lines(path: Path) -> None:
    path.write_bytes("𠮷\n".encode("gb18030") * 9_000_000)


def xls_far_cell(path: Path) -> None:
    variants()["xls_far_cell"](path)


_WRITERS: dict[str, Callable[[Path], None]] = {
    writer.__name__: writer
    for writer in (rows_300000, wide_16384, many_strings, megabyte_cells, csv_50mb, csv_short_lines, xls_far_cell)
}


def main(name: str, folder: str) -> None:
    """Write in a child process, so that only reading counts."""
    path = Path(folder) / "heavy"
    child = os.fork()
    if child == 0:
        _WRITERS[name](path)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    try:
        with open_workbook(path) as workbook:
            outcome = f"rows {sum(1 for sheet in workbook.sheets for _ in sheet.rows())}"
    except FileProblem as problem:
        outcome = f"FileProblem {problem.what}"
    readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if name == "xls_far_cell" else 0
    print(f"{outcome}|{(_own_peak() + readers) / 1024:.0f}")


def _own_peak() -> int:
    """Peak memory of this process in KiB; ru_maxrss would count the process that started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
