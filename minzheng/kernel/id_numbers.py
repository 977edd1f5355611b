"""Identity numbers: GB 11643-1999 resident numbers and their relatives. No input whatever raises an exception."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from minzheng.kernel.characters import to_ascii_width, without_invisible
from minzheng.kernel.periods import full_years

DEMO_AREA = "530199"
"""A division code that was never assigned; demo people get numbers that can belong to nobody."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_BODY_18 = re.compile(r"[0-9]{17}[0-9X]")
_BODY_15 = re.compile(r"[0-9]{15}|[A-Z]{3}[0-9]{12}")
_SPOILT_BY_SPREADSHEET = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]{1,3}")
_BLANKS = re.compile(r"\s+")
_HMT_AREAS = ("810000", "820000", "830000")
_PROVINCES = frozenset(
    f"{region}{place}"
    for region, places in enumerate(("", "12345", "123", "1234567", "123456", "01234", "12345", "1", "123"))
    for place in places
)
_OLDEST = 130


class IdKind(StrEnum):
    """Whose number it is and in which form it was written."""

    RESIDENT_18 = "RESIDENT_18"
    LEGACY_15 = "LEGACY_15"
    HMT_RESIDENCE = "HMT_RESIDENCE"
    PERMANENT_RESIDENCE = "PERMANENT_RESIDENCE"


class IdError(StrEnum):
    """Why a number is refused, in the order of the checks; the first failure is reported."""

    BAD_LENGTH = "BAD_LENGTH"
    BAD_CHARACTER = "BAD_CHARACTER"
    BAD_DATE = "BAD_DATE"
    FUTURE_BIRTH = "FUTURE_BIRTH"
    TOO_OLD = "TOO_OLD"
    BAD_CHECK_DIGIT = "BAD_CHECK_DIGIT"


class IdWarning(StrEnum):
    """What an officer should look at although the number is acceptable."""

    BAD_AREA = "BAD_AREA"
    SEX_MISMATCH = "SEX_MISMATCH"
    LEGACY_NUMBER = "LEGACY_NUMBER"


_MESSAGES = {
    IdError.BAD_LENGTH: "身份证号码应为18位（老号码15位），请核对是否多填、漏填",
    IdError.BAD_CHARACTER: "身份证号码含有不应出现的字符，只能是数字，末位可以是X",
    IdError.BAD_DATE: "身份证号码中的出生日期不存在，请核对第7至14位",
    IdError.FUTURE_BIRTH: "身份证号码中的出生日期晚于今天，请核对第7至14位",
    IdError.TOO_OLD: "按身份证号码推算年龄超过130岁，请核对第7至14位",
    IdError.BAD_CHECK_DIGIT: "身份证号码校验位不正确，可能有数字填错，请对照证件核对",
}
_SPOILT = "身份证号码在表格中被存成了数字，末几位已丢失，请把该列改为文本格式后重新填写"
_EMPTY = "没有填写身份证号码"
_WARNINGS = {
    IdWarning.BAD_AREA: "身份证号码前两位不是省级代码，请核对",
    IdWarning.SEX_MISMATCH: "身份证号码第17位与登记的性别不一致，请核对",
    IdWarning.LEGACY_NUMBER: "这是15位老号码，已换算为18位，请核对现用证件",
}


@dataclass(frozen=True, slots=True)
class IdCheck:
    """The outcome of a check.

    `number` is normalised (half width, X, no blanks, 15 → 18 digits) once length and characters are right, else "";
    `sex` is "MALE" or "FEMALE"; `birth_on` and `sex` are read from the number.
    """

    error: IdError | None
    kind: IdKind | None = None
    number: str = ""
    birth_on: date | None = None
    sex: str | None = None
    warnings: tuple[IdWarning, ...] = ()
    message: str = ""

    @property
    def valid(self) -> bool:
        """Whether the number may be accepted; warnings do not refuse it."""
        return self.error is None


def check_id_number(text: object, *, today: date, sex: str | None = None) -> IdCheck:
    """Check an identity number of any origin; `sex` ("MALE"/"FEMALE") is what the register says, for comparison.

    Order: length, characters, date, check digit (GB 11643-1999). The area is only a hint, and sequence 000 is valid.
    The old foreigners' card (three letters, twelve digits) is checked for form and date alone.
    """
    written = _normalised(text)
    if written is None:
        return IdCheck(
            IdError.BAD_CHARACTER, message=_SPOILT if isinstance(text, float) else _MESSAGES[IdError.BAD_CHARACTER]
        )
    error = _form_error(written)
    if error is not None:
        message = _SPOILT if _SPOILT_BY_SPREADSHEET.fullmatch(written) else _MESSAGES[error] if written else _EMPTY
        return IdCheck(error, message=message)
    if written[0].isalpha():
        return _check_letter_card(written, today=today)
    number = convert_15_to_18(written) if len(written) == 15 else written
    return _check_18(number, legacy=len(written) == 15, today=today, sex=sex)


