"""`minzheng import FILE`: a ledger file into the register, with a report before anything is taken."""

from __future__ import annotations

import getpass
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.matching.problems import FileProblem
from minzheng.kernel.characters import printable
from minzheng.surfaces import clock
from minzheng.surfaces.cli import import_report
from minzheng.surfaces.cli.database import connect

if TYPE_CHECKING:
    from minzheng.engine.ledgers.models import Batch

app = typer.Typer()
PROBLEMS = (LedgerProblem, FileProblem)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
Problems = Annotated[Path | None, typer.Option("--problems", help="把全部问题写入这个 Excel 文件。", metavar="文件")]


@app.command(help="导入台账（xlsx、xls、csv）：先读取并列出问题，确认后才登记。")
def bring_in(
    file: Annotated[Path, typer.Argument(help="台账文件。", metavar="文件")],
    layout: Annotated[str | None, typer.Option(help="台账版式；默认自动识别。", metavar="名称")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="台账所说的是哪一天的情况，如 2026-07-01；默认今天。", metavar="日期")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接登记接受的行。")] = False,
    as_json: Json = False,
    problems: Problems = None,
) -> None:
    """Read, report, ask, confirm."""
    now = clock.now()
    day = day_of(as_of, today=now.date())
    connect()
    from minzheng.engine.ledgers import actions

    with import_report.progress("读取", quiet=as_json) as on_rows:
        batch = actions.stage_file(path=file, layout=layout, as_of=day, by=officer(), at=now, on_rows=on_rows)
    if not as_json:
        tell(batch, as_json=False, problems=problems)
    if batch.accepted and (yes or agreed(batch, quiet=as_json)):
        batch = confirmed(batch, quiet=as_json)
        if not as_json:
            typer.echo(import_report.added_sentence(batch.outcome))
    elif not as_json:
        typer.echo(_what_next(batch))
    if as_json:
        tell(batch, as_json=True, problems=problems)


def confirmed(batch: Batch, *, quiet: bool) -> Batch:
    """Confirm a batch with a progress bar."""
    from minzheng.engine.ledgers import actions

    with import_report.progress("登记", quiet=quiet) as on_rows:
        return actions.confirm(batch=batch.pk, by=officer(), at=clock.now(), on_rows=on_rows)


def agreed(batch: Batch, *, quiet: bool) -> bool:
    """Ask the person at the keyboard; nobody there means no."""
    if quiet or not sys.stdin.isatty():
        return False
    return typer.confirm(f"登记接受的 {batch.accepted} 行吗？", default=False)


def tell(batch: Batch, *, as_json: bool, problems: Path | None) -> None:
    """Print the report of a batch, and write its problems to a workbook if asked to.

    Raises:
        LedgerProblem: the workbook cannot be written.
    """
    from minzheng.engine.ledgers import queries

    report = queries.report(batch=batch.pk)
    if problems is not None:
        write_problems(problems, batch.pk, quiet=as_json)
    if as_json:
        data = import_report.as_data(report, queries.problems_of(batch=batch.pk))
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        import_report.show(report, queries.problems_of(batch=batch.pk))


def write_problems(path: Path, batch: int, *, quiet: bool) -> None:
    """Write the problems of a batch to a workbook. Raises LedgerProblem if the file cannot be written."""
    from minzheng.engine.ledgers import queries

    try:
        number = import_report.write_problems(path, queries.problems_of(batch=batch))
    except (OSError, ValueError) as error:
        raise LedgerProblem(
            f"不能写入 {printable(str(path))}。", remedy="请核对路径和权限，并确认文件没有被打开。"
        ) from error
    if not quiet:
        typer.echo(f"{number} 条问题已写入 {path}")


def day_of(text: str | None, *, today: date) -> date:
    """Return the date as typed, today if nothing was typed. Raises LedgerProblem if it is no date."""
    try:
        return today if text is None else date.fromisoformat(text)
    except ValueError:
        raise LedgerProblem(f"日期“{printable(text)}”无法识别。", remedy="请写成 2026-07-01 的形式。") from None


def officer() -> str:
    """Return who works at this terminal."""
    return printable(getpass.getuser())


def _what_next(batch: Batch) -> str:
    if batch.state == BatchState.STAGED and not batch.accepted:
        return "没有可以登记的行；改正后请重新导入。"
    return f"还没有登记。确认：minzheng imports confirm {batch.pk}；放弃：minzheng imports undo {batch.pk}。"
