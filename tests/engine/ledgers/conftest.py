"""Ledgers of a few rows, written on the spot."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from minzheng.engine.ledgers import actions
from minzheng.engine.ledgers.models import Batch
from minzheng.kernel.id_numbers import check_digit

AS_OF = date(2026, 7, 1)
JULY = datetime(2026, 7, 2, 1, tzinfo=UTC)
AUGUST = datetime(2026, 8, 3, 1, tzinfo=UTC)

DIBAO = (
    "户编号", "乡镇", "村", "户主姓名", "姓名", "身份证号", "与户主关系", "低保类别", "月保障金额", "分类施保金额", "享受起始年月",
    "银行账号",
)  # fmt: skip
BOOK = ("户号", "乡镇", "村", "与户主关系", "姓名", "身份证号", "性别", "民族", "出生日期", "文化程度", "住址")
DISABLED = ("乡镇", "村", "姓名", "身份证号", "残疾类别", "残疾等级")
DESTITUTE = ("乡镇", "村", "姓名", "身份证号", "供养方式", "自理能力", "基本生活费", "照料护理费", "纳入时间")
MEANS = (
    "户编号", "乡镇", "村", "姓名", "身份证号", "与户主关系", "务工收入", "务工月数", "种植业收入", "医疗支出", "银行存款", "车辆价值",
    "住房套数", "住房面积", "赡养人姓名", "赡养人家庭人口", "赡养人家庭月收入",
)  # fmt: skip

Sheet = tuple[Sequence[str], Sequence[Sequence[Any]]]


def number(serial: int, born: str = "19700101") -> str:
    """A valid identity number of the unassigned area; the same for the same serial."""
    body = f"530199{born}{serial:03}"
    return body + check_digit(body)


def write(path: Path, titles: Sequence[str], rows: Sequence[Sequence[Any]], sheet: str = "名单") -> Path:
    """Write one sheet with a header and rows of text."""
    with xlsxwriter.Workbook(path) as book:
        # Two files with equal rows are still two files.
        book.set_properties({"comments": path.name})
        page = book.add_worksheet(sheet)
        for index, row in enumerate([titles, *rows]):
            page.write_row(index, 0, row)
    return path


def family(serial: int, *, household: str = "", amount: int = 560, size: int = 2) -> list[list[Any]]:
    """Rows of a 低保台账: a head and members; the number of the first person is `number(serial)`."""
    relations = ("户主", "妻", "长子", "次女")
    place = [household or f"A{serial}", "仁德街道", "建设社区"]
    return [
        [*place, "马建国", f"马{'甲乙丙丁'[index]}国", number(serial + index), relations[index], "农村", amount, 0, "2026-03",
         f"622319{serial:012}"]
        for index in range(size)
    ]  # fmt: skip


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable[..., Batch]:
    """Write a ledger, import it and confirm it."""
    counter = iter(range(100))

    def bring_in(
        titles: Sequence[str], rows: Sequence[Sequence[Any]], *, at: datetime = JULY, as_of: date = AS_OF, confirm: bool = True,
        layout: str | None = None,
    ) -> Batch:  # fmt: skip
        path = write(tmp_path / f"台账{next(counter)}.xlsx", titles, rows)
        batch = actions.stage_file(path=path, layout=layout, as_of=as_of, by="李明", at=at)
        return actions.confirm(batch=batch.pk, by="李明", at=at) if confirm else batch

    return bring_in
