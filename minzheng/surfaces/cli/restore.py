"""`minzheng restore`: a county from its backups, into an empty home, to the last instant or to one that is named."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from minzheng.engine.database import actions as database
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli.backup import embedded_settings
from minzheng.surfaces.clock import SHANGHAI

app = typer.Typer()


@app.command(help="恢复：从备份目录恢复到一个空的数据目录（MINZHENG_HOME），到最后一刻或指定的时间。")
def restore(
    directory: Annotated[Path, typer.Argument(help="备份目录。", metavar="目录")],
    key_ring: Annotated[
        Path | None, typer.Option("--key-ring", help="另存的密钥文件；已放回数据目录的可以不写。", metavar="文件")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="恢复到哪一刻，如 2026-09-01T10:30:00；默认最后一刻。", metavar="时间")
    ] = None,
) -> None:
    """Restore, then say what to check."""
    settings = embedded_settings()
    until = None if to is None else _instant(to)
    began = time.monotonic()
    done = database.restore(settings.county_home, directory, key_ring=key_ring or settings.key_ring_file, to=until)
    typer.echo(
        f"已从 {done.backup.path} 恢复到 {done.until.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}，用时 {time.monotonic() - began:.1f} 秒："
        f"{settings.county_home.path}，数据库已启动。\n"
        "请接着运行 minzheng selfcheck 和 minzheng audit verify --anchor，确认无误后再开放服务，并重新备份到一个新目录。"
    )


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise DatabaseProblem("时间无法识别。", remedy="请写成 2026-09-01T10:30:00 的形式（北京时间）。") from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
