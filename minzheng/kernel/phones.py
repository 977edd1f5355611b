"""Mainland telephone numbers: mobile, or landline with or without area code and extension."""

import re
from dataclasses import dataclass
from enum import StrEnum

from minzheng.kernel.characters import to_ascii_width, without_invisible

_NOISE = re.compile(r"[\s\-()]+")
_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[3-9][0-9]{9}$))")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:0(?:10|2[0-9]|[3-9][0-9]{2}))?[2-8][0-9]{6,7}")
_EXTENSION = re.compile(r"(?:转|EXT\.?|#)[0-9]{1,6}$")


class PhoneKind(StrEnum):
    """What kind of number it is."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"


@dataclass(frozen=True, slots=True)
class PhoneCheck:
    """The outcome of a check; `number` holds digits only (an extension is dropped); `kind` is None when refused."""

    kind: PhoneKind | None
    number: str = ""
    message: str = ""

    @property
    def valid(self) -> bool:
        """Whether the number may be accepted."""
        return self.kind is not None


def check_phone(text: object) -> PhoneCheck:
    """Check a telephone number: 11-digit mobile, or landline of 7–8 digits with an optional area code. Never raises."""
    written = _NOISE.sub("", without_invisible(to_ascii_width(text))).upper() if isinstance(text, str) else ""
    digits = _COUNTRY.sub("", _EXTENSION.sub("", written))
    if _MOBILE.fullmatch(digits):
        return PhoneCheck(PhoneKind.MOBILE, digits)
    if _LANDLINE.fullmatch(digits):
        return PhoneCheck(PhoneKind.LANDLINE, digits)
    return PhoneCheck(None, message="电话号码应为11位手机号码，或者带区号的固定电话，请核对")


def mask_phone(number: str) -> str:
    """Show the first three and last four digits of a mobile number, the last four of a landline; short texts hidden whole."""
    shown = 3 if _MOBILE.fullmatch(number) else 0
    if len(number) < 7:
        return "*" * len(number)
    return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]
