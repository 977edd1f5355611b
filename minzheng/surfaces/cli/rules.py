"""`minzheng rules`: the rules as officers' cards, checked and listed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from minzheng.engine.assessments.types import CHAPTER, AssessmentProblem
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.rules.card import cards
from minzheng.engine.rules.parameters import ParameterProblem
from minzheng.engine.rules.reading import RuleProblem
from minzheng.engine.rules.settings_words import setting_words
from minzheng.kernel.characters import printable
from minzheng.laws.strict_yaml import YamlProblem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.assess import day_of, division_of
from minzheng.surfaces.cli.household_file import HouseholdFileProblem, read_household

app = typer.Typer(help="规则：规则卡、参数、检查。", no_args_is_help=True)
PROBLEMS = (AssessmentProblem, HouseholdFileProblem, RuleProblem, ParameterProblem, YamlProblem)

_OWN = {"destitute_total": "特困供养每月", "single_person_total": "单人户每月"}


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
    day: date | None = day_of(on, today=clock.today()) if on else None
    found = list(cards(rules, on=day, name=name))
    if not found:
        raise AssessmentProblem(f"没有名为“{printable(name or '')}”的规则：请用 minzheng rules list 查看全部名称。")
    typer.echo("\n\n".join(each.text() for each in found))


@app.command()
def parameters(
    place: Annotated[str, typer.Option(help="行政区划代码（前缀）。", metavar="代码")] = "530129",
    on: Annotated[str | None, typer.Option(help="哪一天的数值；默认今天。", metavar="日期")] = None,
) -> None:
    """列出一个地方的参数、依据和未确认的项目。"""
    day, code = day_of(on, today=clock.today()), division_of(place)
    for name, setting in load_chapter(CHAPTER).parameters.at(place=code.prefix if code else "", on=day).items():
        value, source, warning = setting_words(setting)
        typer.echo(
            f"{setting.parameter.label}（{name}）：{value}"
            + (f"　{source}" if source else "")
            + (f"　！{warning}" if warning else "")
        )


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="一户的 JSON 文件。", metavar="文件")],
    place: Annotated[str, typer.Option(help="按哪里的参数：行政区划代码（前缀）。", metavar="代码")] = "530129",
    on: Annotated[str | None, typer.Option(help="核算日期；默认今天。", metavar="日期")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，含每个数字的来历。")] = False,
) -> None:
    """不用数据库，核算文件里的一户：救助类别、金额、理由、规则版本。"""
    day, code = day_of(on, today=clock.today()), division_of(place)
    people = read_household(file)
    from minzheng.surfaces.cli.household_result import household_result

    found = household_result(people, place=code.prefix if code else "", on=day)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    _show(found)


def _show(found: dict[str, Any]) -> None:
    def yuan(body: dict[str, Any], name: str) -> str:
        return "待核实" if body[name] is None else f"{body[name]} 元"

    typer.echo(f"核算日期 {found['as_of']}　参数 {found['place']}")
    typer.echo(f"救助类别：{found['result']['label']}　每月可得 {yuan(found, 'monthly_total')}")
    typer.echo(
        f"核算人口 {found['household_size']} 人　家庭月收入 {yuan(found, 'monthly_income')}　月人均 {yuan(found, 'income_per_head')}"
    )
    for number, member in enumerate(found["members"], start=1):
        own = [f"{word} {yuan(member, name)}" for name, word in _OWN.items() if member[name] != "0.00"]
        age = "年龄不详" if member["age"] is None else f"{member['age']} 岁"
        typer.echo("　".join([f"第{number}人", age, member["counting_ground"]["label"], *own]))
    for refusal in found["refusals"]:
        typer.echo(f"不符合{refusal['title']}：{'；'.join(reason['label'] for reason in refusal['reasons'])}")
    for notice in found["notices"]:
        typer.echo(f"！{notice}")
    if found["unconfirmed_parameters"]:
        typer.echo(f"参数未确认：{'；'.join(each['label'] for each in found['unconfirmed_parameters'])}")
    if found["invented_parameters"]:
        typer.echo("所用参数是虚构的，只供演示。")
    typer.echo(f"规则版本 {found['rules_version'][:12]}　参数版本 {found['parameters_version'][:12]}")
