"""Disability certificates (残疾人证): an identity number, a type, a grade, perhaps a reissue mark; and what follows in law."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minzheng.kernel.characters import to_ascii_width, without_invisible
from minzheng.kernel.codes import DISABILITY_TYPE
from minzheng.kernel.id_numbers import check_id_number

_CARD = re.compile(r"(?P<id>[0-9]{17}[0-9X])(?P<type>[0-9])(?P<grade>[0-9])(?:B(?P<reissue>[1-9]))?")
_GRAVER_AT_GRADE_3 = frozenset({"INTELLECTUAL", "MENTAL"})
_NO_LABOUR = {"INTELLECTUAL": 3, "MENTAL": 3, "PHYSICAL": 2, "VISUAL": 1}


class DisabilityCardError(StrEnum):
    """Why a certificate number is refused."""

    BAD_FORM = "BAD_FORM"
    BAD_ID_NUMBER = "BAD_ID_NUMBER"
    BAD_TYPE = "BAD_TYPE"
    BAD_GRADE = "BAD_GRADE"


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """The outcome of a check; `type` is a DISABILITY_TYPE key, `grade` 1–4 (1 gravest), `reissue` 0 for a first issue."""

    error: DisabilityCardError | None
    id_number: str = ""
    type: str = ""
    grade: int = 0
    reissue: int = 0
    message: str = ""

    @property
    def valid(self) -> bool:
        """Whether the certificate number may be accepted."""
        return self.error is None


def check_disability_card(text: object, *, today: date) -> DisabilityCard:
    """Check a certificate number: identity number (18), type 1–7, grade 1–4 (GB/T 26341-2010), optional B1–B9. Never raises."""
    plain = "".join(without_invisible(to_ascii_width(text)).split()).upper() if isinstance(text, str) else ""
    match = _CARD.fullmatch(plain)
    if match is None:
        return DisabilityCard(
            DisabilityCardError.BAD_FORM, message="残疾人证号应为18位身份证号码加1位类别和1位等级，补发的后面加B和次数"
        )
    identity = check_id_number(match["id"], today=today)
    if not identity.valid:
        return DisabilityCard(DisabilityCardError.BAD_ID_NUMBER, message=f"残疾人证号中的{identity.message}")
    if match["type"] not in "1234567":
        return DisabilityCard(DisabilityCardError.BAD_TYPE, message="残疾人证号第19位是残疾类别，应为1至7")
    if match["grade"] not in "1234":
        return DisabilityCard(DisabilityCardError.BAD_GRADE, message="残疾人证号第20位是残疾等级，应为1至4")
    return DisabilityCard(
        None,
        id_number=identity.number,
        type=DISABILITY_TYPE.key(int(match["type"])),
        grade=int(match["grade"]),
        reissue=int(match["reissue"] or 0),
    )


def is_severe_for_dibao(type_key: str, grade: int) -> bool:
    """Severe disability for the minimum living allowance: grades 1–2, or grade 3 intellectual or mental.

    最低生活保障审核确认办法（民发〔2021〕57号）第八条. Raises UnknownCode for a type outside the code list.
    """
    return DISABILITY_TYPE.number(type_key) > 0 and (grade in (1, 2) or (grade == 3 and type_key in _GRAVER_AT_GRADE_3))


def no_labour_for_destitute(type_key: str, grade: int) -> bool:
    """Whether this disability alone means no capacity to work for destitute support.

    Intellectual or mental grades 1–3, physical grades 1–2, visual grade 1: 特困人员认定办法（民发〔2021〕43号）第五条,
    another list than `is_severe_for_dibao`. Raises UnknownCode for a type outside the code list.
    """
    return DISABILITY_TYPE.number(type_key) > 0 and 1 <= grade <= _NO_LABOUR.get(type_key, 0)
