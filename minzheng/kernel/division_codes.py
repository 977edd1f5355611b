"""Administrative division codes: GB/T 2260 (6 digits), townships GB/T 10114 (9), statistical villages (12)."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from minzheng.kernel.characters import printable, to_ascii_width

_DIGITS = re.compile(r"[1-9][0-9]+")
_FULL = 12


class DivisionLevel(IntEnum):
    """Levels of division; the value is the number of significant digits."""

    PROVINCE = 2
    PREFECTURE = 4
    COUNTY = 6
    TOWNSHIP = 9
    VILLAGE = 12


class DivisionCodeProblem(ValueError):
    """A text that is no division code; the message is a Chinese sentence."""


@dataclass(frozen=True, order=True, slots=True)
class DivisionCode:
    """A division, by its significant digits: "53", "5301", "530129", "530129103" or "530129103201"."""

    prefix: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code of 2, 4, 6, 9 or 12 digits; trailing zeros mean a higher level. Raises DivisionCodeProblem."""
        digits = "".join(to_ascii_width(text).split())
        if not _DIGITS.fullmatch(digits) or len(digits) not in tuple(DivisionLevel):
            raise DivisionCodeProblem(f"“{printable(text)}”不是行政区划代码，应为2、4、6、9或12位数字")
        level = next(level for level in DivisionLevel if not digits[level:].strip("0"))
        return cls(digits[:level])

    def __post_init__(self) -> None:
        if not _DIGITS.fullmatch(self.prefix) or len(self.prefix) not in tuple(DivisionLevel):
            raise DivisionCodeProblem(f"“{printable(self.prefix)}”不是行政区划代码，应为2、4、6、9或12位数字")

    def __str__(self) -> str:
        return self.prefix.ljust(_FULL, "0")

    @property
    def level(self) -> DivisionLevel:
        """Return the level of the division."""
        return DivisionLevel(len(self.prefix))

    @property
    def number(self) -> int:
        """Return the 12-digit code as an integer, for number columns and range comparison."""
        return int(str(self))

    @property
    def last_number(self) -> int:
        """Return the highest 12-digit code inside the division; with `number` it bounds a range query."""
        return int(self.prefix.ljust(_FULL, "9"))

    def parent(self) -> "DivisionCode | None":
        """Return the division one level up; None for a province."""
        above = [level for level in DivisionLevel if level < self.level]
        return DivisionCode(self.prefix[: above[-1]]) if above else None

    def ancestors(self) -> "tuple[DivisionCode, ...]":
        """Return every division above, from the province down to the parent."""
        return tuple(DivisionCode(self.prefix[:level]) for level in DivisionLevel if level < self.level)

    def is_within(self, other: "DivisionCode") -> bool:
        """Whether this division is the other one or lies inside it."""
        return self.prefix.startswith(other.prefix)
