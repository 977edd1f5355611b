"""`minzheng programs …`: programs of other bureaus, what each may ask and where it is told what happened; the security administrator's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.types import ALL_SERVICES, AccessProblem, AccountProblem
from minzheng.engine.audit.types import AuditProblem
from minzheng.surfaces.cli.acting import Administrator, signed_in

if TYPE_CHECKING:
    from minzheng.engine.access.models import Client

app = typer.Typer(
    help="对接的程序：登记、停用，办件通知；由安全管理员本人输入密码办理，三类管理员都可以看名单。",
    no_args_is_help=True,
)
PROBLEMS = (AccessProblem, AccountProblem, AuditProblem)

Number = Annotated[int, typer.Argument(help="程序编号，登记时给出。", metavar="编号")]
_SCOPES = "、".join(f"{scope.value}（{scope.label}）" for scope in Scope)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="单位和程序的名称。", metavar="名称")],
    administrator: Administrator,
    scope: Annotated[list[str], typer.Option(help=f"可以做什么，可写多次：{_SCOPES}。", metavar="权限")],
    division: Annotated[str, typer.Option(help="范围：区划代码的前若干位。", metavar="代码")],
    service: Annotated[str, typer.Option(help="业务，如 social_assistance。", metavar="业务")] = ALL_SERVICES,
) -> None:
    """登记一个程序：给出编号和密钥，密钥只显示这一次。"""
    unknown = sorted(set(scope) - set(Scope))
    if unknown:
        raise AccountProblem(f"没有这种权限：{'、'.join(unknown)}。可用的有：{_SCOPES}。")
    if not name.strip() or not division.isdecimal() or len(division) > 12:
        raise AccountProblem("请写明名称，区划代码为不超过12位的数字。")
    by, at = signed_in(administrator)
    from django.db import transaction

    from minzheng.engine.access import actions
    from minzheng.engine.access.denials import denials_kept

    # Shown before it is kept: a secret that nobody saw is of no use, and cannot be shown again.
    with denials_kept(), transaction.atomic():
        client, secret = actions.create_client(
            name=name.strip(), scopes=scope, service=service, division=division, by=by, at=at
        )
        typer.echo(f"已登记，编号 {client.pk}。client_id：{client.client_id}")
        typer.echo(f"client_secret（只显示这一次，请当面交给对方）：{secret}")
        sys.stdout.flush()


@app.command()
def disable(number: Number, administrator: Administrator) -> None:
    """停用一个程序，它的下一次请求就不再被接受，也不再得到通知。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    client = _program(number)
    actions.disable_client(client=client, by=by, at=at)
    typer.echo(f"{client.name}已停用。")


@app.command()
def callback(
    number: Number,
    administrator: Administrator,
    url: Annotated[str, typer.Argument(help="https 开头的网址；不写就是不再通知。", metavar="网址")] = "",
) -> None:
    """办件每办一步，签名通知到这个网址；给出签名密钥，只显示这一次。"""
    from minzheng.engine.cases.calling import check_url

    if url:
        check_url(url)
    by, at = signed_in(administrator)
    from django.db import transaction

    from minzheng.engine.access import actions
    from minzheng.engine.access.denials import denials_kept

    with denials_kept(), transaction.atomic():
        client = _program(number)
        secret = actions.set_callback(client=client, url=url, by=by, at=at)
        typer.echo(f"{client.name}的签名密钥（只显示这一次）：{secret}" if url else f"{client.name}不再接收通知。")
        sys.stdout.flush()


@app.command(name="try-again")
def try_again(number: Number, administrator: Administrator) -> None:
    """对方三天都没有收下的通知，重新发送。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access.queries import require_anywhere
    from minzheng.engine.access.roles import Role
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.cases import actions

    client = _program(number)
    require_anywhere(by, Role.SECURITY_ADMINISTRATOR, action="cases.try_callbacks_again", at=at)
    # Administrators see no case; what is sent again is the product's doing, at their word.
    with scoped(SYSTEM):
        count = actions.try_again(client=client.pk, by=by, at=at)
    typer.echo(f"{count}条通知将重新发送。")


@app.command(name="list")
def list_programs(administrator: Administrator) -> None:
    """列出程序、权限、通知的网址和没有送达的条数。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access.directory import programs
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.cases.queries import untold

    listed = programs(by=by, at=at)
    with scoped(SYSTEM):
        waiting = untold()
    table = Table("编号", "名称", "权限", "范围", Column("通知", overflow="fold"), "未送达", "状态")
    for each in listed:
        told = waiting.get(each.pk)
        table.add_row(
            str(each.pk), escape(each.name), "、".join(each.scopes), each.division, escape(each.callback_url) or "不通知",
            "" if told is None else f"{told.waiting}条待送，{told.given_up}条放弃。{told.failure}",
            "在用" if each.disabled_at is None else "已停用",
        )  # fmt: skip
    Console().print(table)


def _program(number: int) -> Client:
    from minzheng.engine.access.directory import program_numbered

    return program_numbered(number)
