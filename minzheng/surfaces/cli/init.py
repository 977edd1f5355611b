"""`minzheng init`: a real county, from nothing to its first three administrators."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import AccountProblem, Administrator
from minzheng.engine.database.problems import Problem
from minzheng.kernel.names import NameProblem
from minzheng.surfaces.cli.checks.finding import Grade
from minzheng.surfaces.cli.database import configuration, migrate_database
from minzheng.surfaces.cli.terminal import terminal
from minzheng.surfaces.clock import now

app = typer.Typer()
PROBLEMS = (AccountProblem, NameProblem)

_ROLES = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
_COLUMNS = ("角色", "姓名", "身份证号", "用户名")
_LARGEST = 64 << 10


class InitProblem(Problem):
    """A county that cannot be set up as asked."""


@app.command()
def init(
    administrators: Annotated[
        Path | None,
        typer.Option(help="管理员名单（CSV，四列：角色、姓名、身份证号、用户名）；不写则逐项询问。", metavar="文件"),
    ] = None,
    unit: Annotated[str, typer.Option(help="管理员所在单位。", metavar="名称")] = "县民政局",
) -> None:
    """建立一个正式的县：建库、建表、登记区划、密钥、三类管理员；初始密码只显示一次。"""
    settings = configuration()
    if settings.demo:
        raise InitProblem(
            "这里是演示目录，不能建立正式的县。", remedy="请去掉 MINZHENG_DEMO，并换一个空目录（MINZHENG_HOME）。"
        )
    county = _county(settings.locality)
    chosen = list(_from_file(administrators) if administrators else _asked())
    migrate_database()
    _refuse_bad_keys(settings)
    _found(chosen, unit=unit, division=county)
    typer.echo(
        f"{settings.locality} 已建立：数据目录 {settings.county_home.path}，密钥 {settings.key_ring_file}。\n"
        "请现在就把密钥文件另存到别处的两个地方：没有密钥，备份也读不出来。\n"
        "管理员首次登录须先改密码，也可以在这里改：minzheng accounts change-password 用户名\n"
        "启动服务：minzheng serve　体检：minzheng doctor"
    )


def _county(locality: str) -> int:
    """Return the county's 12-digit code. Raises InitProblem where the product has no divisions of it."""
    from minzheng.engine.catalogue.localities import localities

    if locality not in {each.code for each in localities()}:
        raise InitProblem(f"没有地区 {locality} 的区划和参数。", remedy="请检查 MINZHENG_LOCALITY。")
    return int(locality.ljust(12, "0"))


def _refuse_bad_keys(settings: Any) -> None:
    from minzheng.surfaces.cli.checks.keys import check_keys

    found = check_keys(settings.key_ring_file, demo=False)
    if found.grade is Grade.FAIL:
        raise InitProblem(f"{found.found}。", remedy=found.remedy)


def _found(chosen: list[Administrator], *, unit: str, division: int) -> None:
    """Enter them and show the passwords inside the transaction: what was not shown does not hold."""
    from django.db import transaction

    from minzheng.engine.access import actions

    at = now()
    with transaction.atomic():
        passwords = actions.found_bureau(
            chosen, unit=unit, division=division, origin=terminal(), on=at.date(), at=at
        )  # fmt: skip
        typer.echo("初始密码只显示这一次，请当面交给本人：")
        for each in chosen:
            typer.echo(f"  {each.role.label}　{each.username}　{passwords[each.username.strip().lower()]}")
        sys.stdout.flush()


def _from_file(path: Path) -> Iterator[Administrator]:
    try:
        if path.stat().st_mode & 0o077:
            raise InitProblem(f"{path} 含身份证号，现在别的账户也能读。", remedy=f"请先运行 chmod 600 {path}。")
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1).decode("utf-8-sig")
    except OSError as error:
        raise InitProblem(f"名单 {path} 读不出来（{error.strerror}）。", remedy="请核对路径和权限。") from error
    except UnicodeDecodeError as error:
        raise InitProblem(f"名单 {path} 不是 UTF-8 编码。", remedy="请另存为 UTF-8 编码的 CSV。") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise InitProblem(f"名单缺少列：{'、'.join(missing)}。", remedy=f"第一行应为：{','.join(_COLUMNS)}。")
    for place, row in enumerate(rows, start=2):
        yield _administrator(row, place)


def _administrator(row: Mapping[str, str | None], place: int) -> Administrator:
    role = next((role for role in _ROLES if role.label == (row["角色"] or "").strip()), None)
    if role is None or not all((row[name] or "").strip() for name in _COLUMNS):
        names = "、".join(role.label for role in _ROLES)
        raise InitProblem(f"名单第{place}行不完整，或角色不对。", remedy=f"角色应为：{names}；四列都要填。")
    name, number, username = ((row[column] or "").strip() for column in _COLUMNS[1:])
    return Administrator(role=role, name=name, id_number=number, username=username)


def _asked() -> Iterator[Administrator]:
    if not sys.stdin.isatty():
        raise InitProblem("没有人在键盘前，不能逐项询问。", remedy="请用 --administrators 给出名单文件。")
    for role in _ROLES:
        typer.echo(f"{role.label}：")
        name = typer.prompt("  姓名")
        number = typer.prompt("  身份证号（不显示）", hide_input=True)
        username = typer.prompt("  用户名")
        yield Administrator(role=role, name=name, id_number=number, username=username)
