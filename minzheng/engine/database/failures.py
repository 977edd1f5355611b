"""What the database refused in the middle of work, said to the person who must act."""

from __future__ import annotations

import psycopg

from minzheng.engine.database.problems import DatabaseProblem

_DISK_FULL = "53100"
_SENTENCES = {
    _DISK_FULL: ("磁盘空间不足，本次操作已撤销，已提交的数据没有丢失。", "请清理磁盘后重试。"),
    "53200": ("数据库内存不足，本次操作已撤销。", "请稍后重试，或减少同时进行的任务。"),
    "53300": ("数据库连接数已满。", "请稍后重试。"),
    "28P01": ("数据库不接受这个角色的密码。", "请检查数据库地址里的密码，内置数据库请检查数据目录的 secrets。"),
    "42501": ("数据库角色没有这个权限。", "请运行 minzheng db migrate，并用 minzheng doctor 检查角色。"),
    "42P01": ("数据库里缺少数据表。", "请运行 minzheng db migrate。"),
    "57P01": ("数据库正在停止，本次操作已撤销。", "请用 minzheng db start 启动后重试。"),
}


def database_problem(error: BaseException) -> DatabaseProblem | None:
    """Return the sentence for a failure that came from the database, or None when it did not or was a fault of the program."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, psycopg.Error):
        cause = cause.__cause__
    if cause is None:
        return None
    if cause.sqlstate in _SENTENCES:
        what, remedy = _SENTENCES[cause.sqlstate]
        return DatabaseProblem(what, remedy=remedy)
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return DatabaseProblem(
            "连不上数据库，或者连接中断，本次操作已撤销。",
            remedy="请运行 minzheng db start，再用 minzheng doctor 检查。",
        )
    return None
