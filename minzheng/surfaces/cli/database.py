"""`minzheng db …`: the county's database, and the connection that other commands work on."""

from __future__ import annotations

import gc
import os
from typing import Annotated, Any

import typer

from minzheng.engine.database import actions as database
from minzheng.engine.database.crash_points import refuse_faults
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem

app = typer.Typer(help="数据库：启动、停止、升级、建表。", no_args_is_help=True)


def configuration() -> Any:
    """Return the product's settings, with Django ready to work.

    Raises:
        DatabaseProblem: a crash is planned in a real county.
    """
    import django

    django.setup()
    settings = _settings()
    refuse_faults(settings.key_ring_file)
    return settings


def connect() -> Home:
    """Make sure that the database runs and its tables are of this version; every command that reads or writes calls it first.

    Raises:
        DatabaseProblem: it does not run, or the tables are older than the program.
    """
    settings = configuration()
    home: Home = settings.county_home
    if settings.embedded:
        database.start(home)
    if pending := pending_migrations():
        raise DatabaseProblem(
            f"数据库结构不是本版本的，有 {len(pending)} 项更新没有执行。", remedy="请运行 minzheng db migrate。"
        )
    gc.freeze()  # what is loaded by now stays: reading a large file is a sixth faster if it is not looked through again and again
    return home


def pending_migrations() -> list[str]:
    """Return the names of the migrations that this version has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate_database() -> list[str]:
    """Bring the tables to this version as the owner; return the names of the migrations applied.

    Raises:
        DatabaseProblem: the database does not run, or the owner's address is missing.
    """
    from django.core.management import call_command
    from django.db import connections

    _prepare(configuration())
    with connections["owner"].cursor() as cursor:
        # Two operators at once: the second waits and finds nothing to do.
        cursor.execute("SELECT pg_advisory_lock(hashtext('minzheng.migrate'))")
        pending = pending_migrations()
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        cursor.execute("SELECT pg_advisory_unlock(hashtext('minzheng.migrate'))")
    return pending


def _prepare(settings: Any) -> None:
    if settings.embedded:
        database.start(settings.county_home)
        return
    if not settings.owner_database_url.get_secret_value():
        raise DatabaseProblem("没有属主角色的数据库地址，不能建表。", remedy="请设置 MINZHENG_OWNER_DATABASE_URL。")
    from django.db import connections

    database.prepare_external(
        owner=connections["owner"], application=connections["default"].settings_dict["USER"], home=settings.county_home
    )


@app.command()
def start() -> None:
    """启动内置数据库；第一次会自动建库。"""
    home = _embedded_home()
    running = database.start(home)
    verb = "已启动" if running.started_now else "已在运行"
    typer.echo(f"数据库{verb}：PostgreSQL {running.release}，系统账户 {running.account}，数据目录 {running.data}")


@app.command()
def stop() -> None:
    """停止内置数据库，正在进行的操作会撤销。"""
    typer.echo("数据库已停止。" if database.stop(_embedded_home()) else "数据库没有在运行。")


@app.command()
def status() -> None:
    """看数据库是否在运行。"""
    found = database.status(_embedded_home())
    if not found.created:
        typer.echo(f"还没有建库（目录 {found.home}）。用 minzheng db start 建库并启动。")
        raise typer.Exit(1)
    state = "正在运行" if found.answers else "没有在运行，用 minzheng db start 启动"
    typer.echo(
        f"PostgreSQL {found.release} {state}；目录 {found.home}，系统账户 {found.account}，套接字 {found.socket}"
    )
    raise typer.Exit(0 if found.answers else 1)


@app.command()
def upgrade() -> None:
    """把旧版 PostgreSQL 的数据升级到本版；先备份，旧数据目录保留。"""
    done = database.upgrade(_embedded_home())
    if done is None:
        typer.echo("数据已是本版本，不需要升级。")
        return
    typer.echo(
        f"已从 PostgreSQL {done.old} 升级到 {done.new}。备份：{done.dump}；旧数据目录保留在 {done.kept}，确认无误后可自行删除。"
    )


@app.command()
def migrate() -> None:
    """建立或更新数据表（以属主角色执行）。"""
    applied = migrate_database()
    for name in applied:
        typer.echo(f"已执行 {name}")
    typer.echo(f"数据表已是本版本（本次执行 {len(applied)} 项）。")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(
    context: typer.Context,
    owner: Annotated[bool, typer.Option("--owner", help="以属主角色登录（可改表结构）。")] = False,
) -> None:
    """打开 psql；其后的参数原样交给 psql。"""
    settings = _settings()
    if settings.embedded:
        database.start(settings.county_home)
    from django.db import connections

    wrapper = connections["owner" if owner else "default"]
    command, environment = wrapper.client.settings_to_cmd_args_env(wrapper.settings_dict, context.args)
    os.execve(database.psql_program(), list(command), {**os.environ, **(environment or {})})  # noqa: S606 (psql replaces us)


def _settings() -> Any:
    from django.conf import settings

    return settings.MINZHENG


def _embedded_home() -> Home:
    # Starting and stopping needs no model, whose loading costs more than the start itself.
    settings = _settings()
    if not settings.embedded:
        raise DatabaseProblem(
            "现在使用的是外部数据库（MINZHENG_DATABASE_URL），不由本程序启停。", remedy="请在数据库服务器上操作。"
        )
    home: Home = settings.county_home
    return home
