"""Delimited text (csv, txt) in the encodings that Chinese offices produce, also several in one file."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import LAST_COLUMN, LAST_ROW, Row, Sheet, text_cell

UNREADABLE = "\ufffd"
"""Stands for bytes that no known encoding explains; a row that holds it is rejected."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CJK = re.compile(r"[\u2e80-\ufaff\U00020000-\U0003fffd]")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 40
_QUOTES = "请用记事本检查该处附近的英文引号是否成对，或改存为 xlsx 后再导入"
_RESAVE = "请用 Excel 或 WPS 另存为 xlsx 后再导入"


@dataclass(slots=True)
class _Text:
    """A file's content, kept packed; its lines are cut and decoded only as they are asked for."""

    content: bytes | str
    decode: Callable[[bytes], str]

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends; CR, LF and CRLF all end one."""
        if isinstance(self.content, str):
            return (match[0] for match in _LINE.finditer(self.content) if match[0])
        return (self.decode(match[0]) for match in _BYTE_LINE.finditer(self.content) if match[0])

    def close(self) -> None:
        self.content = ""


def open_delimited(path: Path) -> tuple[tuple[Sheet, ...], Callable[[], None]]:
    """Return the one sheet of a text file. Raises FileProblem."""
    text = _text_of(path.read_bytes(), path.name)
    sheet = Sheet(path.stem, True, None, partial(_rows, text, _delimiter(text), path.name))
    return (sheet,), text.close


def _text_of(content: bytes, name: str) -> _Text:
    encoding = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)
    if encoding and encoding != "utf-8":
        return _Text(content.decode(encoding, "replace").removeprefix("\ufeff"), _decode_utf8)
    if content.count(b"\x00") > len(content) // 20:
        raise FileProblem("文件含有大量空字符，不是文本表格", where=name, remedy=_RESAVE)
    content = content.removeprefix(codecs.BOM_UTF8)
    return _Text(content, _decode_utf8 if _is_utf8(content) else _decode_mixed)


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), 1 << 20):
            decoder.decode(content[start : start + (1 << 20)])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf8(line: bytes) -> str:
    return line.decode("utf-8")


def _decode_mixed(line: bytes) -> str:
    """Decode one line of a file that is not UTF-8 as a whole: GB18030 (with it GBK and GB2312), a few lines UTF-8."""
    if line.isascii():
        return line.decode("ascii")
    try:
        as_utf8 = line.decode("utf-8")
        if _CJK.search(as_utf8):
            return as_utf8
    except UnicodeDecodeError:
        pass
    return line.decode("gb18030", "replace")


def _delimiter(text: _Text) -> str:
    """Return the character that cuts most of the first lines into the most columns; a comma when none does."""
    sample = list(islice((line for line in text.lines() if line.strip()), _SAMPLE_LINES))
    scores = {mark: sorted(line.count(mark) for line in sample) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: scores[mark][len(sample) // 2] if sample else 0)


def _rows(text: _Text, delimiter: str, name: str) -> Iterator[Row]:
    reader = csv.reader(text.lines(), delimiter=delimiter)
    number = 0
    while True:
        started = reader.line_num
        try:
            record = next(reader, None)
        except csv.Error:
            where = f"{name}第{number + 1}行（文件第{started + 1}行）起"
            raise FileProblem("有引号没有配对，或单元格超过13万字", where=where, remedy=_QUOTES) from None
        if record is None:
            return
        number += 1
        if reader.line_num - started > 1:
            _refuse_swallowed(record, delimiter, f"{name}第{number}行（文件第{started + 1}行）起")
        _refuse_oversize(number, len(record), name)
        if cells := {column: text_cell(text, column) for column, text in _filled(record)}:
            yield Row(number, cells)


def _filled(record: list[str]) -> Iterator[tuple[int, str]]:
    for column, raw in enumerate(record):
        guarded = _FORMULA_TEXT.fullmatch(raw) if raw.startswith("=") else None
        text = guarded[1] if guarded else raw
        if text.strip("\x00 \t\r\n\u3000"):
            yield column, text


def _refuse_swallowed(record: list[str], delimiter: str, where: str) -> None:
    """Refuse a cell that has swallowed following lines because a quotation mark never closed."""
    for text in record:
        if text.count("\n") + text.count("\r") > 50 or ("\n" in text and text.count(delimiter) >= 3):
            raise FileProblem("有引号没有配对，后面的行被并进了一个单元格", where=where, remedy=_QUOTES)


def _refuse_oversize(number: int, columns: int, name: str) -> None:
    if columns > LAST_COLUMN or number > LAST_ROW:
        raise FileProblem("行数或列数超过电子表格的上限", where=f"{name}第{number}行", remedy="请拆分后再导入")
