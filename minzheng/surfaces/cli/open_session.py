"""`minzheng open-session`: a session of an officer of the demonstration, for programs that try the pages out."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from minzheng.engine.database.problems import Problem
from minzheng.surfaces.cli.database import configuration, connect

app = typer.Typer()


class SessionProblem(Problem):
    """No session can be opened so."""


@app.command(help="演示县：以一名演示人员的身份打开网页会话，输出会话标识，供自动测试使用；正式的县没有。")
def open_session(
    username: Annotated[str, typer.Argument(help="演示人员的用户名，如 clerk001。", metavar="用户名")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """Sign an officer of the demonstration in through the page that offers them, and print the cookies."""
    if not configuration().demo:
        raise SessionProblem("这里是正式的县，不能代人登录。", remedy="请本人在登录页登录。")
    connect()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    if client.post("/signin/demo", {"username": username}).status_code != 302:
        raise SessionProblem(f"没有演示人员“{username}”。", remedy="登录页上的“选一个演示身份”列出了全部用户名。")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    if as_json:
        typer.echo(json.dumps({"username": username, "cookies": cookies}, ensure_ascii=False))
    else:
        typer.echo("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
