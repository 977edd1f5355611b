"""The shared strings of an xlsx file, packed: a million texts take tens of megabytes, not hundreds."""

import re
from array import array

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks.cells import LONGEST_TEXT
from minzheng.engine.matching.workbooks.markup import local, new_parser
from minzheng.engine.matching.workbooks.packages import Package

_LARGEST = 150_000_000
_KEPT = LONGEST_TEXT + 1
_ESCAPED = re.compile(r"_x(000[9AaDd]|005[Ff])_")


def unescape(text: str) -> str:
    """Undo the writing of line breaks and tabs as _x000D_ (ECMA-376 part 1, 22.9.2.19); other characters stay written out."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x00" in text else text


class SharedStrings:
    """Texts by index."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode("utf-8")

    def append(self, text: str) -> None:
        """Add the next text, cut just beyond the length a cell may have. Raises FileProblem when there is too much text."""
        self._bytes += text[:_KEPT].encode("utf-8")
        self._ends.append(len(self._bytes))
        if len(self._bytes) > _LARGEST:
            raise FileProblem("文件中的文字过多（超过150MB）", remedy="请把表格按乡镇拆分成几个文件后再导入")


def read_shared_strings(package: Package, part: str | None) -> SharedStrings:
    """Read all shared strings; phonetic hints are left out, rich text becomes plain."""
    strings = SharedStrings()
    if part is None or part not in package:
        return strings
    reader = _Reader(strings)
    parser = new_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    for _ in package.parse(part, parser):
        pass
    return strings


class _Reader:
    def __init__(self, strings: SharedStrings) -> None:
        self._strings = strings
        self._pieces: list[str] = []
        self._length = 0
        self._in_text = False
        self._in_phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "t":
            self._in_text = not self._in_phonetic

    def end(self, name: str) -> None:
        name = local(name)
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "si":
            self._strings.append(unescape("".join(self._pieces)))

    def text(self, data: str) -> None:
        if self._in_text and self._length < _KEPT:
            self._pieces.append(data)
            self._length += len(data)
