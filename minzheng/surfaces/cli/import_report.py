"""How an import is shown: as tables, as data, as a workbook of problems for the township that has to put them right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import xlsxwriter
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from minzheng.engine.ledgers.queries import BatchReport
    from minzheng.engine.matching.problems import RowProblem

_SHOWN_PROBLEMS = 20
_TITLES = ("工作表", "行", "列", "列名", "内容（已遮盖）", "问题", "办法", "结果")
_ADDED = {
    "persons": "人", "households": "户", "memberships": "成员关系", "facts": "信息项", "assets": "财产", "obligors": "法定义务人",
    "accounts": "银行账户", "grants": "在享待遇",
}  # fmt: skip


class OnRows(Protocol):
    """Is told how many rows are done."""

    def __call__(self, rows: int, /) -> None:
        """Take the number of rows done so far."""


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[OnRows]:
    """Show the rows done so far on the error stream while the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} 行"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda rows: shown.update(task, completed=rows)


def show(report: BatchReport, problems: Iterator[RowProblem]) -> None:
    """Print what was found in a file, and what confirming it added."""
    console, batch = Console(), report.batch
    console.print(f"第{batch.pk}批　{escape(batch.file_name)}　{report.layout_title}　{report.state_label}")
    if batch.failure:
        console.print(f"[red]{escape(batch.failure)}[/]")
    console.print(
        f"数据行 {report.data_rows}：接受 {batch.accepted}，拒绝 {batch.rejected}，提醒 {report.warnings} 条"
        + "".join(f"；{name} {number}" for name, number in batch.skipped.items())
    )
    for notice in batch.notices:
        console.print(f"[yellow]注意[/] {escape(notice)}")
    if report.reasons:
        console.print(_reasons(report))
    if first := list(islice(problems, _SHOWN_PROBLEMS + 1)):
        console.print(_problems(first[:_SHOWN_PROBLEMS]))
        if len(first) > _SHOWN_PROBLEMS:
            console.print("其余问题未列出：加 --problems 文件.xlsx 可导出全部。")
    if batch.outcome:
        console.print(added_sentence(batch.outcome))


def as_data(report: BatchReport, problems: Iterator[RowProblem]) -> dict[str, Any]:
    """Return the same for programs."""
    batch = report.batch
    return {
        "batch": batch.pk, "file": batch.file_name, "sha256": batch.sha256, "layout": batch.layout, "state": report.state_label,
        "as_of": batch.as_of.isoformat(), "data_rows": report.data_rows, "accepted": batch.accepted, "rejected": batch.rejected,
        "skipped": batch.skipped, "notices": batch.notices, "reasons": dict(report.reasons), "outcome": batch.outcome,
        "failure": batch.failure, "problems": [asdict(problem) for problem in problems],
    }  # fmt: skip


def write_problems(path: Path, problems: Iterator[RowProblem]) -> int:
    """Write all problems to a workbook; return how many. Values are masked, and nothing in it is a formula."""
    number = 0
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet("问题清单")
        page.freeze_panes(1, 0)
        page.set_column(0, 4, 14)
        page.set_column(5, 6, 50)
        for column, title in enumerate(_TITLES):
            page.write_string(0, column, title, book.add_format({"bold": True}))
        for number, problem in enumerate(problems, start=1):
            page.write_number(number, 1, problem.row)
            for column, text in _cells(problem).items():
                page.write_string(number, column, text)
    return number


def added_sentence(outcome: dict[str, int]) -> str:
    """Say what confirming a batch added."""
    parts = [f"{label} {outcome[name]}" for name, label in _ADDED.items() if outcome.get(name)]
    elsewhere = f"；{outcome['elsewhere']} 人已登记在别户，未改动" if outcome.get("elsewhere") else ""
    return f"已登记：{'，'.join(parts) or '没有新内容'}{elsewhere}。"


def _cells(problem: RowProblem) -> dict[int, str]:
    return {
        0: problem.sheet, 2: problem.column, 3: problem.title, 4: problem.value, 5: problem.reason, 6: problem.remedy,
        7: "拒绝" if problem.rejects else "提醒",
    }  # fmt: skip


def _table(*titles: str) -> Table:
    table = Table()
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _reasons(report: BatchReport) -> Table:
    table = _table("拒绝原因", "行数")
    for reason, number in report.reasons:
        table.add_row(escape(reason), str(number))
    return table


def _problems(problems: list[RowProblem]) -> Table:
    table = _table("工作表", "行", "列", "问题", "办法")
    for problem in problems:
        mark = "" if problem.rejects else "[yellow]提醒[/] "
        said = escape(f"{problem.reason}（{problem.value}）" if problem.value else problem.reason)
        column = escape(f"{problem.column} {problem.title}".strip())
        table.add_row(escape(problem.sheet), str(problem.row), column, f"{mark}{said}", escape(problem.remedy))
    return table
