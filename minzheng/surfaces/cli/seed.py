"""`minzheng seed`: an invented county into an empty demo register, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from minzheng.engine.database.problems import Problem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.database import configuration, connect

app = typer.Typer(help="演示：生成一个虚构的县（仅限演示目录）。")

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EARLIEST, _LATEST = date(2025, 7, 1), date(2030, 12, 31)


class SeedProblem(Problem):
    """A county that cannot be generated or written as asked."""


@app.command()
def run(
    people: Annotated[int, typer.Option(help="人数。", metavar="人数")] = 30_000,
    seed: Annotated[int, typer.Option(help="随机种子：同样的人数、种子和日期，得到完全相同的县。", metavar="数字")] = 1,
    as_of: Annotated[str | None, typer.Option(help="这个县截至哪一天，如 2026-09-01（默认）。", metavar="日期")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="把数据清单（数量、摘要、敏感信息及其主人）写入这个 JSON 文件。", metavar="文件")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="先清空演示库里已有的数据。")] = False,
) -> None:
    """生成一个虚构的县并写入演示库：人员、家庭、收入、财产、义务人和在享待遇。中断则什么都不写入。"""
    refuse_unless_demo(configuration())
    day = checked(people=people, seed=seed, as_of=as_of)
    from minzheng.demo.county import generate
    from minzheng.demo.county.grants import grants_of
    from minzheng.demo.county.manifest import fingerprint
    from minzheng.demo.county.register import Parts, clear

    connect()
    refuse_unless_empty(fresh=fresh)
    if fresh:
        clear()
    console = Console()
    with steps(console) as step:
        step("生成")
        county = generate(people=people, seed=seed, as_of=day)
        step("核定在享待遇")
        grants = grants_of(county)
        write(county, Parts.everything(county, grants), step)
    console.print(
        f"已写入演示县：{len(county.households.village):,} 户、{people:,} 人，在享待遇 {len(grants):,} 件。"
        f"种子 {seed}，截至 {day}，数据摘要 {fingerprint(county)[:12]}。全部虚构。"
    )
    if manifest is not None:
        write_manifest(county, manifest)
        console.print(f"数据清单已写入 {manifest}")


def refuse_unless_demo(settings: Any) -> None:
    """Raise SeedProblem in a real county."""
    if not settings.demo:
        raise SeedProblem(
            "这里是正式的县，不能写入演示数据。", remedy="演示请用另一个目录（MINZHENG_HOME），并设置 MINZHENG_DEMO=1。"
        )


def checked(*, people: int, seed: int, as_of: str | None = None) -> date:
    """Return the day asked for.

    Raises:
        SeedProblem: a number or the day is out of range.
    """
    from minzheng.demo.county import DEMO_DAY, MOST_PEOPLE

    if not 1 <= people <= MOST_PEOPLE:
        raise SeedProblem(f"人数应在 1 至 {MOST_PEOPLE:,} 之间。", remedy="请改 --people。")
    if not 0 <= seed < 2**63:
        raise SeedProblem("种子应是不小于 0 的整数，不超过 18 位。", remedy="请改 --seed。")
    try:
        day = DEMO_DAY if as_of is None else date.fromisoformat(as_of)
    except ValueError:
        raise SeedProblem("日期无法识别。", remedy="请写成 2026-09-01 的形式。") from None
    if not _EARLIEST <= day <= _LATEST:
        raise SeedProblem(f"演示县的参数只有 {_EARLIEST} 至 {_LATEST} 的。", remedy="请改 --as-of。")
    return day


def refuse_unless_empty(*, fresh: bool) -> None:
    """Raise SeedProblem where the register holds something and is not to be emptied first."""
    from minzheng.demo.county.register import is_empty

    if not fresh and not is_empty():
        raise SeedProblem("登记库里已有人员和家庭。", remedy="要清空后重新生成，请加 --fresh。")


@contextmanager
def steps(console: Console) -> Iterator[Any]:
    """Show a bar that advances with each named step; yields the function that names one."""
    from minzheng.demo.county.register import STEPS

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("准备", total=len(STEPS) + 2)
        started = False

        def step(name: str) -> None:
            nonlocal started
            progress.update(task, description=name, advance=int(started))
            started = True

        yield step


def write(county: Any, parts: Any, step: Any) -> None:
    """Write a county, recorded now."""
    from minzheng.demo.county.register import write_county

    write_county(county, parts, by="minzheng seed", at=clock.now(), on_step=step)


def write_manifest(county: Any, path: Path) -> None:
    """Write the manifest of a county.

    Raises:
        SeedProblem: the file cannot be written.
    """
    from minzheng.demo.county.manifest import manifest

    text = json.dumps(manifest(county), ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise SeedProblem(f"清单文件写不进去（{error.strerror}）。", remedy="请检查路径、权限和磁盘。") from error
