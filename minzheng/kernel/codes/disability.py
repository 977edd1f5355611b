"""Disability types and grades, GB/T 26341-2010."""

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
