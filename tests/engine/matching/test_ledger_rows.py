from datetime import date
from pathlib import Path

import pytest

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.row_fates import RowFate
from minzheng.kernel.id_numbers import check_digit
from minzheng.kernel.months import Month
from tests.engine.matching.reading_files import read_file, write_xlsx

_HEAD = [
    "序号",
    "乡镇",
    "村（社区）",
    "户主姓名",
    "身份证号码",
    "成员姓名",
    "与户主关系",
    "成员身份证号",
    "月保障金额（元/月）",
    "纳入时间",
]


def number_of(birth: str, sequence: int) -> str:
    body = f"530199{birth}{sequence:03}"
    return body + check_digit(body)


A, B, C, D = (number_of(birth, i) for i, birth in enumerate(("19650101", "19680202", "19900303", "20100404"), start=10))


def test_members_below_a_head_with_blank_cells_are_one_family(tmp_path: Path) -> None:
    rows = [
        _HEAD,
        [1, "仁德街道", "学府社区", "张三", A, "张三", "本人", A, 500, "2021.3"],
        [None, None, None, None, None, "李 四", "之妻", B, None, None],
        [2, "仁德街道", "学府社区", "王五", C, "王五", "户主", C, "１，２３４元", "2021年10月"],
    ]
    found, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))
    assert found.layout.name == "dibao_ledger"
    assert [row.household for row in parsed] == ["低保!2", "低保!2", "低保!4"]
    assert [row.values["relation"] for row in parsed] == ["01", "12", "02"]
    assert [row.values["monthly_amount"] for row in parsed] == [50_000, 50_000, 123_400]
    assert [row.values["from_month"] for row in parsed] == [Month(2021, 3), Month(2021, 3), Month(2021, 10)]
    assert parsed[1].values["name"] == "李四"
    assert all(row.accepted and row.values["village"] == 530129001004 for row in parsed)


def test_of_two_columns_with_the_same_title_the_left_one_is_the_head_s(tmp_path: Path) -> None:
    rows = [
        ["户主姓名", "身份证号码", "成员姓名", "与户主关系", "身份证号码", "月保障金额"],
        ["张三", A, "李四", "妻", B, 500],
    ]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))
    assert parsed[0].values["head_id_number"] == A
    assert parsed[0].values["id_number"] == B


def test_a_ledger_with_one_row_a_household_names_the_head(tmp_path: Path) -> None:
    rows = [["户主", "身份证号", "保障人数", "月保障金额"], ["张三", A, "3人", 500.5], ["王五", C, 1, 300]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))
    assert [(row.values["name"], row.values["relation"], row.values["id_number"]) for row in parsed] == [
        ("张三", "02", A), ("王五", "02", C),
    ]  # fmt: skip
    assert parsed[0].household != parsed[1].household
    assert parsed[0].values["covered_persons"] == 3
    assert parsed[0].values["monthly_amount"] == 50_050


def test_an_identity_number_stored_as_a_number_is_reported_and_never_guessed(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "残疾等级", "残疾类别"], ["张三", 530199196501010100.0, "一级", "视力"]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"残疾": rows}))
    problem = parsed[0].problems[0]
    assert problem.reason == "身份证号以数字形式存储，末位已丢失"
    assert (problem.row, problem.column, problem.title) == (2, "B", "身份证号")
    assert A not in problem.value
    assert "id_number" not in parsed[0].values


def test_a_legacy_number_stored_as_a_number_is_exact_and_accepted(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "残疾等级"], ["张三", 530199650101010, 2]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"残疾": rows}))
    assert parsed[0].values["id_number"].startswith("53019919650101")
    assert parsed[0].accepted
    assert parsed[0].problems[0].rejects is False


def test_every_row_that_is_no_data_is_skipped_for_a_named_reason(tmp_path: Path) -> None:
    header = ["序号", "姓名", "身份证号", "残疾等级", "残疾类别"]
    rows = [
        ["寻甸县残疾人名单"], [], header, [1, 2, 3, 4, 5], [1, "张三", A, "一级", "视力"], header, [2, "李四", B, "2", "肢体"],
        [3], ["合 计", "2人"], ["填表人：王五    审核人：赵六"], ["备注：以上人员均持证"],
    ]  # fmt: skip
    _, parsed, count = read_file(
        write_xlsx(tmp_path / "a.xlsx", {"名单": rows, "填表说明": [["一、"], ["二、"]], "草稿": [["x"]]})
    )
    assert [row.number for row in parsed] == [5, 7]
    assert count.fates == {
        RowFate.TITLE: 1, RowFate.HEADER: 2, RowFate.NUMBERING: 1, RowFate.ACCEPTED: 2, RowFate.SERIAL_ONLY: 1,
        RowFate.TOTAL: 1, RowFate.NOTE: 2, RowFate.SKIPPED_SHEET: 2, RowFate.UNRECOGNISED_SHEET: 1,
    }  # fmt: skip


