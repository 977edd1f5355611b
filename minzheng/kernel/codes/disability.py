"""Disability types and grades, GB/T 26341-2010, and the two statutory lists made from them."""

from minzheng.kernel.codes.code_list import Code, CodeList

DISABILITY_TYPE = CodeList(
    name="disability_type",
    title="残疾类别",
    standard="GB/T 26341-2010",
    items=(
        Code(0, "NONE", "无残疾", ("无", "非残疾")),
        Code(1, "VISUAL", "视力残疾", ("视力",)),
        Code(2, "HEARING", "听力残疾", ("听力",)),
        Code(3, "SPEECH", "言语残疾", ("言语",)),
        Code(4, "PHYSICAL", "肢体残疾", ("肢体",)),
        Code(5, "INTELLECTUAL", "智力残疾", ("智力",)),
        Code(6, "MENTAL", "精神残疾", ("精神",)),
        Code(7, "MULTIPLE", "多重残疾", ("多重",)),
    ),
)

DISABILITY_GRADE = CodeList(
    name="disability_grade",
    title="残疾等级",
    standard="GB/T 26341-2010",
    items=(
        Code(0, "NONE", "无残疾等级", ("无",)),
        Code(1, "GRADE_1", "一级", ("壹级", "1级", "Ⅰ级")),
        Code(2, "GRADE_2", "二级", ("贰级", "2级", "Ⅱ级")),
        Code(3, "GRADE_3", "三级", ("叁级", "3级", "Ⅲ级")),
        Code(4, "GRADE_4", "四级", ("肆级", "4级", "Ⅳ级")),
    ),
)

_GRAVEST_GRADE_3 = frozenset({"INTELLECTUAL", "MENTAL"})
_NO_LABOUR = {"INTELLECTUAL": 3, "MENTAL": 3, "PHYSICAL": 2, "VISUAL": 1}


def is_severe_for_dibao(type_key: str, grade: int) -> bool:
    """Severe disability for minimum living allowance: grades 1–2, or grade 3 intellectual or mental (民发〔2021〕57号 第八条)."""
    DISABILITY_TYPE.item(type_key)
    return grade in (1, 2) or (grade == 3 and type_key in _GRAVEST_GRADE_3)


def no_labour_for_destitute(type_key: str, grade: int) -> bool:
    """Whether this disability alone means no capacity to work for destitute support (民发〔2021〕43号 第五条).

    Intellectual or mental grades 1–3, physical grades 1–2, visual grade 1: another list than `is_severe_for_dibao`.
    """
    DISABILITY_TYPE.item(type_key)
    return 1 <= grade <= _NO_LABOUR.get(type_key, 0)
