import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.matching.layouts import all_columns
from minzheng.engine.matching.readings import CellProblem, CellReader
from minzheng.engine.matching.readings.cell_reader import masked
from minzheng.engine.matching.workbooks.cells import Cell, CellKind, number_cell, text_cell
from tests.engine.matching.people import TODAY, division_names
from tests.engine.matching.reading_files import attempt

COLUMNS = all_columns()
READER = CellReader(today=TODAY, divisions=division_names())
READABLE = [name for name, column in COLUMNS.items() if column.reads not in ("township", "village")]


def value(column: str, written: str) -> object:
    return READER.read(text_cell(written, 0), COLUMNS[column]).value


@pytest.mark.parametrize(
    ("column", "written", "expected"),
    [
        ("relation", "之妻", "12"), ("relation", "户主之长子", "22"), ("relation", "配 偶", "10"), ("relation", "儿 媳", "38"), ("relation", "02", "02"),
        ("sex", "男", "MALE"), ("sex", "2", "FEMALE"), ("ethnicity", "彝", "YI"), ("ethnicity", "回族", "HUI"),
        ("disability_grade", "一", "GRADE_1"), ("disability_grade", "２", "GRADE_2"), ("disability_grade", "叁级", "GRADE_3"),
        ("disability_type", "肢体", "PHYSICAL"), ("support_form", "集中", "CENTRALISED"), ("self_care_ability", "全护理", "NONE"),
        ("serious_illness", "√", True), ("serious_illness", "否", False), ("serious_illness", "/", None), ("area", "农村低保", "RURAL"),
        ("phone", "138 0000 0000", "13800000000"), ("bank_account", "6223 1900 0000 0000 011", "6223190000000000011"), ("remark", " 甲\n乙 ", "甲 乙"),
        ("name", "阿依·买买提", "阿依·买买提"), ("name", "—", None), ("schooling", "高中在读", "SCHOOL"),
    ],
)  # fmt: skip
def test_common_writings_are_understood(column: str, written: str, expected: object) -> None:
    assert value(column, written) == expected


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("id_number", number_cell("5.30199E+17", 0), "末位已丢失"), ("bank_account", number_cell("6223190000000000011", 0), "末位已丢失"),
        ("name", Cell("#REF!", CellKind.ERROR, 0), "#REF!"), ("name", text_cell("张\x00三", 0), "控制字符"), ("name", text_cell("张\ufffd", 0), "乱码"),
        ("remark", text_cell("字" * 40_000, 0), "过长"), ("remark", text_cell("字" * 2_001, 0), "2000字"), ("serious_illness", text_cell("大概", 0), "看不出"),
        ("relation", text_cell("朋友圈", 0), "代码表"), ("id_number", text_cell("530199196501010101", 0), "校验位"), ("name", text_cell("张3", 0), "数字"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(column: str, cell: Cell, reason: str) -> None:
    with pytest.raises(CellProblem) as caught:
        READER.read(cell, COLUMNS[column])
    assert reason in caught.value.reason
    assert caught.value.remedy


def test_a_wrong_phone_is_a_warning_only() -> None:
    reading = READER.read(text_cell("123", 0), COLUMNS["phone"])
    assert reading.value is None
    assert reading.warning


def test_the_same_problem_is_told_again_for_the_next_cell() -> None:
    for _ in range(2):
        with pytest.raises(CellProblem, match="代码表"):
            READER.read(text_cell("不明", 0), COLUMNS["support_form"])


def test_reports_show_nobody_s_number_or_name() -> None:
    assert masked(text_cell("530199196501010101", 0), "id_number") == "530***********0101"
    assert masked(text_cell("张三丰", 0), "name") == "张**"
    assert masked(text_cell("6223190000000000011", 0), "bank_account").endswith("0011")
    assert masked(text_cell("13800000000", 0), "phone") == "138****0000"
    assert masked(text_cell("a\x00b", 0), "text") == "ab"


@given(text=st.text(max_size=60), name=st.sampled_from(READABLE))
def test_no_text_in_any_column_raises_anything_but_a_cell_problem(text: str, name: str) -> None:
    outcome = attempt(lambda: READER.read(text_cell(text, 0), COLUMNS[name]))
    assert (outcome.reason and outcome.remedy) if isinstance(outcome, CellProblem) else outcome.value != ""
