import os
import subprocess
import sys
from pathlib import Path

import pytest

from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks import CellKind, open_workbook
from tests.engine.matching.corpus import cell, line, package, sheet_xml
from tests.engine.matching.reading_files import write_xlsx

_HEAVY = Path(__file__).with_name("heavy_files.py")
_MEMORY_LIMIT_MB = 500


def rows_of(path: Path) -> list[tuple[int, dict[str, object]]]:
    with open_workbook(path) as workbook:
        return [
            (row.number, {c.letter: c.value for c in row.cells.values()})
            for sheet in workbook.sheets
            for row in sheet.rows()
        ]


def test_rows_carry_the_numbers_a_person_sees(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"甲": [["x"], [], [None, 2.5]]})
    assert rows_of(path) == [(1, {"A": "x"}), (3, {"B": 2.5})]


def test_a_wrong_dimension_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        package(sheet_xml("".join(line(i, ("x",)) for i in range(1, 11)), before='<dimension ref="A1:B4"/>'))
    )
    assert len(rows_of(path)) == 10


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "名单.xls"
    path.write_bytes("姓名,年龄\n张三,5\n".encode("gbk"))
    assert rows_of(path) == [(1, {"A": "姓名", "B": "年龄"}), (2, {"A": "张三", "B": "5"})]


def test_error_cells_and_formulas_are_told_apart(tmp_path: Path) -> None:
    body = f'<row r="1">{cell("A1", "#REF!", kind="e")}<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>NOW()</f></c></row>'
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(sheet_xml(body)))
    with open_workbook(path) as workbook:
        (row,) = workbook.sheets[0].rows()
    assert [(c.value, c.kind) for c in row.cells.values()] == [
        ("#REF!", CellKind.ERROR), (2, CellKind.NUMBER), ("公式没有计算结果", CellKind.ERROR),
    ]  # fmt: skip


def test_lines_in_two_encodings_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("张三,1\n".encode("gbk") + "李四,2\n".encode() + b"\xff\xff,3\n")
    assert [cells["A"] for _, cells in rows_of(path)] == ["张三", "李四", "\ufffd\ufffd"]


def test_blank_records_keep_their_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('甲,乙\n\n"丙\n丁",戊\n,,\n己,1\n', encoding="utf-8")
    assert [number for number, _ in rows_of(path)] == [1, 3, 5]


def test_a_workbook_can_be_read_twice(tmp_path: Path) -> None:
    with open_workbook(Path(__file__).parent.parent / "fixtures" / "disability_list.xls") as workbook:
        first, second = (list(workbook.sheets[0].rows()) for _ in range(2))
    assert first == second
    assert [row.number for row in first] == [1, 2, 3, 4, 6]


def test_a_missing_file_a_folder_and_a_large_file_are_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"x")
    os.truncate(large, 50_000_001)
    for path in (tmp_path / "none.xlsx", tmp_path, large, "a\x00b.xlsx"):
        with pytest.raises(FileProblem) as caught:
            open_workbook(path)
        assert caught.value.remedy


@pytest.mark.parametrize(
    "name",
    ["rows_300000", "wide_16384", "many_strings", "csv_50mb", "csv_short_lines", "megabyte_cells", "xls_far_cell"],
)
def test_memory_stays_bounded_for_heavy_files(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(_HEAVY), name, str(tmp_path)], capture_output=True, text=True, check=False, timeout=280,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    outcome, peak = done.stdout.split("|")
    assert outcome.startswith(("FileProblem", "rows"))
    assert float(peak) < _MEMORY_LIMIT_MB
