"""Numbers of persons and accounts: right in form, and such as can belong to nobody."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.draws import Ints, Mask
from minzheng.kernel.id_numbers import DEMO_AREA, check_digit

Texts = NDArray[np.str_]

MOST_PER_DAY = 500
"""Sequence numbers of one sex on one day: the last digit of three is odd for men, even for women (GB 11643-1999)."""

_SPARE_PER_DAY = 100
"""Numbers of one sex on one day that are kept for people outside the county; a county would need millions to come near."""

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK_DIGITS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_SHUFFLE, _SHIFT = 137, 31
_FIRST_DAY = np.datetime64("1970-01-01")
_FICTIONAL_PHONES = 19_900_000_000
_BANK_PREFIX = 9_990
"""No bank card in the world begins with these digits."""


class TooManyPeople(ValueError):
    """More people were born on one day than a division can number; the text is a Chinese sentence."""


def identity_numbers(*, birth_on: Ints, male: Mask) -> Texts:
    """Return a different 18-character number for each person.

    Args:
        birth_on: days since 1970-01-01.
        male: sex, which the 17th digit says.

    Raises:
        TooManyPeople: more than 500 of one sex on one day.
    """
    years, months, days_of_month = calendar(birth_on)
    rank = _rank_on_day(birth_on, male)
    if len(rank) and rank.max() >= MOST_PER_DAY:
        raise TooManyPeople("人数过多：同一天出生的人超过了顺序码的容量，请减少 --people。")
    sequence = (rank * _SHUFFLE + birth_on * _SHIFT) % MOST_PER_DAY * 2 + male
    fields = ((int(DEMO_AREA), 6), (years, 4), (months, 2), (days_of_month, 2), (sequence, 3))
    digits = np.concatenate([_digits(np.broadcast_to(value, birth_on.shape), width) for value, width in fields], axis=1)
    check = _CHECK_DIGITS[digits @ _WEIGHTS % 11]
    return _as_text(np.column_stack([digits + ord("0"), check]))


def spare_number(born: date, *, male: bool, place: int) -> str:
    """Return a number that no resident has: of a person born on a day as the 401st or later of their sex.

    Args:
        born: birthday.
        male: sex, which the 17th digit says.
        place: 0 … 99, different for people born on the same day.
    """
    rank = MOST_PER_DAY - _SPARE_PER_DAY + place % _SPARE_PER_DAY
    sequence = (rank * _SHUFFLE + (born - date(1970, 1, 1)).days * _SHIFT) % MOST_PER_DAY * 2 + male
    first = f"{DEMO_AREA}{born:%Y%m%d}{sequence:03d}"
    return first + check_digit(first)


def phones(drawn: Ints) -> Texts:
    """Return fictional mobile numbers 199 0000 xxxx for numbers of 0 … 9999."""
    return _as_text(_digits(_FICTIONAL_PHONES + drawn, 11) + ord("0"))


def accounts(households: Ints) -> Texts:
    """Return a fictional account number of 19 digits for each household."""
    return _as_text(
        np.concatenate(
            [_digits(np.full(len(households), _BANK_PREFIX), 4), _digits(households * 7_919 + 100_003, 15)], axis=1
        )
        + ord("0")
    )


def calendar(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of the month of days since 1970-01-01."""
    dates = _FIRST_DAY + days.astype("timedelta64[D]")
    months = dates.astype("datetime64[M]")
    years = months.astype("datetime64[Y]").astype(np.int64) + 1970
    return years, months.astype(np.int64) % 12 + 1, (dates - months).astype(np.int64) + 1


def _rank_on_day(birth_on: Ints, male: Mask) -> Ints:
    group = birth_on * 2 + male
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=group[order][:1] - 1))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))
    return rank


def _digits(values: Ints, width: int) -> Ints:
    return np.asarray(values, dtype=np.int64)[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10


def _as_text(characters: Ints) -> Texts:
    width = characters.shape[1]
    return np.ascontiguousarray(characters.astype(np.uint8)).view(f"S{width}").ravel().astype(f"U{width}")
