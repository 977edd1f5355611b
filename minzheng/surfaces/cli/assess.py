"""`minzheng assess`: every household of the county through the cascade; the table by township; differences to grants in force."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from minzheng.engine.assessments.types import AssessmentProblem, Difference, RunSummary, TownshipRow
from minzheng.engine.rules.reading import RuleProblem
from minzheng.kernel.characters import printable
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.money import round_half_up
from minzheng.surfaces import clock
from minzheng.surfaces.cli.database import configuration, connect
from minzheng.surfaces.cli.output_files import OutputProblem, written

Moment = TypeVar("Moment", date, datetime)

app = typer.Typer(add_completion=False)
PROBLEMS = (AssessmentProblem, RuleProblem, OutputProblem)

SHANGHAI = ZoneInfo("Asia/Shanghai")

_YEARS = range(1950, 2200)
"""Years in which anything is assessed; beyond them a typing error is more likely than a question."""


class MomentProblem(AssessmentProblem):
    """A date, a time or a division that cannot be read."""


def day_of(text: str | None, *, today: date) -> date:
    """A date as typed; today if nothing was typed.

    Raises:
        MomentProblem: if it is no date.
    """
    if text is None:
        return today
    try:
        typed = date.fromisoformat(text)
    except ValueError:
        raise MomentProblem(f"日期“{printable(text)}”无法识别：请写成 2026-07-01 的形式。") from None
    return _within(typed, text)


def instant_of(text: str | None, *, now: datetime) -> datetime:
    """A time as typed, Beijing time unless it says otherwise; now if nothing was typed; a bare date means its end.

    Raises:
        MomentProblem: if it is no time.
    """
    if text is None:
        return now
    try:
        typed = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}T23:59:59.999999")
    except ValueError:
        raise MomentProblem(
            f"时间“{printable(text)}”无法识别：请写成 2026-07-01 或者 2026-07-01T09:30 的形式。"
        ) from None
    return _within(typed if typed.tzinfo else typed.replace(tzinfo=SHANGHAI), text)


def _within(typed: Moment, text: str) -> Moment:
    if typed.year not in _YEARS:
        raise MomentProblem(f"“{printable(text)}”的年份不对：只能是 {_YEARS[0]} 年到 {_YEARS[-1]} 年。")
    return typed


def division_of(text: str | None) -> DivisionCode | None:
    """A division code as typed.

    Raises:
        MomentProblem: if it is none.
    """
    try:
        return None if text is None else DivisionCode.parse(text)
    except ValueError as problem:
        raise MomentProblem(f"{problem}。") from None


@app.command()
def run(
    as_of: Annotated[str | None, typer.Option(help="核算日期，如 2026-07-01；默认今天。", metavar="日期")] = None,
    known_at: Annotated[
        str | None, typer.Option(help="按当时已知的情况核算（重算旧决定时用）；默认现在。", metavar="时间")
    ] = None,
    division: Annotated[str | None, typer.Option(help="只核算一个乡镇或者村（区划代码）。", metavar="代码")] = None,
    export: Annotated[
        Path | None, typer.Option(help="把汇总、名册和比对结果写入这个 Excel 文件。", metavar="文件")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """核算全县（或者一个乡镇、村）的每一户，保存结果，按乡镇汇总，列出与在享待遇的不一致。"""
    now = clock.now()
    day, instant, place = day_of(as_of, today=now.date()), instant_of(known_at, now=now), division_of(division)
    connect()
    from minzheng.engine.assessments import actions, queries
    from minzheng.engine.catalogue.localities import locality

    settings = configuration()
    console = Console(stderr=as_json)
    with console.status("核算") as status:
        done = actions.assess(
            as_of=day, known_at=instant, division=place, locality=locality(county_code(settings)), demo=settings.demo, by="minzheng assess",
            at=now, on_step=status.update,
        )  # fmt: skip
        rows, changes = queries.by_township(done.id), list(queries.changes(done.id))
        if export is not None:
            from minzheng.surfaces.cli.assess_export import write_workbook

            status.update("写入 Excel")
            with written(export) as path:
                write_workbook(path, done, rows, changes)
    if as_json:
        typer.echo(
            json.dumps(
                {"run": asdict(done), "townships": [asdict(row) for row in rows], "changes": _counted(changes)},
                ensure_ascii=False,
                default=str,
            )
        )
        return
    show(console, done, rows, changes, demo=settings.demo)
    if export is not None:
        typer.echo(f"汇总、名册和比对结果已写入 {export}")


def county_code(settings: Any) -> str:
    """The locality whose parameters govern: the invented county in a demonstration."""
    return "530199" if settings.demo else str(settings.locality)


def show(console: Console, done: RunSummary, rows: list[TownshipRow], changes: list[Any], *, demo: bool) -> None:
    """Print a run: table by township, then what a person has to look at."""
    from minzheng.engine.assessments.queries import total_of

    console.print(
        township_table(f"核算日期 {done.as_of}，{done.households:,} 户 {done.people:,} 人", [*rows, total_of(rows)])
    )
    counts = _counted(changes)
    console.print(
        f"与在享待遇比对（仅为疑点，由工作人员核实，不是决定）：{'，'.join(f'{kind} {count:,} 件' for kind, count in counts.items()) or '一致'}"
    )
    if done.repeated:
        console.print(f"事实、规则和参数与第 {done.id} 次核算完全相同，结果逐字节一致，没有重复保存。")
    console.print(
        f"第 {done.id} 次核算　事实 {done.inputs_digest[:12]}　规则和参数 {done.rules_digest[:12]}　结果 {done.results_digest[:12]}"
    )
    if demo:
        console.print("演示数据：人员、家庭和全部金额均为虚构。", style="yellow")


_HEADINGS = (
    "户数", "人数", "低保\n户", "低保金\n元/月", "单人\n人", "特困\n人", "供养金\n元/月", "边缘\n户", "刚性\n户", "待核实\n户",
)  # fmt: skip


def township_table(title: str, rows: list[TownshipRow]) -> Table:
    """Households, people, results and money by township; it fits a terminal of 80 columns."""
    table = Table(
        title=title,
        caption="金额四舍五入到元，精确数见导出的表格",
        header_style="bold",
        box=box.SIMPLE,
        show_edge=False,
        padding=(0, 0, 0, 1),
    )
    table.add_column("乡镇", no_wrap=True)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        of = row.by_result
        cells = [
            row.households, row.people, of.get("DIBAO", 0), _whole_yuan(row.dibao_amount + row.single_amount), row.single_persons,
            row.destitute_persons, _whole_yuan(row.destitute_amount), of.get("EDGE", 0), of.get("RIGID", 0), row.to_check,
        ]  # fmt: skip
        table.add_row(row.name, *(f"{cell:,}" for cell in cells), style="bold" if row.code == 0 else None)
    return table


def _whole_yuan(fen: int) -> int:
    return round_half_up(Fraction(fen, 100))


def _counted(changes: list[Any]) -> dict[str, int]:
    return {kind.value: count for kind in Difference if (count := sum(change.kind is kind for change in changes))}
