"""Townships and villages by the names people write, with or without 街道, 镇, 村委会 and the names above them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from minzheng.engine.matching.readings.reading import CellProblem
from minzheng.kernel.characters import printable, to_ascii_width

_TOWNSHIP_TAIL = re.compile(r"(?:人民政府|办事处|街道办事处|街道办|街道|镇|乡)+$")
_VILLAGE_TAIL = re.compile(r"(?:村民委员会|社区居民委员会|社区居委会|居民委员会|村委会|居委会|社区|村民小组|村)$")
_GROUP_TAIL = re.compile(r"(?:第?[0-9一二三四五六七八九十]+(?:村民)?(?:小组|组|社|队))$")
_LEVELS = {"township": 9, "village": 12}


class DivisionNames:
    """The divisions of one county by name. Codes are 12-digit integers."""

    def __init__(self, divisions: Iterable[tuple[int, str, str]]) -> None:
        """Take rows of code, name and level ("county", "township", "village", others are ignored)."""
        self._townships: dict[str, set[int]] = defaultdict(set)
        self._villages: dict[str, set[int]] = defaultdict(set)
        self._above: list[str] = []
        self.names: dict[int, str] = {}
        for code, name, level in divisions:
            self._add(code, name, level)
        self._above.sort(key=len, reverse=True)

    def _add(self, code: int, name: str, level: str) -> None:
        if level not in _LEVELS:
            self._above += [name, name[:2] + "县"] if level == "county" else [name]
            return
        self.names[code] = name
        table, tail = (self._townships, _TOWNSHIP_TAIL) if level == "township" else (self._villages, _VILLAGE_TAIL)
        table[name].add(code)
        table[tail.sub("", name) or name].add(code)

    def township(self, text: str) -> int:
        """Return the code of a township. Raises CellProblem."""
        plain = self._plain(text)
        found = self._townships.get(plain) or self._townships.get(_TOWNSHIP_TAIL.sub("", plain), set())
        if len(found) == 1:
            return next(iter(found))
        raise CellProblem(f"本县没有“{printable(text)}”这个乡镇（街道）", "请按行政区划名称填写乡镇（街道）全称")

    def village(self, text: str, *, township: int | None = None) -> int:
        """Return the code of a village, inside the township when that is known. Raises CellProblem."""
        plain = self._plain(text)
        named, rest = self._split(plain)
        inside = named or township
        found = self._villages.get(rest) or self._villages.get(_VILLAGE_TAIL.sub("", _GROUP_TAIL.sub("", rest)), set())
        if inside is not None:
            found = {code for code in found if code // 1000 == inside // 1000}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise CellProblem(f"有{len(found)}个村（社区）都叫“{printable(text)}”", "请同时填写所在乡镇（街道）")
        where = self.names.get(inside, "本县") if inside is not None else "本县"
        raise CellProblem(f"{where}没有“{printable(text)}”这个村（社区）", "请按行政区划名称填写村（社区）全称")

    def _plain(self, text: str) -> str:
        plain = "".join(to_ascii_width(text[:200]).split())
        for name in self._above:
            plain = plain.removeprefix(name)
        return plain

    def _split(self, plain: str) -> tuple[int | None, str]:
        for tail in ("街道办事处", "街道", "镇", "乡"):
            head, mark, rest = plain.partition(tail)
            codes = self._townships.get(head + tail) or self._townships.get(head, set()) if mark and rest else set()
            if len(codes) == 1:
                return next(iter(codes)), rest
        return None, plain
