import os
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.model_api import Variable

Person = build_entity(key="person", plural="persons", label="成员", is_person=True)
Household = build_entity(
    key="household", plural="households", label="家庭", roles=[{"key": "member", "plural": "members"}]
)
TUNED = "TUNED" in os.environ
ENTITIES = [Household, Person]


class Exact(Variable):
    """A variable whose amounts are 64-bit floats holding whole numbers: the 32-bit floats of the package lose fen."""

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = np.float64


_RELATIONS = [
    "01",
    "02",
    "03",
    "10",
    "11",
    "12",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "28",
    "29",
    "30",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "38",
    "39",
    "40",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "47",
    "48",
    "49",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "59",
    "60",
    "61",
    "62",
    "63",
    "64",
    "65",
    "66",
    "67",
    "68",
    "69",
    "70",
    "71",
    "72",
    "73",
    "74",
    "75",
    "76",
    "77",
    "78",
    "79",
    "80",
    "81",
    "82",
    "83",
    "84",
    "85",
    "86",
    "87",
    "88",
    "89",
    "90",
    "91",
    "92",
    "93",
    "94",
    "95",
    "96",
    "97",
    "98",
    "99",
]
Relation = Enum("Relation", {f"R{code}": code for code in _RELATIONS})  # type: ignore[misc]
"""The national code list, as the product reads it."""

APPLICANT, SPOUSE, CHILD_IN_LAW = "01 02 03", "10 11 12", "28 38"
CHILD = "20 21 22 23 24 25 26 27 29 30 31 32 33 34 35 36 37 39"
WITH_DUTY = "50 51 52 57 58 59 53 54 55 56 60 61 62 63 64 69 40 41 42 43 44 49 70 71 73 75 77 79"


class CountingDecision(Enum):
    NONE = "没有认定"
    COUNTED = "认定计入"
    NOT_COUNTED = "认定不计入"


class CountingGround(Enum):
    NOT_EXCLUDED = "没有不计入的情形"
    IMPRISONED = "服刑"
    COMPULSORY_DRUG_REHAB = "强制隔离戒毒"
    DECLARED_MISSING = "宣告失踪"
    CLERIC_3Y = "宗教教职人员"
    ADULT_CHILD_NOT_DEPENDENT = "独立生活的成年子女"
    NOT_CORESIDENT = "不共同生活"
    CONSCRIPT = "义务兵"
    OFFICER_NOT_COUNTED = "据实认定不计入"
    APPLICANT = "申请人"
    SPOUSE = "配偶"
    DEPENDENT_CHILD = "子女"
    CORESIDENT_WITH_DUTY = "共同居住的亲属"
    IN_LAW_OF_MEMBER = "计入的子女的配偶"
    OFFICER_COUNTED = "据实认定计入"


class Schooling(Enum):
    NONE = "不在校"
    SCHOOL = "高中及以下"
    UNDERGRADUATE = "本科、专科"
    POSTGRADUATE = "研究生"


class DisabilityType(Enum):
    NONE = "无"
    VISUAL = "视力"
    HEARING = "听力"
    SPEECH = "言语"
    PHYSICAL = "肢体"
    INTELLECTUAL = "智力"
    MENTAL = "精神"
    MULTIPLE = "多重"


class DisabilityGrade(Enum):
    NONE = "无"
    GRADE_1 = "一级"
    GRADE_2 = "二级"
    GRADE_3 = "三级"
    GRADE_4 = "四级"


class SelfCare(Enum):
    UNASSESSED = "未评估"
    FULL_SELF_CARE = "具备"
    PARTIAL = "部分丧失"
    NONE = "完全丧失"


class Area(Enum):
    URBAN = "城市"
    RURAL = "农村"


class Result(Enum):
    NONE = "不符合"
    TEKUN = "特困人员"
    DIBAO = "低保"
    EDGE = "低保边缘家庭"
    RIGID = "刚性支出困难家庭"


def chosen(values: type[Enum], otherwise: Any, **conditions: Any) -> Any:
    """The value of the first condition that holds.

    As packages write it, with the values themselves; or, if tuned, with their numbers, which no package does.
    """
    if not TUNED:
        items = otherwise.decode() if isinstance(otherwise, EnumArray) else otherwise
        return np.select(list(conditions.values()), [values[name] for name in conditions], items)
    numbers = otherwise.view(np.ndarray) if isinstance(otherwise, EnumArray) else np.int16(otherwise.index)
    found = np.select(list(conditions.values()), [np.int16(values[name].index) for name in conditions], numbers)
    return EnumArray(found.astype(np.int16), values)


def among(codes: EnumArray, wanted: str) -> Any:
    """Whether a relation is one of these."""
    return reduce(or_, (codes == Relation[f"R{code}"] for code in wanted.split()))
