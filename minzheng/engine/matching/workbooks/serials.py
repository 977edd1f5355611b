"""Dates inside spreadsheets: a day count and a display format (ECMA-376 part 1, 18.8.30 and 18.17.4)."""

import re
from datetime import date, datetime, timedelta

from minzheng.engine.matching.workbooks.cells import Cell, CellKind

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet date has no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_PHANTOM_DAY = 60
_LAST_SERIAL = 2_958_465
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[yYdD年日]|[mM](?![^;]*[hs])")


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a date; `code` is the custom format, None for a built-in one."""
    if code is None:
        return number in _BUILT_IN_DATES
    return bool(_DATE_LETTERS.search(_LITERALS.sub("", code.split(";")[0])))


def moment_of(serial: float, *, date_1904: bool) -> date | datetime | None:
    """Return the date (or date and time) of a serial; None outside the calendar and for the phantom 29 Feb 1900."""
    if not 0 < serial <= _LAST_SERIAL or (not date_1904 and int(serial) == _PHANTOM_DAY):
        return None
    if date_1904:
        moment = _EPOCH_1904 + timedelta(days=serial)
    else:
        moment = _EPOCH_1900 + timedelta(days=serial + (1 if serial < _PHANTOM_DAY else 0))
    whole = float(serial).is_integer()
    return moment.date() if whole else moment.replace(microsecond=0)


def dated(cell: Cell, *, date_1904: bool) -> Cell:
    """Turn a number shown as a date into that date; anything else stays what it is."""
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int | float):
        return cell
    moment = moment_of(cell.value, date_1904=date_1904)
    if moment is None:
        return cell
    kind = CellKind.DATETIME if isinstance(moment, datetime) else CellKind.DATE
    return Cell(moment, kind, cell.column)
