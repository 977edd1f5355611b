"""`minzheng new-matter`: begins a service with the smallest folder that passes every check."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from minzheng.engine.catalogue.matters import HOME
from minzheng.engine.catalogue.skeletons import SkeletonProblem, begin_matter
from minzheng.kernel.characters import printable
from minzheng.surfaces.cli.output_files import OutputProblem

app = typer.Typer(help="新建一个事项：写好能通过检查的最小文件夹，再逐项改。", no_args_is_help=True)
PROBLEMS = (SkeletonProblem, OutputProblem)


@app.command(no_args_is_help=True)
def new_matter(
    chapter: Annotated[str, typer.Argument(help="章，如 social_assistance。", metavar="章")],
    name: Annotated[str, typer.Argument(help="事项的英文名称，小写，词之间用下划线。", metavar="事项")],
    title: Annotated[str, typer.Option(help="法定名称。", metavar="名称")] = "新事项",
    law: Annotated[str, typer.Option(help="依据，法规索引里有的条文。", metavar="条文")] = "社会救助法 第六十四条",
) -> None:
    """写好一个新事项的文件夹。"""
    home = Path(str(resources.files(HOME)))
    try:
        files = begin_matter(home, chapter=chapter, name=name, title=title, law=law)
    except OSError as problem:
        raise OutputProblem(f"无法写入 {printable(str(home), limit=200)}：请确认有写入权限、磁盘没有满。") from problem
    for file in files:
        typer.echo(str(file.relative_to(home.parent)))
    typer.echo("请逐项改成法律写明的内容，再用 minzheng matters check 检查。")
