"""Write laid-out sheets as xlsx or delimited text."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from minzheng.demo.ledgers.mess import Mess
from minzheng.demo.ledgers.tables import Table

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed creation time makes equal files for equal seeds


def write_xlsx(path: Path, tables: Sequence[Table]) -> None:
    """Write an Excel workbook; text is never taken for a formula."""
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _CREATED})
    centred = workbook.add_format({"align": "center", "valign": "vcenter"})
    dated = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        sheet = workbook.add_worksheet(table.name)
        for top, left, bottom, right in table.merged:
            sheet.merge_range(top, left, bottom, right, "", centred)
        for number, row in enumerate(table.rows):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, dated)
    workbook.close()


def _write_cell(sheet: Any, row: int, column: int, value: Any, dated: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), dated)  # noqa: DTZ001
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)


def write_text(path: Path, tables: Sequence[Table], mess: Mess) -> None:
    """Write all sheets one below the other, as a spreadsheet program saves text: a character outside the encoding becomes ?."""
    with path.open("w", encoding=mess.encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=mess.delimiter)
        for table in tables:
            writer.writerows([_as_text(value) for value in row] for row in table.rows)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return f"{value:.5E}" if isinstance(value, float) and value > 1e11 else str(value)
