"""`minzheng selfcheck`: is what is stored whole? The doctor looks at the machine, this at the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.engine.database.soundness import Tally
from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.clock import actual, now

app = typer.Typer()


@app.command(help="自查：数据是否完整——审计链、引用、任务、公示、文书编号、备用金等逐项核对。")
def selfcheck(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False) -> None:
    """Check everything that is stored; exit 1 if anything is broken."""
    connect()
    found = list(examine(at=now()))
    sound = not any(each.broken for each in found)
    if as_json:
        typer.echo(
            json.dumps({"sound": sound, "checks": [asdict(each) for each in found]}, ensure_ascii=False, indent=1)
        )
    else:
        _show(found)
    raise typer.Exit(0 if sound else 1)


def examine(*, at: datetime) -> Iterator[Tally]:
    """Ask every engine what must hold, as somebody who sees every record.

    Args:
        at: now.
    """
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.assessments import soundness as assessments
    from minzheng.engine.cases import soundness as cases
    from minzheng.engine.database import soundness as database
    from minzheng.engine.notices import soundness as notices
    from minzheng.engine.registry import soundness as registry

    with scoped(SYSTEM):
        yield from _audit()
        yield from database.structure()
        yield from registry.soundness()
        yield from assessments.soundness()
        yield from notices.soundness(on=at.date())
        yield from cases.soundness()
    yield from _work()


def _audit() -> Iterator[Tally]:
    from minzheng.engine.audit import queries
    from minzheng.engine.audit.types import HealthState

    found = queries.verify()
    wrong = "；".join(map(str, found.discrepancies[:3]))
    yield Tally(
        "audit.chain", f"审计链完整（封条 {found.seals} 个，事件 {found.events} 条）", len(found.discrepancies), wrong,
        "" if found.sound else "审计被改动。请运行 minzheng audit verify 看全部，保全现场并报告。",
    )  # fmt: skip
    # The age of what is not sealed is measured by the clock of the machine, as it was recorded.
    sealing = queries.health(actual())
    late = sealing.state is not HealthState.SOUND
    yield Tally(
        "audit.unsealed", "审计封存没有落后十分钟以上", int(late), f"{sealing.oldest:%Y-%m-%d %H:%M} 起" if late else "",
        "请确认后台任务在运行（minzheng serve 或 minzheng worker）。" if late else "",
    )  # fmt: skip


def _work() -> Iterator[Tally]:
    from minzheng.engine.work.queries import state

    found = state()
    yield Tally(
        "work.stalled", "没有停在半路的后台任务", found.stalled,
        remedy="执行它的进程已不在。请启动后台任务，一分钟内会自动接着做。" if found.stalled else "",
    )  # fmt: skip
    yield Tally(
        "work.failed", "没有放弃了的后台任务", found.failed,
        remedy="请看日志里的原因，处理后重新排队。" if found.failed else "",
    )  # fmt: skip


def _show(found: list[Tally]) -> None:
    table = Table("结果", "应当如此", "不符", "哪里，怎么办")
    for each in found:
        mark = "[red]不符[/]" if each.broken else "[green]符合[/]"
        table.add_row(
            mark, escape(each.label), str(each.broken or ""), escape(" ".join((each.where, each.remedy)).strip())
        )
    Console().print(table)
