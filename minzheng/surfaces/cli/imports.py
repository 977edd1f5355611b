"""`minzheng imports …`: the files that were brought in: see them, confirm them, take them back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.engine.ledgers.types import BatchState
from minzheng.surfaces import clock
from minzheng.surfaces.cli import import_report, ledgers
from minzheng.surfaces.cli.database import connect

app = typer.Typer(help="已导入的台账：查看、确认、撤销。", no_args_is_help=True)
PROBLEMS = ledgers.PROBLEMS

Number = Annotated[int, typer.Argument(help="批次号。", metavar="批次")]


@app.command(name="list")
def list_batches() -> None:
    """列出最近的导入批次。"""
    connect()
    from minzheng.engine.ledgers import queries

    table = Table("批次", "文件", "状态", "接受", "拒绝", "导入人", "时间")
    for batch in queries.list_batches():
        when = f"{batch.created_at.astimezone():%Y-%m-%d %H:%M}"
        cells = (
            str(batch.pk), escape(batch.file_name), BatchState(batch.state).label, str(batch.accepted), str(batch.rejected),
            escape(batch.created_by), when,
        )  # fmt: skip
        table.add_row(*cells)
    Console().print(table)


@app.command()
def show(number: Number, as_json: ledgers.Json = False, problems: ledgers.Problems = None) -> None:
    """看一个批次的结果和问题。"""
    connect()
    from minzheng.engine.ledgers import queries

    ledgers.tell(queries.report(batch=number).batch, as_json=as_json, problems=problems)


@app.command()
def confirm(number: Number) -> None:
    """登记一个待确认批次中接受的行。"""
    connect()
    from minzheng.engine.ledgers import queries

    batch = ledgers.confirmed(queries.report(batch=number).batch, quiet=False)
    typer.echo(import_report.added_sentence(batch.outcome))


@app.command()
def undo(number: Number) -> None:
    """撤销一个批次：它登记的内容不再有效，被它替换的内容恢复。"""
    connect()
    from minzheng.engine.ledgers import actions

    batch = actions.undo(batch=number, by=ledgers.officer(), at=clock.now())
    typer.echo(f"第{batch.pk}批（{batch.file_name}）已撤销。")


@app.command()
def resume() -> None:
    """重新读取上次被中断的导入。"""
    connect()
    from minzheng.engine.ledgers import actions

    with import_report.progress("读取", quiet=False) as on_rows:
        resumed = actions.resume(by=ledgers.officer(), at=clock.now(), on_rows=on_rows)
    for batch in resumed:
        typer.echo(f"第{batch.pk}批（{batch.file_name}）已读取：接受 {batch.accepted} 行，拒绝 {batch.rejected} 行。")
    if not resumed:
        typer.echo("没有被中断的导入。")
