"""`minzheng worker`: run background jobs, and go on whatever happens to the process that runs them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.cli.service.keeping import Kept, run_until_told
from minzheng.surfaces.clock import now

app = typer.Typer()


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="做完排队的任务就退出，不等新的。")] = False,
) -> None:
    """运行后台任务：送达、封存、清理等。进程意外退出会自动重启；Ctrl+C 停止。minzheng serve 已包含它。"""
    connect()
    if once:
        from minzheng.engine.work.running import run_worker

        run_worker(clock=now, wait=False)
        return
    typer.echo("后台任务已启动，Ctrl+C 停止。")
    run_until_told([worker_process()])
    typer.echo("后台任务已停止。")


def worker_process() -> Kept:
    """Return the kept worker process."""
    return Kept("后台任务", [sys.executable, "-m", "minzheng.surfaces.cli.service.working"], say=_say)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
