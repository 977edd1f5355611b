"""The database server and what it lets us do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from minzheng.engine.database import actions as database
from minzheng.engine.database.failures import database_problem
from minzheng.engine.database.home import RELEASE
from minzheng.engine.database.queries import ServerFacts, examine
from minzheng.engine.work.queries import state
from minzheng.surfaces.cli.checks.finding import Finding, fail, judge, ok, warn
from minzheng.surfaces.cli.checks.work import judge_work
from minzheng.surfaces.cli.database import pending_migrations

_SKEW_SECONDS = 5.0


def check_database(settings: Any, *, now: datetime) -> Iterator[Finding]:
    """Look at the server; one finding alone when it does not answer."""
    yield _place(settings)
    try:
        with connection.cursor() as cursor:
            facts = examine(cursor)
        pending = pending_migrations()
    except DatabaseError as error:
        yield _unreachable(error)
        return
    yield ok("数据库连接", f"可用，本库 {facts.size / 2**20:.0f} MB")
    yield from judge_server(facts)
    yield judge(
        "数据表",
        not pending,
        found="已是本版本",
        otherwise=f"有 {len(pending)} 项更新没有执行",
        remedy="请运行 minzheng db migrate。",
    )
    yield judge_clock(facts.now, now=now)
    if not pending:
        yield from judge_work(state())


def judge_server(facts: ServerFacts) -> Iterator[Finding]:
    """Judge what the server said about itself."""
    number = f"{facts.version // 10000}.{facts.version % 10000}"
    yield judge(
        "数据库版本",
        facts.version // 10000 >= RELEASE,
        found=f"PostgreSQL {number}",
        otherwise=f"PostgreSQL {number}，低于 {RELEASE}",
        remedy="请升级数据库：内置数据库运行 minzheng db upgrade。",
    )
    yield judge(
        "字符编码",
        facts.encoding == "UTF8",
        found="UTF8",
        otherwise=facts.encoding,
        remedy="请新建 UTF8 编码的数据库后恢复备份。",
    )
    yield _judge_checksums(facts)
    durable = facts.fsync and facts.synchronous_commit and facts.full_page_writes
    yield judge(
        "落盘保证",
        durable,
        found="fsync、synchronous_commit、full_page_writes 均已开启",
        otherwise="有一项被关闭，断电会丢数据",
        remedy="请在数据库设置中全部开启后重启数据库。",
    )
    plain = not (facts.privileged or facts.owns_tables or facts.may_create)
    yield judge(
        "应用角色",
        plain,
        found=f"{facts.role}：不是超级用户，不是属主，不能改表结构",
        otherwise=f"{facts.role} 权限过大（超级用户、属主或可改表结构）",
        remedy="请给应用单独建一个普通角色，再运行 minzheng db migrate。",
    )


def judge_clock(server: datetime, *, now: datetime) -> Finding:
    """Compare the server's clock with ours."""
    skew = abs((server - now).total_seconds())
    found = f"本机 {now:%Y-%m-%d %H:%M:%S %z}，与数据库相差 {skew:.1f} 秒"
    if skew > _SKEW_SECONDS:
        return fail("时钟", found, remedy="请在两台机器上开启时间同步（NTP）。")
    return ok("时钟", found)


def _judge_checksums(facts: ServerFacts) -> Finding:
    if facts.checksums:
        return ok("数据校验", "数据页校验已开启")
    return warn(
        "数据校验", "数据页校验没有开启，磁盘损坏不能及时发现", remedy="请停库后用 pg_checksums --enable 开启。"
    )


def _place(settings: Any) -> Finding:
    if not settings.embedded:
        parameters = connection.settings_dict
        return ok("数据库位置", f"外部数据库 {parameters['HOST'] or '本机'}，库 {parameters['NAME']}")
    found = database.status(settings.county_home)
    kind = "演示数据" if settings.demo else "正式数据"
    if not found.created:
        return fail(
            "数据库位置", f"{found.home} 还没有建库", remedy="请运行 minzheng db start，再运行 minzheng db migrate。"
        )
    return ok("数据库位置", f"{found.home}（{kind}），系统账户 {found.account}，套接字 {found.socket}")


def _unreachable(error: DatabaseError) -> Finding:
    problem = database_problem(error)
    if problem is None:
        raise error
    return fail("数据库连接", problem.what, remedy=problem.remedy)
