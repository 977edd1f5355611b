"""A run as an Excel workbook: summary by township, differences to grants in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from minzheng.engine.assessments.queries import register_of, total_of
from minzheng.engine.assessments.types import Change, RunSummary, TownshipRow

_SUMMARY = (
    "乡镇",
    "户数",
    "人数",
    "低保户",
    "低保金（元/月）",
    "单人户（人）",
    "单人户金额（元/月）",
    "特困人员（人）",
    "特困供养金（元/月）",
    "低保边缘户",
    "刚性支出困难户",
    "不符合（户）",
    "待核实（户）",
    "合计（元/月）",
)
_CHANGES = (
    "疑点",
    "村（社区）",
    "家庭编号",
    "待遇",
    "在享（元/月）",
    "核算（元/月）",
    "核算类别",
    "不符合的条件",
    "核实结果（由工作人员填写）",
)
_REGISTER = (
    "乡镇、村",
    "家庭编号",
    "核算人口",
    "救助类别",
    "月收入（元）",
    "月人均（元）",
    "低保金（元）",
    "增发（元）",
    "单人户（元）",
    "特困（元）",
    "提示",
)


def write_workbook(path: Path, run: RunSummary, townships: Sequence[TownshipRow], changes: Iterable[Change]) -> None:
    """Write the workbook; text is never taken for a formula or an address.

    Raises:
        OSError: if it cannot be written.
    """
    try:
        _write(path, run, townships, changes)
    except FileCreateError as problem:
        raise next(each for each in problem.args if isinstance(each, OSError)) from problem


def _write(path: Path, run: RunSummary, townships: Sequence[TownshipRow], changes: Iterable[Change]) -> None:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    ) as book:
        money, head = (
            book.add_format({"num_format": "#,##0.00"}),
            book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
        )
        note = f"核算日期 {run.as_of}；第 {run.id} 次核算；事实 {run.inputs_digest}；规则和参数 {run.rules_digest}；结果 {run.results_digest}"
        _sheet(
            book,
            "乡镇汇总",
            note,
            _SUMMARY,
            [_summary_row(row) for row in [*townships, total_of(townships)]],
            money,
            head,
        )
        _sheet(
            book,
            "与在享待遇比对",
            "以下仅为疑点，由工作人员逐件核实，不是决定。",
            _CHANGES,
            map(_change_row, changes),
            money,
            head,
        )
        _sheet(
            book,
            "救助名册",
            "核算结果为特困、低保、低保边缘、刚性支出困难或者待核实的家庭。",
            _REGISTER,
            register_of(run.id),
            money,
            head,
        )


def _sheet(
    book: Any, name: str, note: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], money: Any, head: Any
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, len(headings) - 1, 16)
    sheet.write_string(0, 0, note)
    for column, heading in enumerate(headings):
        sheet.write_string(1, column, heading, head)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value, money if isinstance(value, float) else None)


def _yuan(fen: int) -> float:
    """Fen as yuan for a spreadsheet cell: two decimals of an amount below a trillion are exact enough to display and to add."""
    return fen / 100


def _summary_row(row: TownshipRow) -> list[Any]:
    of = row.by_result
    return [
        row.name, row.households, row.people, of.get("DIBAO", 0), _yuan(row.dibao_amount), row.single_persons, _yuan(row.single_amount),
        row.destitute_persons, _yuan(row.destitute_amount), of.get("EDGE", 0), of.get("RIGID", 0), of.get("NONE", 0), row.to_check, _yuan(row.total_amount),
    ]  # fmt: skip


def _change_row(change: Change) -> list[Any]:
    return [
        change.kind.value, change.division, change.household_number, change.benefit, _yuan(change.granted), _yuan(change.assessed), change.result,
        "；".join(change.reasons), "",
    ]  # fmt: skip
