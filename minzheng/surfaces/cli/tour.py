"""`minzheng tour`: a browser goes through the tasks of the demonstration, and takes the pictures of the documentation."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Annotated

import typer

from minzheng.engine.database.problems import Problem
from minzheng.surfaces.cli.database import configuration, connect
from minzheng.surfaces.cli.serve import HOST, session_key

app = typer.Typer()
_CHROMIUM = "/usr/bin/chromium"
_SECONDS = 60


class TourProblem(Problem):
    """The tour cannot begin, or a step did not do what it promises."""


@app.command(help="演示县：用浏览器自动走一遍八个任务，逐步核对看到的内容，可以存下文档用的图；正式的县没有。")
def tour(
    pictures: Annotated[Path | None, typer.Option(help="把图存到这个文件夹；不写就不存。", metavar="文件夹")] = None,
    only: Annotated[str, typer.Option(help="只走一个任务，如 clerk。", metavar="任务")] = "",
    chromium: Annotated[str, typer.Option(help="浏览器的位置。", metavar="文件")] = _CHROMIUM,
) -> None:
    """Follow every task; exit 2 with the step that failed."""
    if not configuration().demo:
        raise TourProblem("这里是正式的县，没有演示任务。", remedy="请在演示县里运行：MINZHENG_DEMO=1 minzheng tour。")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise TourProblem("没有安装操纵浏览器的程序包。", remedy="请在源代码目录运行 make setup。") from None
    connect()
    from minzheng.demo.tasks import tasks
    from minzheng.demo.tasks.tour import TourError, follow, planned

    wanted = [task for task in tasks().values() if only in {"", task.key}]
    if not wanted:
        raise TourProblem(f"没有任务“{only[:20]}”。", remedy=f"可用：{'、'.join(tasks())}。")
    if not Path(chromium).exists():
        raise TourProblem(f"没有找到浏览器 {chromium}。", remedy="请安装 chromium，或者用 --chromium 写明位置。")
    steps = planned(wanted)
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    with _served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for each in steps:
                began = time.monotonic()
                for done in follow(browser, home, each, pictures):
                    typer.echo(f"　{done.number} {done.step.title}")
                typer.echo(f"{each[0].task.title}：做完了，{time.monotonic() - began:.1f} 秒")
        except TourError as stopped:
            raise TourProblem(str(stopped), remedy="重新建演示县再试：minzheng demo --fresh --no-serve。") from stopped
        finally:
            browser.close()
    typer.echo(f"{len(steps)} 个任务全部走通。任务里办过的件已经变了，要恢复原样：minzheng demo --fresh")


@contextmanager
def _served() -> Iterator[str]:
    """The pages on a port of their own, as `minzheng serve` serves them."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    os.environ.setdefault("MINZHENG_SECRET_KEY", session_key(configuration().county_home))
    web = subprocess.Popen(
        [sys.executable, "-m", "minzheng.surfaces.cli.service.web", HOST, str(port), "1"], stdout=subprocess.DEVNULL
    )
    try:
        _until_it_answers(port)
        yield f"http://{HOST}:{port}"
    finally:
        web.terminate()
        web.wait()


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TourProblem("网页服务没有启动。", remedy="请看数据目录的 logs/minzheng.log。")
