"""`minzheng matters`: the services as declared: checked, listed, shown as a guide, drawn as a flow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from minzheng.engine.catalogue.checking import check_catalogue
from minzheng.engine.catalogue.flows.bpmn import bpmn_of
from minzheng.engine.catalogue.flows.svg import svg_of
from minzheng.engine.catalogue.guides import Guide, guide_of, missing_elements, unset_locally
from minzheng.engine.catalogue.local_services import localised
from minzheng.engine.catalogue.localities import governing
from minzheng.engine.catalogue.matters import Matter, chapters, matters_of
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.rules.reading import RuleProblem
from minzheng.kernel.characters import printable
from minzheng.laws.strict_yaml import YamlProblem
from minzheng.surfaces import clock
from minzheng.surfaces.cli.assess import MomentProblem, day_of
from minzheng.surfaces.cli.database import configuration
from minzheng.surfaces.cli.output_files import OutputProblem, written

app = typer.Typer(help="事项：检查声明、列出、打印办事指南、画流程图。", no_args_is_help=True)
_NAME = typer.Argument(help="事项的名称，见 minzheng matters list。", metavar="事项")
_ON = typer.Option(help="哪一天的；默认今天。", metavar="日期")


class MatterProblem(Exception):
    """A matter or a procedure that is not there; the message is a Chinese sentence."""


PROBLEMS = (MatterProblem, OutputProblem, YamlProblem, RuleProblem, MomentProblem)


@app.command()
def check() -> None:
    """检查全部事项：声明、办理程序、申请表、文书、办事指南、各地安排；有错误逐条列出。"""
    found = check_catalogue(county=configuration().locality, on=_today())
    for problem in found.problems:
        typer.echo(problem)
    if found.problems:
        typer.echo(f"共 {len(found.problems)} 处错误。")
        raise typer.Exit(1)
    typer.echo(
        f"{found.matters} 个事项、{found.procedures} 个办理程序、{found.forms} 份申请表、{found.guides} 份办事指南，没有发现错误。"
    )


@app.command("list")
def list_matters() -> None:
    """列出全部事项和它们的办理程序。"""
    for matter in _all():
        kind = matter.service.kind.label if matter.service else "不单独申请"
        typer.echo(f"{matter.name}　{matter.title}　（{kind}）")
        for procedure in _newest(matter):
            typer.echo(f"    {procedure.code}　{procedure.title}　第{procedure.version}版")


@app.command()
def show(name: Annotated[str, _NAME], on: Annotated[str | None, _ON] = None) -> None:
    """打印一个事项的办事指南，缺少的要素和本地没有登记的一并列出。"""
    settings = configuration()
    guide = guide_of(_matter(name), county=settings.locality, demo=settings.demo, on=day_of(on, today=_today()))
    typer.echo("\n".join(_told(guide)))


@app.command()
def flow(
    name: Annotated[str, typer.Argument(help="事项或者“事项.程序”；只写事项的，指申请程序。", metavar="事项")],
    bpmn: Annotated[Path | None, typer.Option(help="写成 BPMN 2.0 文件，可以用流程工具打开。", metavar="文件")] = None,
    svg: Annotated[Path | None, typer.Option(help="写成图片（SVG），可以打印、放进网页。", metavar="文件")] = None,
    on: Annotated[str | None, _ON] = None,
) -> None:
    """画一项办理程序的流程图，期限按本县的规定。"""
    if bpmn is None and svg is None:
        raise MatterProblem("请写明要什么文件：--svg 图片，或者 --bpmn 流程文件。")
    settings = configuration()
    place = governing(county=settings.locality, demo=settings.demo).code
    procedure = localised(_procedure(name), place=place, on=day_of(on, today=_today()))
    for path, draw in ((bpmn, bpmn_of), (svg, svg_of)):
        if path is not None:
            with written(path) as beside:
                beside.write_text(draw(procedure), encoding="utf-8")
            typer.echo(f"已写入 {printable(str(path), limit=200)}：{procedure.title}，{len(procedure.steps)} 个步骤。")


def _all() -> Iterator[Matter]:
    return (matter for chapter in chapters() for matter in matters_of(chapter))


def _matter(name: str) -> Matter:
    found = next((matter for matter in _all() if matter.name == name), None)
    if found is None:
        raise MatterProblem(f"没有事项“{printable(name)}”：请用 minzheng matters list 查看全部名称。")
    return found


def _newest(matter: Matter) -> list[Procedure]:
    found: dict[str, Procedure] = {}
    for each in matter.procedures():
        if each.code not in found or found[each.code].version < each.version:
            found[each.code] = each
    return list(found.values())


def _procedure(name: str) -> Procedure:
    matter, _, wanted = name.partition(".")
    procedures = {each.name: each for each in _newest(_matter(matter))}
    found = procedures.get(wanted or "application")
    if found is None:
        there = f"可用：{'、'.join(procedures)}" if procedures else "这个事项没有办理程序"
        raise MatterProblem(f"事项 {matter} 没有程序“{printable(wanted or 'application')}”，{there}。")
    return found


def _today() -> date:
    return clock.today()


def _told(guide: Guide) -> Iterator[str]:
    yield guide.matter.title
    if guide.service is None:
        yield "这件事不单独申请，没有办事指南。"
        return
    for label, words in _elements(guide):
        yield f"{label}：{words}"
    for title, lines in _lists(guide):
        if lines:
            yield f"{title}："
            yield from (f"    {place}. {line}" for place, line in enumerate(lines, start=1))
    for words in missing_elements(guide):
        yield f"！缺少{words}"
    if unset := unset_locally(guide):
        yield f"！本地没有登记：{'、'.join(unset)}"


def _elements(guide: Guide) -> Iterator[tuple[str, str]]:
    local, unset = guide.local, "没有登记"
    service = guide.service
    yield "事项类型", service.kind.label if service else ""
    yield "基本编码", (service.basic_code if service else None) or unset
    yield "办件类型", guide.handling
    yield "实施主体", guide.body
    yield "受理机构", guide.received_at
    yield "服务对象", "、".join(guide.audience)
    yield "办理形式", "、".join(guide.channels)
    yield "到办事现场次数", unset if local is None or local.visits is None else str(local.visits)
    yield "网办深度", unset if local is None or local.online_depth is None else str(local.online_depth)
    yield "收费", guide.fee
    yield "办理结果", "、".join(guide.results)
    yield "送达方式", "、".join(guide.delivery)
    yield "办公时间", guide.hours or unset
    yield "咨询电话", guide.consulting or unset
    yield "监督电话", guide.head.complaint_phone
    yield "依据", "；".join(guide.matter.law)


def _lists(guide: Guide) -> Iterator[tuple[str, list[str]]]:
    yield "受理条件", [each.label for each in guide.conditions]
    yield "申请材料", [f"{each.title}（{each.form_label}，{each.issuer}）" for each in guide.materials]
    yield "办理流程", ["　".join(filter(None, (each.title, each.by, each.within))) for each in guide.steps]
    yield (
        "办理期限",
        [
            f"{each.title}　{each.legal}" + (f"，承诺{each.promised}" if each.promised else "") + f"　{each.law}"
            for each in guide.limits
        ],
    )
    yield (
        "救济途径",
        ["　".join(filter(None, (each.way, f"向{each.to}", each.within, each.law))) for each in guide.remedies],
    )
