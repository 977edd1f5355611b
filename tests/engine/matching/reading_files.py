"""Short forms for tests that read one small file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from minzheng.engine.matching.ledger_rows import ParsedRow, read_rows
from minzheng.engine.matching.readings import CellProblem
from minzheng.engine.matching.recognition import Recognition, recognise
from minzheng.engine.matching.row_fates import FileCount
from minzheng.engine.matching.workbooks import open_workbook
from tests.engine.matching.people import TODAY, division_names

DIVISIONS = division_names()


def attempt(call: Callable[[], Any]) -> Any:
    """Return what a call returns, or the one problem it may raise."""
    try:
        return call()
    except CellProblem as problem:
        return problem


def write_xlsx(
    path: Path, sheets: dict[str, list[list[object]]], *, merged: tuple[tuple[int, int, int, int], ...] = ()
) -> Path:
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    plain = workbook.add_format()
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for region in merged:
            sheet.merge_range(*region, "", plain)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    workbook.close()
    return path


def read_file(path: Path) -> tuple[Recognition, list[ParsedRow], FileCount]:
    count = FileCount()
    with open_workbook(path) as workbook:
        found = recognise(workbook)
        rows = list(read_rows(found, today=TODAY, divisions=DIVISIONS, count=count))
    assert count.balances
    return found, rows, count