def test_a_row_without_a_name_or_number_is_rejected_with_a_remedy(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "残疾等级", "住址"], [None, None, "一级", "某村"], ["张三", "123", "九级", None]]
    _, parsed, count = read_file(write_xlsx(tmp_path / "a.xlsx", {"名单": rows}))
    assert count.rejected == 2
    assert [problem.reason for problem in parsed[0].problems] == ["没有填写姓名"]
    assert {problem.column for problem in parsed[1].problems} == {"B", "C"}
    assert all("，" in str(problem) or "。" in str(problem) for problem in parsed[1].problems)


def test_a_disability_card_tells_number_type_and_grade(tmp_path: Path) -> None:
    rows = [["姓名", "残疾证号", "发证日期"], ["张三", A + "43B1", date(2020, 1, 2).toordinal() - 693594]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"名单": rows}))
    assert parsed[0].values == {
        "name": "张三", "disability_card": A + "43B1", "id_number": A, "disability_type": "PHYSICAL",
        "disability_grade": "GRADE_3", "issued_on": date(2020, 1, 2),
    }  # fmt: skip


def test_the_village_merged_over_many_households_holds_for_each(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "村", "姓名", "身份证号", "残疾等级"],
        ["羊街镇", None, "张三", A, 1],
        [None, None, "李四", B, 2],
        [None, None, "王五", C, 2],
    ]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"名单": rows}, merged=((1, 0, 2, 0),)))
    assert [row.values.get("township") for row in parsed] == [530129103000, 530129103000, None]


def test_a_sheet_named_after_a_township_places_its_people(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "残疾等级"], ["张三", A, 1]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"羊街": rows}))
    assert parsed[0].values["township"] == 530129103000


def test_amounts_in_ten_thousands_become_fen(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "务工收入（万元/年）", "银行存款（元）", "土地流转收入"],
        ["张三", A, 1.25, "3,000.5", "/"],
    ]
    found, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"收入": rows}))
    assert found.layout.name == "means_survey"
    assert parsed[0].values["income.W02"] == 1_250_000
    assert parsed[0].values["asset.FINANCIAL"] == 300_050
    assert "income.P02" not in parsed[0].values


def test_an_amount_of_the_wrong_period_is_not_read_and_said_so(tmp_path: Path) -> None:
    rows = [["户主", "身份证号", "保障金额（元/年）"], ["张三", A, 6000]]
    with pytest.raises(FileProblem, match=r"元/年.*每月|单位是每年"):
        read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))


def test_the_missing_columns_are_named_with_the_nearest_ledger(tmp_path: Path) -> None:
    rows = [["户主", "身份证号", "致困原因"], ["张三", A, "因病"]]
    with pytest.raises(FileProblem) as caught:
        read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))
    assert "低保台账" in caught.value.what
    assert "月保障金额" in caught.value.what


def test_hidden_sheets_are_reported_and_not_read(tmp_path: Path) -> None:
    path = Path(__file__).parent / "fixtures" / "disability_list.xls"
    found, parsed, count = read_file(path)
    assert [row.accepted for row in parsed] == [True, True, False]
    assert count.fates[RowFate.HIDDEN_SHEET] == 1
    assert any("隐藏" in notice for notice in found.notices)
    assert parsed[0].values["issued_on"] == date(2019, 5, 6)
    assert "末位已丢失" in parsed[2].problems[0].reason


def test_household_numbers_gather_rows_that_stand_apart(tmp_path: Path) -> None:
    rows = [
        ["户号", "与户主关系", "姓名", "身份证号"], ["1", "户主", "张三", A], ["2", "户主", "李四", B],
        ["1", "长子", "张小", C], [None, "次女", "张丽", D],
    ]  # fmt: skip
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"户籍": rows}))
    assert [row.household for row in parsed] == ["户籍!2", "户籍!3", "户籍!2", "户籍!2"]


def test_error_cells_and_unknown_words_are_told_by_cell(tmp_path: Path) -> None:
    rows = [["户号", "与户主关系", "姓名", "身份证号"], ["1", "邻居家的", "张三", A]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"户籍": rows}))
    assert "邻居家的" in parsed[0].problems[0].reason
    assert parsed[0].problems[0].column == "B"


def test_in_a_ledger_without_families_every_row_is_a_household_of_its_own(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "保障金额"], ["张三", A, 500], ["李四", B, 300]]
    _, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"低保": rows}))
    assert [row.values["relation"] for row in parsed] == ["02", "02"]
    assert len({row.household for row in parsed}) == 2


def test_a_summing_sheet_is_skipped_with_a_notice_beside_others_and_read_when_alone(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "残疾等级"], ["张三", A, 1]]
    found, parsed, _ = read_file(write_xlsx(tmp_path / "a.xlsx", {"羊街镇": rows, "全县汇总表": rows}))
    assert [row.sheet for row in parsed] == ["羊街镇"]
    assert any("全县汇总表" in notice for notice in found.notices)
    _, alone, _ = read_file(write_xlsx(tmp_path / "b.xlsx", {"全县汇总表": rows}))
    assert [row.sheet for row in alone] == ["全县汇总表"]
