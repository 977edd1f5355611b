"""Numbers of cases: township, year, running number and a check digit, e.g. ``105-2026-00042-7``.

The check digit (ISO/IEC 7064, MOD 11,10) finds a digit mistyped or two swapped, so that an old person who reads a number over the
phone is not told that there is no such case.
"""

from __future__ import annotations

import re

from django.db import connection

from minzheng.kernel.characters import to_ascii_width

_NEXT = """
    INSERT INTO cases_casecounter (township, year, serial) VALUES (%s, %s, 1)
    ON CONFLICT (township, year) DO UPDATE SET serial = cases_casecounter.serial + 1 RETURNING serial
"""
_FORM = re.compile(r"(\d{3})-?(\d{4})-?(\d{5})-?(\d)")


def next_number(*, division: int, year: int) -> str:
    """Give the next number of a township in a year; others who ask for one there wait until this transaction ends."""
    township = division // 1000 % 1000
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [township, year])
        serial = int(cursor.fetchone()[0])
    digits = f"{township:03d}{year:04d}{serial:05d}"
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}-{check_digit(digits)}"


def clean_number(text: str) -> str | None:
    """Return a number as it is kept, from what somebody typed; None if no case can have it."""
    found = _FORM.fullmatch(to_ascii_width(text).replace(" ", "")) if len(text) <= 40 and text.isprintable() else None
    if found is None or not found.group(0).isascii() or check_digit("".join(found.groups()[:3])) != found.group(4):
        return None
    return "-".join(found.groups())


def check_digit(digits: str) -> str:
    """The check digit of ISO/IEC 7064 MOD 11,10."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)
