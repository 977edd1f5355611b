"""月报: every figure where the layout wants it, every total the sum of its column, on the page and in the workbook."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from minzheng.engine.audit.models import Event
from minzheng.engine.cases.models import Case
from minzheng.engine.catalogue.sheets import sheet_of
from tests.engine.cases.conftest import MONDAY, SOCIAL, family
from tests.surfaces.desk.conftest import Desk

PATH = "/desk/monthly"
LATER = MONDAY + timedelta(days=60)


@pytest.fixture
def worked(desk: Desk) -> Case:
    case = desk.county.reviewed(family())
    desk.county.do(case, "confirm", "head", MONDAY + timedelta(days=15), places=("村务公开栏",))
    desk.county.accepted(family(serial=950))
    desk.at(LATER)
    return desk.county.seen(case)


def _cells(answer: Any) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _row(cells: list[list[Any]], name: str) -> list[Any]:
    return next(row for row in cells if row[0] == name)


def test_a_month_is_filled_in_cell_by_cell(desk: Desk, worked: Case) -> None:
    answer = desk.post("county", f"{PATH}/export", month="2026-08")
    cells = _cells(answer)
    assert cells[0][0] == "社会救助工作月报表"
    assert "填报单位：演示县" in cells[1][0]
    assert cells[2][:5] == ["地区", "最低生活保障", None, None, "单人保"]
    assert cells[3][1:4] == ["户数", "人数", "当月应发（元）"]
    assert _row(cells, "仁德街道")[1:] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0]
    assert _row(cells, "金所街道")[1:] == [0] * 13
    assert _row(cells, "合计")[1] == "=SUM(B5:B20)"
    september = _row(_cells(desk.post("county", f"{PATH}/export", month="2026-09")), "仁德街道")
    assert september[1:4] == [1, 2, 1217]
    assert Event.objects.filter(action="cases.export_monthly").count() == 2


def test_every_total_is_the_sum_of_its_column(desk: Desk, worked: Case) -> None:
    page = desk.get("county", f"{PATH}?month=2026-09").content.decode()
    body, foot = page.split("<tfoot>")
    figures = [
        [float(text.replace(",", "")) for text in re.findall(r'<td class="right number">([^<]+)</td>', row)]
        for row in body.split("<tbody>")[1].split("</tr>")
        if "<td" in row
    ]
    total = [float(text.replace(",", "")) for text in re.findall(r'<td class="right number">([^<]+)</td>', foot)]
    assert total == [sum(column) for column in zip(*figures, strict=True)]
    assert total[2] == 1217.0


def test_a_township_sees_its_villages_alone(desk: Desk, worked: Case) -> None:
    page = desk.get("clerk", f"{PATH}?month=2026-09").content.decode()
    assert "1,217.00" in page
    assert "金所街道" not in page
    assert "1,217.00" not in desk.get("stranger", f"{PATH}?month=2026-09").content.decode()


def test_without_a_month_it_is_the_last_full_one(desk: Desk, worked: Case) -> None:
    page = desk.get("county", PATH).content.decode()
    assert "2026年9月" in page
    assert "当月还没有结束" in desk.get("county", f"{PATH}?month=2026-10").content.decode()


@pytest.mark.parametrize("month", ["次月", "2026-13"])
def test_a_month_that_is_none_gets_a_sentence(month: str, desk: Desk) -> None:
    assert desk.get("county", f"{PATH}?month={month}").status_code == 400
    assert desk.post("county", f"{PATH}/export", month=month).status_code == 404


def test_a_layout_names_only_what_is_counted() -> None:
    layout = sheet_of(SOCIAL, "monthly", county="530129")
    assert {column.of for column in layout.columns} >= {"DIBAO", "TEKUN", "aided", "asked"}
    with pytest.raises(FileNotFoundError):
        sheet_of(SOCIAL, "weekly", county="530129")
