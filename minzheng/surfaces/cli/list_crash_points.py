"""`minzheng list-crash-points`: where the product can be told to kill itself, in a demonstration alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from minzheng.engine.database.crash_points import CrashPoint, crash_points
from minzheng.surfaces.cli.database import configuration

app = typer.Typer()


@app.command(help="列出崩溃点：在演示县用 FAULTS=1 CRASH_AT=名称[:次数] 让程序在那里被杀，检验断电后的数据。")
def list_crash_points(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False) -> None:
    """List every point there is."""
    found = declared_points()
    if as_json:
        rows = [{name: value for name, value in asdict(each).items() if name != "passed"} for each in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("名称", "在那里，已经做了什么，还没有做什么")
    for each in found:
        table.add_row(each.name, each.label)
    Console().print(table)


def declared_points() -> list[CrashPoint]:
    """Return every declared point; the engines that declare them are loaded first."""
    configuration()
    import minzheng.engine.assessments.actions
    import minzheng.engine.cases.actions
    import minzheng.engine.ledgers.actions
    import minzheng.engine.notices.actions  # noqa: F401

    return crash_points()
