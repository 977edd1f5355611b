"""`minzheng serve`: database, web server and worker together, kept running."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from minzheng.engine.database import actions as database
from minzheng.engine.database.home import Home, write_atomically
from minzheng.engine.database.problems import DatabaseProblem, Problem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.database import configuration, connect
from minzheng.surfaces.cli.service.keeping import Kept, run_until_told
from minzheng.surfaces.cli.worker import worker_process

app = typer.Typer()
HOST, PORT, PROCESSES = "127.0.0.1", 8000, os.cpu_count() or 1


class PortProblem(Problem):
    """There is no listening on that address."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听的地址；对外服务请放在反向代理之后。", metavar="地址")] = HOST,
    port: Annotated[int, typer.Option(help="监听的端口。", metavar="端口", min=1, max=65535)] = PORT,
    processes: Annotated[
        int, typer.Option(help="网页进程数；默认等于处理器核数。", metavar="个数", min=1, max=64)
    ] = PROCESSES,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="不运行后台任务（另用 minzheng worker 运行）。")
    ] = False,
) -> None:
    """启动网页服务：数据库、网页、后台任务一起运行，意外退出自动重启；Ctrl+C 全部停止。"""
    serve_until_told(host=host, port=port, processes=processes, worker=not no_worker)


def serve_until_told(*, host: str = HOST, port: int = PORT, processes: int = PROCESSES, worker: bool = True) -> None:
    """Keep database, web server and worker running until told to stop; what was running before stays.

    Raises:
        PortProblem: another program listens there.
    """
    settings = configuration()
    _require_free(host, port)
    started = settings.embedded and not database.status(settings.county_home).answers
    home = connect()
    os.environ.setdefault("MINZHENG_SECRET_KEY", session_key(home))
    web = [sys.executable, "-m", "minzheng.surfaces.cli.service.web", host, str(port), str(processes)]
    kept = [Kept("网页服务", web, say=_say), *([worker_process()] if worker else [])]
    typer.echo(
        f"群众网页 http://{host}:{port}/　办公端 http://{host}:{port}/desk/　运行状况 http://{host}:{port}/readyz"
    )
    if clock.ahead():
        typer.echo(f"演示时钟在走：现在是 {clock.now():%Y-%m-%d %H:%M}。拨动 minzheng clock set")
    typer.echo("停止：Ctrl+C")
    try:
        run_until_told(kept, meanwhile=_look_after(settings))
    finally:
        if started:
            database.stop(home)
    typer.echo("网页服务、后台任务已停止。")


def _require_free(host: str, port: int) -> None:
    """A second server on one port would only be started again and again."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortProblem(
                f"不能在 {host}:{port} 上提供服务：{error.strerror}。",
                remedy="请关掉占用它的程序，或者用 --port 换一个端口。",
            ) from error


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
