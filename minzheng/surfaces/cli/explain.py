"""`minzheng explain`: what one household gets and why, down to each fact, parameter and article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from minzheng.engine.assessments.types import AssessmentProblem
from minzheng.engine.registry.types import RegistryProblem
from minzheng.engine.rules.reading import RuleProblem
from minzheng.engine.rules.rendering import Line, as_data, as_text, outlines
from minzheng.kernel.characters import printable
from minzheng.surfaces import clock
from minzheng.surfaces.cli.assess import county_code, day_of, division_of, instant_of
from minzheng.surfaces.cli.database import configuration, connect
from minzheng.surfaces.cli.output_files import OutputProblem, written

app = typer.Typer(add_completion=False)
PROBLEMS = (AssessmentProblem, RegistryProblem, RuleProblem, OutputProblem)

FIRST_QUESTIONS = ("assistance_result", "monthly_total")
"""What everybody asks first: what the household is, and what it gets."""


@app.command()
def run(
    household: Annotated[str, typer.Argument(help="家庭编号。", metavar="家庭编号")],
    as_of: Annotated[str | None, typer.Option(help="核算日期；默认今天。", metavar="日期")] = None,
    known_at: Annotated[str | None, typer.Option(help="按当时已知的情况；默认现在。", metavar="时间")] = None,
    about: Annotated[
        str | None,
        typer.Option(
            help="要解释的结果：assistance_result（救助类别）、monthly_total（每月金额）、dibao_total、household_income、"
            "refused_only_by_imputation；默认前两项。",
            metavar="名称",
        ),
    ] = None,
    division: Annotated[
        str | None, typer.Option(help="所在的村（社区）区划代码，几个村有相同编号时用。", metavar="代码")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="连同没有影响结果的项目一起列出。")] = False,
    html: Annotated[Path | None, typer.Option(help="写成网页文件。", metavar="文件")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """解释一户：救助类别、金额、成员认定、不符合的理由，以及每个数字的来历。"""
    now = clock.now()
    day, instant, place = day_of(as_of, today=now.date()), instant_of(known_at, now=now), division_of(division)
    connect()
    from minzheng.engine.assessments.explaining import explain_household
    from minzheng.engine.catalogue.localities import locality

    questions, settings = _questions(about), configuration()
    found = explain_household(
        number=household, division=place, as_of=day, known_at=instant, locality=locality(county_code(settings)),
        demo=settings.demo,
    )  # fmt: skip
    lines = outlines([found.roots[question] for question in questions], full=full)
    if html is not None:
        from minzheng.engine.assessments.household_page import household_page

        with written(html) as path:
            path.write_text(household_page(found, *lines), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(as_plain(found, lines), ensure_ascii=False))
        return
    show(Console(), found, lines)
    if html is not None:
        typer.echo(f"网页已写入 {html}")


def _questions(about: str | None) -> Sequence[str]:
    from minzheng.engine.assessments.explaining import ROOTS

    if about is None:
        return FIRST_QUESTIONS
    if about not in ROOTS:
        raise AssessmentProblem(f"不能解释“{printable(about, limit=60)}”：可用 {'、'.join(ROOTS)}。")
    return (about,)


def as_plain(found: Any, lines: Sequence[Line]) -> dict[str, Any]:
    """Summary and trees as plain data."""
    return {
        "household": found.household.number,
        "division": found.household.division_name,
        "as_of": found.as_of.isoformat(),
        "demo": found.demo,
        "result": found.result,
        "monthly_total": found.monthly_total,
        "members": [asdict(member) for member in found.members],
        "refusals": {title: list(reasons) for title, reasons in found.reasons.items()},
        "warnings": list(found.warnings),
        "because": [as_data(line) for line in lines],
    }


def show(console: Console, found: Any, lines: Sequence[Line]) -> None:
    """Print the summary and the trees."""

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    say(f"家庭 {found.household.number}　{found.household.division_name}　{found.as_of}", "bold")
    say(f"救助类别：{found.result}　每月可得 {found.monthly_total}", "bold")
    console.print(member_table(found.members))
    for matter, reasons in found.reasons.items():
        say(f"不符合{matter}：{'；'.join(reasons)}")
    for warning in found.warnings:
        say(f"！{warning}", "yellow")
    say(as_text(*lines))
    if found.demo:
        say("演示数据：人员、家庭和全部金额均为虚构。", "yellow")


def member_table(members: Sequence[Any]) -> Table:
    """Who belongs to the household, and what each gets alone."""
    table = Table(header_style="bold")
    for heading in ("姓名", "关系", "年龄", "共同生活成员认定", "特困供养", "单人户"):
        table.add_column(heading)
    for member in members:
        table.add_row(
            *map(Text, (member.name, member.relation, member.age, member.ground, member.destitute, member.single))
        )
    return table
