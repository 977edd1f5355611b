"""xlsx files (ECMA-376): which sheets there are, which styles are dates; the rows come from `xlsx_rows`.

An own streaming reader, because the ready ones lose what the report must say: calamine drops error cells and formulas
without a value, holds whole sheets in memory (447 MB for 300,000 × 15) and lets one forged row number end the process;
openpyxl trusts the declared dimension.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import LAST_COLUMN, LAST_ROW, Region, Row, Sheet
from minzheng.engine.matching.workbooks.markup import local, new_parser
from minzheng.engine.matching.workbooks.packages import Package
from minzheng.engine.matching.workbooks.serials import is_date_format
from minzheng.engine.matching.workbooks.shared_strings import read_shared_strings
from minzheng.engine.matching.workbooks.xlsx_rows import SheetFormat, read_sheet_rows

_MOST_SHEETS = 200
_MOST_MERGED = 500_000
_MOST_STYLES = 100_000
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
_OVERLAP = 200
_Handler = Callable[[str, dict[str, str]], None]


@dataclass
class _Contents:
    """What the small parts of the package say."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    date_1904: bool = False
    in_cell_styles: bool = False

    def on_relation(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
            self.types[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2]

    def on_workbook(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), relation))
        elif name == "workbookPr":
            self.date_1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    def on_style(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "numFmt" and len(self.formats) < _MOST_STYLES:
            self.formats[_small(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:500]
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            self.in_cell_styles = name == "cellXfs"
        elif name == "xf" and self.in_cell_styles and len(self.styles) < _MOST_STYLES:
            self.styles.append(_small(attributes.get("numFmtId")))

    def date_styles(self) -> frozenset[str]:
        """Return the style indexes, as written in cells, that show a date."""
        return frozenset(
            str(index) for index, number in enumerate(self.styles) if is_date_format(number, self.formats.get(number))
        )


def _small(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _scan(package: Package, part: str, on_start: _Handler) -> None:
    parser = new_parser()
    parser.StartElementHandler = on_start
    for _ in package.parse(part, parser):
        pass


def open_xlsx(path: Path) -> tuple[tuple[Sheet, ...], Callable[[], None]]:
    """Return the sheets of an xlsx file and the function that closes it. Raises FileProblem."""
    package = Package(path)
    try:
        return _sheets(package), package.close
    except BaseException:
        package.close()
        raise


def _sheets(package: Package) -> tuple[Sheet, ...]:
    contents = _Contents()
    workbook = _workbook_part(package)
    folder = posixpath.dirname(workbook)
    _scan(package, workbook, contents.on_workbook)
    _scan(package, f"{folder}/_rels/{posixpath.basename(workbook)}.rels".lstrip("/"), contents.on_relation)
    if not 0 < len(contents.sheets) <= _MOST_SHEETS:
        raise FileProblem(f"工作簿没有工作表或工作表超过{_MOST_SHEETS}个", where=package.name, remedy="请核对文件")
    strings = read_shared_strings(package, _part_of_type(contents, "sharedStrings", folder))
    styles = _part_of_type(contents, "styles", folder)
    if styles in package:
        _scan(package, styles, contents.on_style)
    layout = SheetFormat(strings, contents.date_styles(), date_1904=contents.date_1904)
    return tuple(_worksheets(package, contents, folder, layout))


def _worksheets(package: Package, contents: _Contents, folder: str, layout: SheetFormat) -> Iterator[Sheet]:
    for name, state, relation in contents.sheets:
        if contents.types.get(relation, "") != "worksheet":
            continue
        part = _resolve(contents.targets[relation], folder)
        read = partial(_rows, package, part, layout, name)
        yield Sheet(name, state == "visible", _merged(package, part), read, contents.date_1904)


def _rows(package: Package, part: str, layout: SheetFormat, sheet: str) -> Iterator[Row]:
    return read_sheet_rows(package, part, layout, sheet=sheet)


def _workbook_part(package: Package) -> str:
    contents = _Contents()
    if "_rels/.rels" in package:
        _scan(package, "_rels/.rels", contents.on_relation)
    found = _part_of_type(contents, "officeDocument", "")
    return found if found in package else "xl/workbook.xml"


def _part_of_type(contents: _Contents, kind: str, folder: str) -> str:
    target = next((contents.targets[key] for key, value in contents.types.items() if value == kind), "")
    return _resolve(target, folder) if target else ""


def _resolve(target: str, folder: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _merged(package: Package, part: str) -> tuple[Region, ...]:
    """Find merged regions by a scan of the bytes: they stand after the rows, but are needed before them."""
    found: list[Region] = []
    tail = b""
    with package.stream(part) as stream:
        while block := stream.read(1 << 20):
            found += [_region(match) for match in _MERGE.finditer(tail + block)]
            tail = block[-_OVERLAP:]
            if len(found) > _MOST_MERGED:
                raise FileProblem("合并单元格过多", where=package.name, remedy="请取消合并后再导入")
    regions = dict.fromkeys(found)
    return tuple(region for region in regions if region.bottom <= LAST_ROW and region.right < LAST_COLUMN)


def _region(match: re.Match[bytes]) -> Region:
    left, top, right, bottom = match.groups()
    return Region(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))


def column_number(letters: str) -> int:
    """Return the 0-based column of letters: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
