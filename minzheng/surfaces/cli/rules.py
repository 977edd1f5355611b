"""`minzheng rules`: the rules as officers' cards, checked and listed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from minzheng.engine.assessments.types import CHAPTER, AssessmentProblem
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.rules.card import cards
from minzheng.engine.rules.parameters import ParameterProblem
from minzheng.engine.rules.reading import RuleProblem
from minzheng.engine.rules.settings_words import setting_words
from minzheng.laws.strict_yaml import YamlProblem
from minzheng.surfaces.cli.assess import SHANGHAI, day_of

app = typer.Typer(help="规则：规则卡、参数、检查。", no_args_is_help=True)
PROBLEMS = (AssessmentProblem, RuleProblem, ParameterProblem, YamlProblem)


@app.command()
def check() -> None:
    """检查全部规则、参数和依据，发现错误逐条列出。"""
    chapter = load_chapter(CHAPTER)
    names = {rule.name for rule in chapter.rules.rules}
    typer.echo(
        f"{len(chapter.matters)} 个事项、{len(names)} 条规则（{len(chapter.rules.rules)} 个版本）、{len(chapter.parameters.parameters)} 个参数，没有发现错误。"
    )


@app.command("list")
def list_rules() -> None:
    """列出全部规则的名称和法定用语。"""
    for card in cards(load_chapter(CHAPTER).rules):
        typer.echo(f"{card.name}　{card.label}　（{card.applies}）")


@app.command()
def card(
    name: Annotated[str | None, typer.Argument(help="规则名称；不写则打印全部。", metavar="名称")] = None,
    on: Annotated[str | None, typer.Option(help="只看这一天有效的版本和条文。", metavar="日期")] = None,
) -> None:
    """打印规则卡：法定用语、计算方法、适用时期、依据。"""
    rules = load_chapter(CHAPTER).rules
    day: date | None = day_of(on, today=datetime.now(tz=SHANGHAI).date()) if on else None
    found = list(cards(rules, on=day, name=name))
    if not found:
        raise AssessmentProblem(f"没有名为 {name!r} 的规则：请用 minzheng rules list 查看全部名称。")
    typer.echo("\n\n".join(each.text() for each in found))


@app.command()
def parameters(
    place: Annotated[str, typer.Option(help="行政区划代码（前缀）。", metavar="代码")] = "530129",
    on: Annotated[str | None, typer.Option(help="哪一天的数值；默认今天。", metavar="日期")] = None,
) -> None:
    """列出一个地方的参数、依据和未确认的项目。"""
    day = day_of(on, today=datetime.now(tz=SHANGHAI).date())
    for name, setting in load_chapter(CHAPTER).parameters.at(place=place, on=day).items():
        value, source, warning = setting_words(setting)
        typer.echo(
            f"{setting.parameter.label}（{name}）：{value}"
            + (f"　{source}" if source else "")
            + (f"　！{warning}" if warning else "")
        )
