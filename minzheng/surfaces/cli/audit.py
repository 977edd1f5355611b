"""`minzheng audit …`: is the record whole, its head kept outside, and all of it for whoever must examine it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.audit.types import AuditProblem, Verification
from minzheng.engine.database.problems import Problem
from minzheng.surfaces.cli.acting import Administrator, signed_in
from minzheng.surfaces.cli.database import connect
from minzheng.surfaces.cli.output_files import OutputProblem, written
from minzheng.surfaces.cli.terminal import terminal
from minzheng.surfaces.clock import now

app = typer.Typer(help="审计：校验是否被改动，导出锚和全部记录。", no_args_is_help=True)
PROBLEMS = (AuditProblem, AccessProblem, OutputProblem)

_LARGEST_ANCHOR = 64 << 10
_SHOWN = 100

Output = Annotated[Path, typer.Option("--output", "-o", help="写入这个文件。", metavar="文件")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]


class AnchorProblem(Problem):
    """A file that is no anchor."""


@app.command()
def verify(
    anchor: Annotated[
        Path | None, typer.Option(help="库外留存的锚；有它才能发现截尾和整体重算。", metavar="文件")
    ] = None,
    as_json: Json = False,
) -> None:
    """重算全部封条和事件，逐条列出被改动、删除、插入的；发现任何一处，退出码为 1。"""
    kept = None if anchor is None else _read_anchor(anchor)
    connect()
    from minzheng.engine.audit import queries

    began = time.monotonic()
    found = queries.verify(kept)
    seconds = time.monotonic() - began
    typer.echo(_as_json(found, seconds) if as_json else _as_text(found, seconds, anchored=kept is not None))
    raise typer.Exit(0 if found.sound else 1)


@app.command(name="anchor")
def export_anchor(output: Output) -> None:
    """封存到现在，把封条链的末端写入文件；请存到数据库管理员够不着的地方。"""
    connect()
    from minzheng.engine.audit import actions

    at = now()
    actions.seal(at=at)
    head = actions.export_anchor(by=SYSTEM.acting_from(terminal()), at=at)
    with written(output) as path:
        path.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"锚已写入 {output}：封条{head['seal']}，事件 {head['events']} 条，摘要 {head['digest']}。")


@app.command()
def export(output: Output, administrator: Administrator) -> None:
    """导出全部审计事件和封条（每行一个 JSON），由审计管理员办理；只用 SM3 就能离线复核。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access.exporting_audit import admit_export
    from minzheng.engine.audit import queries

    admit_export(by=by, at=at)
    with written(output) as path, path.open("w", encoding="utf-8") as file:
        lines = sum(_put(line, file) for line in queries.exported())
    typer.echo(f"已导出 {lines} 行到 {output}。")


def _put(line: dict[str, Any], file: TextIO) -> int:
    file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    return 1


def _read_anchor(path: Path) -> dict[str, Any]:
    remedy = "请用 minzheng audit anchor 导出的文件。"
    try:
        with path.open(encoding="utf-8") as file:
            kept = json.loads(file.read(_LARGEST_ANCHOR))
    except OSError as error:
        raise AnchorProblem(f"锚文件 {path} 读不出来（{error.strerror}）。", remedy="请核对路径和权限。") from error
    except (ValueError, RecursionError) as error:
        raise AnchorProblem(f"{path} 不是锚文件。", remedy=remedy) from error
    if not isinstance(kept, dict) or not isinstance(kept.get("seal"), int) or not isinstance(kept.get("digest"), str):
        raise AnchorProblem(f"{path} 不是锚文件。", remedy=remedy)
    return kept


def _as_json(found: Verification, seconds: float) -> str:
    wrong = [
        {"harm": each.harm.name, "seal": each.seal, "event": each.event, "message": str(each)}
        for each in found.discrepancies
    ]
    said = {
        "sound": found.sound, "seals": found.seals, "events": found.events, "seconds": round(seconds, 3), "discrepancies": wrong,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1)


def _as_text(found: Verification, seconds: float, *, anchored: bool) -> str:
    scope = f"封条 {found.seals} 个，事件 {found.events} 条，用时 {seconds:.2f} 秒"
    if found.sound:
        return f"完整：{scope}。" + ("" if anchored else "没有给出锚，截尾和整体重算发现不了；请加 --anchor。")
    lines = [str(each) for each in found.discrepancies[:_SHOWN]]
    if len(found.discrepancies) > _SHOWN:
        lines.append(f"……共 {len(found.discrepancies)} 处，全部见 --json")
    return "\n".join([f"不完整：{len(found.discrepancies)} 处与封存时不符（{scope}）。", *lines])
