"""Unified social credit codes of organisations, GB 32100-2015, around an organisation code, GB 11714-1997."""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.cn import uscc

from minzheng.kernel.characters import to_ascii_width, without_invisible

_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class CreditCodeError(StrEnum):
    """Why a code is refused."""

    BAD_LENGTH = "BAD_LENGTH"
    BAD_CHARACTER = "BAD_CHARACTER"
    BAD_CHECK_DIGIT = "BAD_CHECK_DIGIT"


class CreditCodeProblem(ValueError):
    """Parts from which no code can be made; the message is a Chinese sentence."""


_MESSAGES = {
    CreditCodeError.BAD_LENGTH: "统一社会信用代码应为18位，请核对是否多填、漏填",
    CreditCodeError.BAD_CHARACTER: "统一社会信用代码含有不应出现的字符（不使用字母I、O、Z、S、V，第3至8位为数字）",
    CreditCodeError.BAD_CHECK_DIGIT: "统一社会信用代码校验位不正确，可能有字符填错，请对照证书核对",
}
_BODY_WARNING = "统一社会信用代码中的主体标识码（第9至17位）校验位不符，请对照证书核对"


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """The outcome of a check; the parts are filled once the form is right. A body whose own check differs is only warned of."""

    error: CreditCodeError | None
    code: str = ""
    department: str = ""
    kind: str = ""
    division: str = ""
    body: str = ""
    body_matches: bool = False
    message: str = ""

    @property
    def valid(self) -> bool:
        """Whether the code may be accepted."""
        return self.error is None


def check_credit_code(text: object) -> CreditCodeCheck:
    """Check a unified social credit code: length, characters, check character. Never raises."""
    plain = "".join(without_invisible(to_ascii_width(text)).split()).upper() if isinstance(text, str) else ""
    if len(plain) != 18:
        return _refused(CreditCodeError.BAD_LENGTH)
    if not _FORM.fullmatch(plain):
        return _refused(CreditCodeError.BAD_CHARACTER)
    if not uscc.is_valid(plain):
        return _refused(CreditCodeError.BAD_CHECK_DIGIT)
    body_matches = body_check_digit(plain[8:16]) == plain[16]
    return CreditCodeCheck(
        None,
        code=plain,
        department=plain[0],
        kind=plain[1],
        division=plain[2:8],
        body=plain[8:17],
        body_matches=body_matches,
        message="" if body_matches else _BODY_WARNING,
    )


def _refused(error: CreditCodeError) -> CreditCodeCheck:
    return CreditCodeCheck(error, message=_MESSAGES[error])


def body_check_digit(body8: str) -> str:
    """Check character of an organisation code's eight characters (GB 11714-1997): digits, X, and 0 for eleven."""
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body8, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def make_credit_code(department: str, kind: str, division: str, body8: str) -> str:
    """Compose a code: registration department (1), kind (1), division (6 digits), organisation code without check (8).

    Raises CreditCodeProblem when a part has the wrong form.
    """
    try:
        first17 = f"{department}{kind}{division}{body8}{body_check_digit(body8)}"
    except ValueError:
        first17 = ""
    if not _FORM.fullmatch(first17 + "0") or len(division) != 6:
        raise CreditCodeProblem("登记部门和机构类别各1位、行政区划6位数字、主体标识码8位，才能生成统一社会信用代码")
    return first17 + uscc.calc_check_digit(first17)
