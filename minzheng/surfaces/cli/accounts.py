"""`minzheng accounts …`: the accounts of officers, by a named administrator who says so with a password."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.engine.access.types import AccessProblem, AccountProblem
from minzheng.engine.audit.types import AuditProblem
from minzheng.surfaces.cli.acting import Administrator, authenticated, signed_in
from minzheng.surfaces.cli.terminal import new_secret

if TYPE_CHECKING:
    from minzheng.engine.access.models import Account

app = typer.Typer(
    help="工作人员账户：列出、停用、启用、重设密码、重置第二重验证、解锁；由管理员本人输入密码办理。",
    no_args_is_help=True,
)
PROBLEMS = (AccessProblem, AccountProblem, AuditProblem)

Username = Annotated[str, typer.Argument(help="要办理的账户。", metavar="用户名")]
Reason = Annotated[str, typer.Option("--reason", help="为什么，记入审计。", metavar="理由")]


@app.command(name="list")
def list_accounts(
    administrator: Administrator,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """列出全部工作人员账户（三类管理员均可）。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access.directory import accounts_of_officers

    found = accounts_of_officers(by=by, at=at)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, default=str, indent=2))
        return
    table = Table("用户名", "姓名", "单位", "角色", "状态")
    for each in found:
        states = (
            "在用" if each.active else "停用",
            *(["已锁定"] if each.locked else []),
            *(["待改初始密码"] if each.set_up else []),
        )
        roles = "、".join(role.label for role in each.roles)
        table.add_row(each.username, escape(each.name), escape(each.unit), roles, "，".join(states))
    Console().print(table)


@app.command()
def disable(username: Username, administrator: Administrator, reason: Reason) -> None:
    """停用账户；已登录的，下一次操作就被拒绝。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    actions.disable_account(account=_account(username), reason=reason, by=by, at=at)
    typer.echo(f"账户 {username} 已停用。")


@app.command()
def enable(username: Username, administrator: Administrator, reason: Reason) -> None:
    """恢复停用的账户。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    actions.enable_account(account=_account(username), reason=reason, by=by, at=at)
    typer.echo(f"账户 {username} 已启用。")


@app.command(name="reset-password")
def reset_password(username: Username, administrator: Administrator) -> None:
    """重设密码：生成一个初始密码，只显示一次，本人首次登录须改掉。"""
    by, at = signed_in(administrator)
    from django.db import transaction

    from minzheng.engine.access import actions
    from minzheng.engine.access.denials import denials_kept
    from minzheng.engine.access.passwords import set_up_password

    account = _account(username)
    if account.pk == by.account:
        raise AccountProblem("自己的密码请用 minzheng accounts change-password 更改。")
    password = set_up_password(username=account.username)
    # Shown before it holds: a password that nobody has seen must not replace one that works.
    with denials_kept(), transaction.atomic():
        actions.set_password(account=account, password=password, by=by, at=at)
        typer.echo(f"{account.username} 的初始密码（只显示这一次，请当面交给本人）：{password}")


@app.command(name="reset-second-factor")
def reset_second_factor(username: Username, administrator: Administrator, reason: Reason) -> None:
    """重置第二重验证（手机、密钥丢失）：已登录的随即退出，本人下次登录须重新设置。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    actions.reset_second_factor(account=_account(username), reason=reason, by=by, at=at)
    typer.echo(f"账户 {username} 的第二重验证已重置，本人下次登录时重新设置。")


@app.command()
def unlock(username: Username, administrator: Administrator) -> None:
    """解除连续输错密码或验证码的锁定。"""
    by, at = signed_in(administrator)
    from minzheng.engine.access import actions

    actions.unlock(account=_account(username), by=by, at=at)
    typer.echo(f"账户 {username} 已解锁。")


@app.command(name="change-password")
def change_password(username: Username) -> None:
    """更改自己的密码：先输入现在的密码，再输入新密码。"""
    account, by, at = authenticated(username)
    from minzheng.engine.access import actions

    actions.set_password(account=account, password=new_secret(), by=by, at=at)
    typer.echo("密码已更改。")


def _account(username: str) -> Account:
    from minzheng.engine.access.directory import account_named

    return account_named(username)