def _normalised(text: object) -> str | None:
    """Return the written number without decoration; None for what cannot be a number's text at all."""
    if text is None:
        return ""
    if isinstance(text, int) and not isinstance(text, bool):
        return str(text) if 0 <= text < 10**20 else "0" * 20
    if not isinstance(text, str):
        return None
    plain = without_invisible(to_ascii_width(text))
    return _BLANKS.sub("", plain).strip("'\"`").upper()


def _form_error(written: str) -> IdError | None:
    if len(written) not in (15, 18):
        return IdError.BAD_LENGTH
    pattern = _BODY_18 if len(written) == 18 else _BODY_15
    return None if pattern.fullmatch(written) else IdError.BAD_CHARACTER


def _check_letter_card(written: str, *, today: date) -> IdCheck:
    """Old permanent residence card: nationality (3 letters), issuing area (4), birth YYMMDD, sequence, check digit."""
    centuries = (_date_of(century + written[7:13]) for century in ("20", "19"))
    birth = next((day for day in centuries if day is not None and day <= today), None)
    error = IdError.BAD_DATE if birth is None else None
    return IdCheck(
        error,
        kind=IdKind.PERMANENT_RESIDENCE,
        number=written,
        birth_on=birth,
        message=_MESSAGES[error] if error else "",
    )


def _check_18(number: str, *, legacy: bool, today: date, sex: str | None) -> IdCheck:
    kind = _kind(number, legacy=legacy)
    birth = _date_of(number[6:14])
    error = _date_error(birth, today) or (IdError.BAD_CHECK_DIGIT if check_digit(number[:17]) != number[17] else None)
    if error is not None:
        return IdCheck(error, kind=kind, number=number, birth_on=birth, message=_MESSAGES[error])
    coded_sex = "MALE" if int(number[16]) % 2 else "FEMALE"
    warnings = _warnings(number, kind, sex_differs=sex in ("MALE", "FEMALE") and sex != coded_sex)
    message = "；".join(_WARNINGS[warning] for warning in warnings)
    return IdCheck(None, kind=kind, number=number, birth_on=birth, sex=coded_sex, warnings=warnings, message=message)


def _kind(number: str, *, legacy: bool) -> IdKind:
    if legacy:
        return IdKind.LEGACY_15
    if number.startswith(_HMT_AREAS):
        return IdKind.HMT_RESIDENCE
    return IdKind.PERMANENT_RESIDENCE if number.startswith("9") else IdKind.RESIDENT_18


def _date_of(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _date_error(birth: date | None, today: date) -> IdError | None:
    if birth is None:
        return IdError.BAD_DATE
    if birth > today:
        return IdError.FUTURE_BIRTH
    too_old = today.year - birth.year > _OLDEST and full_years(birth, today) > _OLDEST
    return IdError.TOO_OLD if too_old else None


def _warnings(number: str, kind: IdKind, *, sex_differs: bool) -> tuple[IdWarning, ...]:
    found = {
        IdWarning.LEGACY_NUMBER: kind is IdKind.LEGACY_15,
        IdWarning.BAD_AREA: kind is not IdKind.PERMANENT_RESIDENCE and number[:2] not in _PROVINCES,
        IdWarning.SEX_MISMATCH: sex_differs,
    }
    return tuple(warning for warning, present in found.items() if present)


def check_digit(first17: str) -> str:
    """Return the check character of 17 ASCII digits (ISO 7064 MOD 11-2). Raises ValueError for anything else."""
    if not (len(first17) == 17 and first17.isascii() and first17.isdigit()):
        raise ValueError("校验位按17位数字计算")
    total = sum(map(mul, map(int, first17), _WEIGHTS))
    return _CHECK_DIGITS[total % 11]


def convert_15_to_18(number: str) -> str:
    """Convert a first-generation number of 15 digits: century 19 inserted, check digit added. Raises ValueError."""
    if len(number) != 15:
        raise ValueError("老号码应为15位数字")
    body = f"{number[:6]}19{number[6:]}"
    return body + check_digit(body)


def mask_id_number(number: str) -> str:
    """Show the first three and last four characters only; short texts are hidden whole."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def is_demo_number(number: str) -> bool:
    """Whether the number carries the unassigned division code of demo people."""
    return number.startswith(DEMO_AREA)
