"""`minzheng backup`: a whole copy of the county, and from then on the log beside it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from minzheng.engine.database import actions as database
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.clock import now

app = typer.Typer()


@app.command(help="备份：复制整个数据库并校验，此后日志持续归档到同一目录；服务不用停。密钥不在其中，须另存。")
def backup(directory: Annotated[Path, typer.Argument(help="备份目录，最好在另一块磁盘上。", metavar="目录")]) -> None:
    """Copy, verify, and say what is not in it."""
    settings = embedded_settings()
    home = connect()
    began = time.monotonic()
    done = database.back_up(home, directory, key_ring=settings.key_ring_file, at=now())
    typer.echo(
        f"已备份到 {done.path}：{done.size / 2**20:.0f} MB，用时 {time.monotonic() - began:.1f} 秒，已逐个文件校验。\n"
        f"可恢复到 {done.finished_at:%Y-%m-%d %H:%M:%S} 及以后的任一时刻（日志归档在 {directory.absolute() / 'wal'}，最多滞后一分钟）。\n"
        f"密钥不在备份里：{settings.key_ring_file}。请确认它另存在别处；没有密钥，备份里的身份证号等都读不出来。"
    )


def embedded_settings() -> Any:
    """Return the settings of a county with the embedded server.

    Raises:
        DatabaseProblem: the server is somebody else's.
    """
    from django.conf import settings

    if not settings.MINZHENG.embedded:
        raise DatabaseProblem(
            "现在使用的是外部数据库，备份与恢复由数据库服务器的管理员办理。",
            remedy="请用 pg_basebackup 或该服务器的备份工具；密钥文件同样要另存。",
        )
    return settings.MINZHENG
