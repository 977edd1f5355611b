"""`minzheng explain`: what one household gets and why, down to each fact, parameter and article."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from minzheng.engine.assessments.types import AssessmentProblem
from minzheng.engine.rules.rendering import as_data, as_html, as_text, outline
from minzheng.surfaces.cli.assess import SHANGHAI, county_code, day_of, instant_of
from minzheng.surfaces.cli.database import configuration, connect

app = typer.Typer(help="解释一户的核算结果。")
PROBLEMS = (AssessmentProblem,)


@app.command()
def run(
    household: Annotated[str, typer.Argument(help="家庭编号。", metavar="家庭编号")],
    as_of: Annotated[str | None, typer.Option(help="核算日期；默认今天。", metavar="日期")] = None,
    known_at: Annotated[str | None, typer.Option(help="按当时已知的情况；默认现在。", metavar="时间")] = None,
    about: Annotated[
        str,
        typer.Option(
            help="要解释的结果：assistance_result、monthly_total、dibao_total、household_income。", metavar="名称"
        ),
    ] = "monthly_total",
    full: Annotated[bool, typer.Option(help="连同没有影响结果的项目一起列出。")] = False,
    html: Annotated[Path | None, typer.Option(help="写成网页文件。", metavar="文件")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """解释一户：救助类别、金额、成员认定、不符合的理由，以及每个数字的来历。"""
    now = datetime.now(tz=SHANGHAI)
    day, instant = day_of(as_of, today=now.date()), instant_of(known_at, now=now)
    connect()
    from minzheng.engine.assessments.explaining import ROOTS, explain_household
    from minzheng.engine.catalogue.localities import locality

    if about not in ROOTS:
        raise AssessmentProblem(f"不能解释 {about!r}：可用 {'、'.join(ROOTS)}。")
    settings = configuration()
    found = explain_household(
        number=household, as_of=day, known_at=instant, locality=locality(county_code(settings)), demo=settings.demo
    )
    tree = outline(found.roots[about], full=full)
    if as_json:
        typer.echo(json.dumps(as_data(tree), ensure_ascii=False))
    if html is not None:
        html.write_text(
            as_html(tree, title=f"家庭 {household}：{found.result}，{found.monthly_total}"), encoding="utf-8"
        )
    if not as_json:
        show(Console(), found, tree)
        typer.echo(f"网页已写入 {html}" if html else "")


def show(console: Console, found: Any, tree: Any) -> None:
    """Print the summary and the tree."""
    console.print(f"[bold]家庭 {found.household.number}[/bold]　{found.household.division_name}　{found.as_of}")
    console.print(f"救助类别：[bold]{found.result}[/bold]　每月 [bold]{found.monthly_total}[/bold]")
    table = Table(header_style="bold")
    for heading in ("姓名", "关系", "年龄", "共同生活成员认定", "特困供养", "单人户"):
        table.add_column(heading)
    for member in found.members:
        table.add_row(member.name, member.relation, member.age, member.ground, member.destitute, member.single)
    console.print(table)
    for matter, reasons in found.reasons.items():
        console.print(f"不符合{matter}：{'；'.join(reasons)}")
    for warning in found.warnings:
        console.print(f"！{warning}", style="yellow")
    console.print(as_text(tree), markup=False, highlight=False, soft_wrap=True)
