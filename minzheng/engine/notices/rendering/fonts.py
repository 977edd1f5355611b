"""Which characters the installed fonts can print: a name is never printed as an empty box."""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
"""Where fonts are looked for; the same for printing and for checking."""
_ENDINGS = frozenset({".ttf", ".otf", ".ttc"})
_NEVER_SEEN = frozenset("\n\u200b\u200c\u200d\ufe0e\ufe0f") | {chr(code) for code in range(0xE0100, 0xE01F0)}
"""Line ends, joiners and variation selectors: they need no glyph of their own."""


def folders(wanted: Sequence[str] = FOLDERS) -> list[str]:
    """The folders that are there."""
    return [folder for folder in wanted if Path(folder).is_dir()]


def unprintable(texts: Iterable[str], where: Sequence[str] = FOLDERS) -> list[str]:
    """The characters of some texts that no font of some folders has, each once, in order."""
    starts, ends = _covered(tuple(folders(where)))
    wanted = sorted(set().union(*texts) - _NEVER_SEEN)
    return [character for character in wanted if not _has(starts, ends, ord(character))]


def _has(starts: list[int], ends: list[int], code: int) -> bool:
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _covered(where: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """Ranges of code points, merged and sorted: their first and their last."""
    starts: list[int] = []
    ends: list[int] = []
    for first, last in sorted({found for file in _files(where) for found in _ranges(file)}):
        if ends and first <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends


def _files(where: Sequence[str]) -> Iterator[Path]:
    for folder in where:
        yield from (path for path in sorted(Path(folder).rglob("*")) if path.suffix.lower() in _ENDINGS)


def _ranges(path: Path) -> Iterator[tuple[int, int]]:
    """The code points of the first face of a file (OpenType, table cmap, formats 4 and 12)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        face = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
        (tables,) = struct.unpack_from(">H", data, face + 4)
        records = (struct.unpack_from(">4sIII", data, face + 12 + 16 * at) for at in range(tables))
        start = next((offset for tag, _, offset, _ in records if tag == b"cmap"), None)
        if start is None:
            return
        (subtables,) = struct.unpack_from(">H", data, start + 2)
        offsets = {struct.unpack_from(">HHI", data, start + 4 + 8 * at)[2] for at in range(subtables)}
        for offset in offsets:
            (form,) = struct.unpack_from(">H", data, start + offset)
            if form == 12:
                yield from _groups(data, start + offset)
            elif form == 4:
                yield from _segments(data, start + offset)


def _groups(data: mmap.mmap, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    for group in range(count):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
        yield first, last


def _segments(data: mmap.mmap, at: int) -> Iterator[tuple[int, int]]:
    """Segments of format 4; one that leads through an array of glyphs may have holes and is left to format 12."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    through = struct.unpack_from(f">{count}H", data, at + 16 + 3 * doubled)
    yield from (
        (first, last) for first, last, array in zip(firsts, lasts, through, strict=True) if not array and last < 0xFFFF
    )
