"""`minzheng serve`: database, web server and worker together, kept running."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from minzheng.engine.database import actions as database
from minzheng.engine.database.home import Home, write_atomically
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli.database import configuration, connect
from minzheng.surfaces.cli.service.keeping import Kept, run_until_told
from minzheng.surfaces.cli.worker import worker_process

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听的地址；对外服务请放在反向代理之后。", metavar="地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="监听的端口。", metavar="端口", min=1, max=65535)] = 8000,
    processes: Annotated[
        int, typer.Option(help="网页进程数；默认等于处理器核数。", metavar="个数", min=1, max=64)
    ] = os.cpu_count() or 1,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="不运行后台任务（另用 minzheng worker 运行）。")
    ] = False,
) -> None:
    """启动网页服务：数据库、网页、后台任务一起运行，意外退出自动重启；Ctrl+C 全部停止。"""
    settings = configuration()
    started = settings.embedded and not database.status(settings.county_home).answers
    home = connect()
    os.environ.setdefault("MINZHENG_SECRET_KEY", session_key(home))
    web = [sys.executable, "-m", "minzheng.surfaces.cli.service.web", host, str(port), str(processes)]
    kept = [Kept("网页服务", web, say=_say), *([] if no_worker else [worker_process()])]
    typer.echo(f"网址 http://{host}:{port}/　运行状况 http://{host}:{port}/readyz　停止：Ctrl+C")
    try:
        run_until_told(kept, meanwhile=_look_after(settings))
    finally:
        if started:
            database.stop(home)
    typer.echo("网页服务、后台任务已停止。")


def session_key(home: Home) -> str:
    """Return the key that signs web sessions, the same for every process and every start; make it on the first day."""
    path: Path = home.secrets / "session-key"
    if not path.exists():
        write_atomically(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _look_after(settings: Any) -> Any:
    def look() -> None:
        if not settings.embedded or database.status(settings.county_home).answers:
            return
        _say("数据库没有应答，正在启动。")
        try:
            database.start(settings.county_home)
        except DatabaseProblem as problem:
            _say(str(problem))

    return look


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
