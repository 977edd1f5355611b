"""Bank account numbers of cards and passbooks: digits and length only.

The Luhn check is left out on purpose: some rural banks issue numbers that fail it; the bank's answer decides.
"""

import re
from dataclasses import dataclass

from minzheng.kernel.characters import to_ascii_width, without_invisible

_NOISE = re.compile(r"[\s\-]+")
_ACCOUNT = re.compile(r"[0-9]{12,23}")
_SPOILT_BY_SPREADSHEET = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class BankCardCheck:
    """The outcome of a check; `number` holds the digits when valid."""

    valid: bool
    number: str = ""
    message: str = ""


def check_bank_card(text: object) -> BankCardCheck:
    """Check an account number: 12 to 23 digits, blanks and hyphens ignored. Never raises."""
    written = _NOISE.sub("", without_invisible(to_ascii_width(text))).upper() if isinstance(text, str) else ""
    if isinstance(text, float) or _SPOILT_BY_SPREADSHEET.fullmatch(written):
        return BankCardCheck(
            False, message="银行账号在表格中被存成了数字，末几位已丢失，请把该列改为文本格式后重新填写"
        )
    if not _ACCOUNT.fullmatch(written):
        return BankCardCheck(False, message="银行账号应为12至23位数字，请核对")
    return BankCardCheck(True, number=written)


def mask_bank_card(number: str) -> str:
    """Show the last four digits only; short texts are hidden whole."""
    return "*" * len(number) if len(number) < 8 else "*" * (len(number) - 4) + number[-4:]
