"""`minzheng assess` on a village of five families."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from minzheng.engine.assessments.models import Run
from minzheng.surfaces.cli import assess
from minzheng.surfaces.cli.main import main
from tests.engine.assessments.conftest import OTHER_TOWNSHIP, Village

DAY = "2026-08-01"


pytestmark = pytest.mark.usefixtures("demonstration")


def run(*arguments: str) -> int:
    return main(["assess", "--as-of", DAY, "--known-at", DAY, *arguments])


def test_the_table_names_townships_results_and_money(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    printed = capsys.readouterr().out
    assert f"核算日期 {DAY}，5 户 9 人" in printed
    assert "合计" in printed
    # 717.00, and 730.67 for the single person of another township; 1075.00 for the destitute
    (total,) = (line.split() for line in printed.splitlines() if line.lstrip().startswith("合计"))
    assert total[1:8] == ["5", "9", "1", "1,448", "1", "1", "1,075"]
    assert "应保未保 3 件" in printed
    assert "仅为疑点，由工作人员核实，不是决定" in printed
    assert "演示数据：人员、家庭和全部金额均为虚构。" in printed


def test_without_demonstration_nothing_is_called_invented(
    village: Village, demonstration: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assess, "configuration", lambda: demonstration.model_copy(update={"demo": False}))
    assert run() == 0
    printed = capsys.readouterr().out
    assert "演示" not in printed
    assert "一致" in printed
    assert Run.objects.get().locality == "530129"


def test_the_same_assessment_says_that_it_is_the_same(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    first = capsys.readouterr().out
    assert run() == 0
    second = capsys.readouterr().out
    assert "结果逐字节一致，没有重复保存" in second
    assert "结果逐字节一致" not in first
    assert second.splitlines()[-2:] == first.splitlines()[-2:]


def test_json_holds_run_townships_and_suspects(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    village.grant("A低保", 50_000)
    assert run("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["run"]["households"], found["run"]["people"], found["run"]["as_of"]) == (5, 9, DAY)
    assert sum(row["dibao_amount"] for row in found["townships"]) == 71_700
    assert found["changes"] == {"应保未保": 2, "金额不符": 1}


def test_one_township_is_assessed_alone(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--division", str(OTHER_TOWNSHIP)[:9], "--json") == 0
    assert json.loads(capsys.readouterr().out)["run"]["households"] == 1


def test_what_was_known_earlier_is_assessed_without_what_came_later(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "--as-of", DAY, "--known-at", "2026-06-30T12:00"]) == 2
    assert "没有登记的家庭" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "2026-13-01"], "日期“2026-13-01”无法识别：请写成 2026-07-01 的形式。"),
        (["--as-of", "明天"], "日期“明天”无法识别"),
        (["--as-of", "0001-01-01"], "“0001-01-01”的年份不对：只能是 1950 年到 2199 年。"),
        (["--known-at", "9999-12-31T00:00"], "的年份不对"),
        (["--known-at", "昨天"], "时间“昨天”无法识别"),
        (["--division", "53"], "没有登记的家庭"),
        (["--division", "5x"], "“5x”不是行政区划代码，应为2、4、6、9或12位数字。"),
        (["--as-of"], "选项 --as-of 用得不对"),
        (["--division", "110101"], "在行政区划 110101 没有登记的家庭"),
        (["全县"], "多了参数 全县。"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_question_is_answered_in_words(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", *arguments]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert "事故" not in printed


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    option=st.sampled_from(["--as-of", "--known-at", "--division"]),
    text=st.text(st.characters(exclude_categories=()), max_size=30)
    | st.sampled_from(
        ["\x00", "\ud800", "9" * 5000, "2026-07-01T25:00", "2026-W27-3", "-0001-01-01", "２０２６-07-01"]
    ),
)
def test_no_argument_brings_it_down(option: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", f"{option}={text}"]) == 2
    printed = capsys.readouterr()
    assert "事故" not in printed.err
    assert len(printed.err) < 500


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01", datetime(2026, 7, 1, 15, 59, 59, 999999, UTC)),
        ("2026-07-01T09:30", datetime(2026, 7, 1, 1, 30, tzinfo=UTC)),
        ("2026-07-01 09:30", datetime(2026, 7, 1, 1, 30, tzinfo=UTC)),
        ("2026-07-01T09:30+00:00", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_times_are_beijing_times_and_a_bare_date_is_its_end(text: str, instant: datetime) -> None:
    assert assess.instant_of(text, now=instant) == instant
    assert assess.instant_of(None, now=instant) is instant
    assert assess.day_of(None, today=date(2026, 7, 1)) == date(2026, 7, 1)


# The workbook.


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_workbook_adds_up_like_the_table(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    village.grant("B不符合", 30_000)
    assert run("--export", str(tmp_path / "核算.xlsx")) == 0
    printed = capsys.readouterr().out
    assert "汇总、名册和比对结果已写入" in printed
    sheets = _sheets(tmp_path / "核算.xlsx")
    assert list(sheets) == ["乡镇汇总", "与在享待遇比对", "救助名册"]
    note, headings, *rows, total = sheets["乡镇汇总"]
    assert DAY in str(note[0])
    for column in range(1, len(headings)):
        assert sum(row[column] for row in rows) == pytest.approx(total[column])
    assert (total[headings.index("户数")], total[headings.index("合计（元/月）")]) == (5, 2522.67)
    register = sheets["救助名册"][2:]
    paid = [
        heading in {"低保金（元）", "增发（元）", "单人户（元）", "特困（元）"} for heading in sheets["救助名册"][1]
    ]
    assert sum(value for row in register for value, money in zip(row, paid, strict=True) if money) == pytest.approx(
        2522.67
    )
    suspects = sheets["与在享待遇比对"][2:]
    assert [row[:1] + row[2:3] for row in suspects if row[0] == "应退未退"] == [["应退未退", "B不符合"]]


def test_another_reader_sees_the_same_cells(village: Village, tmp_path: Path) -> None:
    path = tmp_path / "核算.xlsx"
    assert run("--export", str(path)) == 0
    read = CalamineWorkbook.from_path(path).get_sheet_by_name("乡镇汇总").to_python()
    assert read[1:] == [["" if cell is None else cell for cell in row] for row in _sheets(path)["乡镇汇总"][1:]]


def test_text_that_looks_like_a_formula_stays_text(village: Village, tmp_path: Path) -> None:
    village.income(village.member(village.family("=1+1"), "李四", "01", date(1990, 1, 1)), "B01", 10_000)
    path = tmp_path / "核算.xlsx"
    assert run("--export", str(path)) == 0
    cells = [cell for row in openpyxl.load_workbook(path)["救助名册"] for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.fixture
def unwritable(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    return {
        "文件夹不存在": tmp_path / "nowhere" / "a.xlsx",
        "不是文件夹": tmp_path / "file" / "a.xlsx",
        "这是一个文件夹": tmp_path / "folder",
        "文件名太长": tmp_path / ("长" * 300 + ".xlsx"),
    }


def test_a_place_that_cannot_be_written_is_named(
    village: Village, unwritable: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for said, path in unwritable.items():
        assert run("--export", str(path)) == 2
        printed = capsys.readouterr().err
        assert said in printed
        assert printed.startswith("无法写入")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘空间不足"), (errno.EROFS, "只读"), (errno.EACCES, "没有写入权限"), (errno.EIO, "不能使用")],
)
def test_a_full_or_closed_disk_is_said_and_what_stood_there_stays(
    number: int,
    said: str,
    village: Village,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import zipfile

    def full(*_arguments: Any, **_named: Any) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "核算.xlsx"
    path.write_text("上月的表")
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    assert run("--export", str(path)) == 2
    assert said in capsys.readouterr().err
    assert path.read_text() == "上月的表"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_no_file_can_have_is_refused(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("a\x00.xlsx", "\ud800.xlsx", ""):
        assert run("--export", path) == 2
    assert "事故" not in capsys.readouterr().err


def test_an_export_is_for_its_owner_alone(village: Village, tmp_path: Path) -> None:
    assert run("--export", str(tmp_path / "a.xlsx")) == 0
    assert (tmp_path / "a.xlsx").stat().st_mode & 0o777 == 0o600
