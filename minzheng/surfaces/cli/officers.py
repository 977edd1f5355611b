"""`minzheng officers …`: who works here and what each may do; entered by the system administrator, empowered by the security administrator."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, AccessProblem, AccountProblem
from minzheng.engine.audit.types import AuditProblem
from minzheng.kernel.names import NameProblem
from minzheng.surfaces.cli.acting import Administrator, signed_in
from minzheng.surfaces.cli.assess import MomentProblem, day_of, division_of
from minzheng.surfaces.cli.terminal import typed_secret

if TYPE_CHECKING:
    from minzheng.engine.access.models import Officer

app = typer.Typer(
    help="工作人员：登记（系统管理员），开账户、分配和结束角色（安全管理员）；由管理员本人输入密码办理。",
    no_args_is_help=True,
)
PROBLEMS = (AccessProblem, AccountProblem, AuditProblem, MomentProblem, NameProblem)

Number = Annotated[int, typer.Argument(help="工作人员编号，登记时给出。", metavar="编号")]
RoleName = Annotated[str, typer.Argument(help="角色，如 乡镇（街道）经办人员，或 township_clerk。", metavar="角色")]
Reason = Annotated[str, typer.Option("--reason", help="依据，如任命文件，记入审计。", metavar="依据")]


@app.command()
def enter(
    name: Annotated[str, typer.Argument(help="姓名。", metavar="姓名")],
    administrator: Administrator,
    unit: Annotated[str, typer.Option(help="单位，如 仁德街道。", metavar="单位")],
    division: Annotated[str, typer.Option(help="单位所在地的区划代码，6 至 12 位。", metavar="代码")],
    post: Annotated[str, typer.Option(help="职务。", metavar="职务")] = "",
) -> None:
    """登记一名工作人员（系统管理员办理），给出编号；身份证号在键盘上输入。"""
    place = division_of(division)
    if place is None:
        raise AccountProblem("请写明单位所在地的区划代码。")
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    officer = actions.create_officer(
        name=name, id_number=typed_secret("身份证号"), unit=unit, post=post, division=int(str(place)), on=at.date(), by=by, at=at
    )  # fmt: skip
    typer.echo(f"已登记 {officer.name}，编号 {officer.pk}。请安全管理员开账户、分配角色。")


@app.command(name="open-account")
def open_account(
    number: Number,
    username: Annotated[str, typer.Argument(help="登录用的名称：字母、数字、点、连字符。", metavar="用户名")],
    administrator: Administrator,
) -> None:
    """给工作人员开账户（安全管理员办理）：生成一个初始密码，只显示一次，本人首次登录须改掉。"""
    by, at = signed_in(administrator)
    from django.db import transaction

    from minzheng.engine.access import actions
    from minzheng.engine.access.denials import denials_kept
    from minzheng.engine.access.passwords import set_up_password

    password = set_up_password(username=username)
    with denials_kept(), transaction.atomic():
        account = actions.create_account(officer=_officer(number), username=username, password=password, by=by, at=at)
        typer.echo(f"{account.username} 的初始密码（只显示这一次，请当面交给本人）：{password}")
        sys.stdout.flush()


@app.command()
def assign(
    number: Number,
    role: RoleName,
    administrator: Administrator,
    reason: Reason,
    division: Annotated[str, typer.Option(help="辖区：区划代码的前若干位；管理员角色不写。", metavar="代码")] = "",
    service: Annotated[
        str, typer.Option(help="业务，如 social_assistance；管理员角色不写。", metavar="业务")
    ] = ALL_SERVICES,
    since: Annotated[str | None, typer.Option("--from", help="从哪一天起；默认今天。", metavar="日期")] = None,
    until: Annotated[str | None, typer.Option(help="从哪一天起不再有；默认不限。", metavar="日期")] = None,
) -> None:
    """分配角色（安全管理员办理）；不相容的角色、分给自己，都会被拒绝。"""
    chosen = _role(role)
    _check_service(service)
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    officer, first = _officer(number), day_of(since, today=at.date())
    actions.assign_role(
        officer=officer, role=chosen, service=service, division=division, valid_from=first,
        valid_until=day_of(until, today=at.date()) if until else None, reason=reason, by=by, at=at,
    )  # fmt: skip
    typer.echo(f"{officer.name}自 {first} 起为{chosen.label}。")


@app.command()
def end(
    number: Number,
    role: RoleName,
    administrator: Administrator,
    reason: Reason,
    since: Annotated[str | None, typer.Option("--from", help="从哪一天起不再有；默认今天。", metavar="日期")] = None,
) -> None:
    """结束一个角色（安全管理员办理）；当天的下一次操作起就不再有。"""
    chosen = _role(role)
    by, at = signed_in(administrator)
    from django.db import transaction

    from minzheng.engine.access import actions, directory
    from minzheng.engine.access.denials import denials_kept

    officer, last = _officer(number), day_of(since, today=at.date())
    with denials_kept(), transaction.atomic():
        for each in directory.roles_held(officer, role=chosen, on=at.date()):
            actions.end_role(assigned=each, valid_until=last, reason=reason, by=by, at=at)
    typer.echo(f"{officer.name}自 {last} 起不再是{chosen.label}。")


@app.command(name="list")
def list_officers(administrator: Administrator) -> None:
    """列出工作人员和角色（三类管理员均可）。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access.directory import officers

    table = Table("编号", "姓名", "单位", "职务", "角色")
    for each in officers(by=by, at=at):
        roles = "；".join(f"{held.role.label}（{held.division or '全部'}）" for held in each.roles)
        table.add_row(str(each.number), escape(each.name), escape(each.unit), escape(each.post), roles or "没有")
    Console().print(table)


def _officer(number: int) -> Officer:
    from minzheng.engine.access.directory import officer_numbered

    return officer_numbered(number)


def _role(text: str) -> Role:
    found = next((role for role in Role if text.strip() in {role.value, role.label}), None)
    if found is None:
        names = "、".join(role.label for role in Role if role not in {Role.APPLICANT, Role.AGENT})
        raise AccountProblem(f"没有这个角色。可用的有：{names}。")
    return found


def _check_service(service: str) -> None:
    from minzheng.engine.catalogue.matters import chapters

    if service not in {ALL_SERVICES, *chapters()}:
        raise AccountProblem(f"没有这项业务。可用的有：{'、'.join(chapters())}；全部业务不写。")
