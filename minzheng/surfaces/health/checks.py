"""What must be as it should be before the product can work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from minzheng.engine.work import queries
from minzheng.engine.work.types import Beat, State

_LEAST_FREE = 512 << 20
_SECONDS = {"天": 86400, "小时": 3600, "分钟": 60}


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        name: stable English word.
        label: its Chinese name.
        ok: as it must be.
        message: Chinese sentence.
    """

    name: str
    label: str
    ok: bool
    message: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def readiness(home: Path) -> list[Check]:
    """Look at everything; what needs the database is not asked where that is away."""
    try:
        found = list(_in_the_database())
    except DatabaseError:
        found = [Check("database", "数据库", False, "连不上，正在自动恢复；请稍候，超过一分钟请联系维护人员")]
    return [*found, _disk(home)]


def _in_the_database() -> Iterator[Check]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Check("database", "数据库", True, "可用")
    pending = _Migrations.pending()
    yield Check(
        "migrations",
        "数据表",
        not pending,
        f"有 {pending} 项更新没有执行，请运行 minzheng db migrate" if pending else "已是本版本",
    )
    if not pending:
        yield from of_work(queries.state())


def of_work(state: State) -> Iterator[Check]:
    """Judge the worker and every periodic job."""
    lives = state.worker_lives
    yield Check(
        "worker", "后台任务", lives, "在运行" if lives else "没有在运行，请运行 minzheng serve 或 minzheng worker"
    )
    for beat in state.beats:
        yield Check(f"job:{beat.name}", beat.label, not beat.late, _words(beat))


def _words(beat: Beat) -> str:
    if beat.age is None:
        return "还没有运行过"
    failed = "，最近一次失败" if beat.failed else ""
    return f"{_ago(beat.age)}没有成功运行{failed}" if beat.late else f"按时运行{failed}"


def _ago(seconds: float) -> str:
    unit, size = next(((unit, size) for unit, size in _SECONDS.items() if seconds >= size), ("秒", 1))
    return f"已有 {int(seconds // size)} {unit}"


def _disk(home: Path) -> Check:
    there = next(each for each in (home, *home.parents) if each.exists())
    free = shutil.disk_usage(there).free
    return Check("disk", "磁盘", free >= _LEAST_FREE, f"空闲 {free / 2**30:.1f} GB")


class _Migrations:
    """Tables once found to be of this version stay so: another version is another process."""

    _current = False

    @classmethod
    def pending(cls) -> int:
        if cls._current:
            return 0
        executor = MigrationExecutor(connection)
        count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        cls._current = not count
        return count
