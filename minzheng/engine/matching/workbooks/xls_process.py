"""Runs alone, in a process of its own with little memory: reads an xls file with calamine and writes JSON lines.

A forged BIFF record can make any reader ask for a hundred gigabytes; here that ends this process and nothing else.
Called as `python -I xls_process.py FILE`; exit 3 means a password, any other failure means damage.
"""

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

MEMORY_LIMIT = 420_000_000
PASSWORD = 3


def encode(value: object) -> tuple[str, object]:
    """Return a kind letter and a JSON value."""
    if isinstance(value, bool):
        return "b", value
    if isinstance(value, int | float):
        return "n", repr(value)
    if isinstance(value, datetime):
        return "t", value.isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    return "s", str(value)


def main(path: str) -> int:
    """Write a line for each sheet ({name, visible, merged}), then a line for each of its rows ([number, cells])."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(Path(path).read_bytes()))  # from_path believes the name
    except PasswordError:
        return PASSWORD
    for index, meta in enumerate(workbook.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(index)
        visible = meta.visible == SheetVisibleEnum.Visible
        print(json.dumps({"name": meta.name, "visible": visible, "merged": sheet.merged_cell_ranges or []}))
        left = (sheet.start or (0, 0))[1]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [(left + column, *encode(value)) for column, value in enumerate(row) if value != ""]
            if cells:
                print(json.dumps([number, cells]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
