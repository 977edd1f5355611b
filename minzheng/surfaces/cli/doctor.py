"""`minzheng doctor`: everything an operator would ask, answered at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.surfaces.cli.checks.finding import Finding, Grade
from minzheng.surfaces.cli.database import configuration
from minzheng.surfaces.clock import actual

app = typer.Typer()

_MARKS = {Grade.OK: "[green]正常[/]", Grade.WARN: "[yellow]注意[/]", Grade.FAIL: "[red]不行[/]"}


@app.command(help="体检：环境、数据库、密钥、时钟、日历、法规逐项检查，说明问题和办法。")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False) -> None:
    """Check everything; exit 1 if anything fails."""
    findings = list(examine(configuration(), now=actual()))
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        show(findings)
    raise typer.Exit(1 if any(each.grade is Grade.FAIL for each in findings) else 0)


def examine(settings: Any, *, now: datetime) -> Iterator[Finding]:
    """Run every check.

    Args:
        settings: the product's settings.
        now: the present, with its zone.
    """
    from minzheng.surfaces.cli.checks.keys import check_keys
    from minzheng.surfaces.cli.checks.program import check_program
    from minzheng.surfaces.cli.checks.references import check_references
    from minzheng.surfaces.cli.checks.server import check_database

    yield from check_program(settings.county_home.path)
    yield from check_database(settings, now=now)
    yield check_keys(settings.key_ring_file, demo=settings.demo)
    yield from check_references(locality=settings.locality, today=now.date())


def show(findings: list[Finding]) -> None:
    """Print the findings as a table and one closing line."""
    table = Table()
    for title in ("项目", "结果", "情况", "办法"):
        table.add_column(title, overflow="fold")
    for each in findings:
        table.add_row(each.name, _MARKS[each.grade], escape(each.found), escape(each.remedy))
    console = Console()
    console.print(table)
    failed, warned = (sum(each.grade is grade for each in findings) for grade in (Grade.FAIL, Grade.WARN))
    console.print(f"共 {len(findings)} 项，{failed} 项不行，{warned} 项注意。")
