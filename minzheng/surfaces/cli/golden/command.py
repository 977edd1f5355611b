"""`minzheng golden`: worked examples fed to the product, line by line what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minzheng.kernel.characters import printable
from minzheng.laws.strict_yaml import YamlProblem
from minzheng.surfaces.cli.golden.runner import Outcome, run

app = typer.Typer(help="算例：用写明预期结果的案例检验计算。")


class UnreadableFile(ValueError):
    """A file that cannot be read; the message is a Chinese sentence."""


PROBLEMS = (YamlProblem, UnreadableFile)


@app.command()
def golden(
    files: Annotated[list[Path], typer.Argument(help="算例文件（YAML）。", metavar="文件…")],
    kinds: Annotated[str | None, typer.Option(help="只检验这些种类，逗号分隔。", metavar="种类")] = None,
) -> None:
    """检验算例：逐条列出与预期不一致之处，最后一行是通过和未通过的数目。"""
    chosen = {kind.strip() for kind in kinds.split(",")} if kinds else None
    outcomes = [(file, outcome) for file in files for outcome in _outcomes(file, chosen)]
    differing = [(file, outcome) for file, outcome in outcomes if outcome.difference]
    for file, outcome in differing:
        typer.echo(f"{file.name} {outcome.id}（{outcome.kind}）：{outcome.difference}")
    typer.echo(f"{len(outcomes) - len(differing)} passed, {len(differing)} failed")
    raise typer.Exit(1 if differing else 0)


_REASONS = {FileNotFoundError: "没有这个文件", PermissionError: "没有读取权限", IsADirectoryError: "这是一个目录"}


def _outcomes(file: Path, kinds: set[str] | None) -> list[Outcome]:
    name = printable(str(file))
    try:
        return list(run(file, kinds))
    except OSError as problem:
        reason = _REASONS.get(type(problem), "文件名或者文件系统有问题")
        raise UnreadableFile(f"读不了文件 {name}：{reason}。请核对后重试。") from None
    except UnicodeError:
        raise UnreadableFile(f"读不了文件 {name}：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。") from None
