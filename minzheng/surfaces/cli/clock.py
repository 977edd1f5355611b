"""`minzheng clock …`: what time it is for the product, and in a demonstration another time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from minzheng.engine.database.problems import Problem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.database import configuration

app = typer.Typer(help="时钟：看系统认为现在是什么时间；演示县可以拨动。", no_args_is_help=True)

_FIRST, _LAST = 2020, 2100


class ClockProblem(Problem):
    """A clock that cannot be set so."""


@app.command()
def show() -> None:
    """显示系统的时间。"""
    configuration()
    pretended = "（演示时钟）" if clock.ahead() else ""
    typer.echo(f"{clock.now():%Y-%m-%d %H:%M:%S}{pretended}")


@app.command(name="set")
def set_clock(
    to: Annotated[str, typer.Argument(help="拨到哪一刻，如 2026-09-01T10:00:00（北京时间）。", metavar="时间")],
) -> None:
    """拨动演示县的时钟，此后从那一刻往下走；正式的县不能拨。"""
    _refuse_real()
    try:
        wanted = datetime.fromisoformat(to)
    except ValueError:
        raise ClockProblem("时间无法识别。", remedy="请写成 2026-09-01T10:00:00 的形式。") from None
    if not _FIRST <= wanted.year < _LAST:
        raise ClockProblem(f"年份应在 {_FIRST} 至 {_LAST} 之间。", remedy="请改时间。")
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=clock.SHANGHAI)
    clock.turn(wanted)
    typer.echo(f"演示时钟已拨到 {clock.now():%Y-%m-%d %H:%M:%S}。")


@app.command()
def reset() -> None:
    """演示县的时钟恢复为本机时间。"""
    _refuse_real()
    clock.setting_file().unlink(missing_ok=True)
    typer.echo(f"已恢复为本机时间 {clock.now():%Y-%m-%d %H:%M:%S}。")


def _refuse_real() -> None:
    settings = configuration()
    if not settings.demo:
        raise ClockProblem("正式的县不能拨动时钟。", remedy="请在演示目录（MINZHENG_DEMO=1）里试。")
    settings.county_home.create()
