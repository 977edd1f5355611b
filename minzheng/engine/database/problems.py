"""What can go wrong with the database, said to the person who must act."""

from __future__ import annotations


class Problem(Exception):
    """Something that the person at the keyboard can put right.

    Attributes:
        what: Chinese sentence: what is wrong and where.
        remedy: Chinese sentence: what to do about it.
    """

    def __init__(self, what: str, *, remedy: str) -> None:
        super().__init__(f"{what}{remedy}")
        self.what = what
        self.remedy = remedy


class DatabaseProblem(Problem):
    """A database cannot be used as asked."""


# A PostgreSQL message (LC_MESSAGES=C) and the sentence for the operator; the first match wins.
_KNOWN = (
    ("No space left on device", "磁盘空间不足，数据库没有完成操作，已提交的数据不受影响。", "请清理磁盘后重试。"),
    ("Cannot allocate memory", "内存不足，数据库没有启动。", "请关闭其他程序，或换一台内存更大的机器。"),
    (
        "has wrong ownership",
        "数据目录属于另一个系统账户。",
        "请用当初建库的账户运行，或用 MINZHENG_HOME 指定别的目录。",
    ),
    (
        "Permission denied",
        "数据库账户没有权限读写数据目录。",
        "请检查目录的属主和权限，或用 MINZHENG_HOME 指定别的目录。",
    ),
    ("could not bind Unix address", "数据库的套接字已被占用。", "请确认没有另一个数据库使用同一目录，然后重试。"),
    ("could not create any Unix-domain sockets", "数据库无法建立套接字。", "请检查套接字目录是否存在、可写。"),
    ("pre-existing shared memory block", "上一次的数据库进程还没有完全退出。", "请稍候几秒再试。"),
    ('lock file "postmaster.pid" already exists', "另一个数据库进程正在使用这个数据目录。", "请先停止它再启动。"),
    (
        "recovery ended before configured recovery target was reached",
        "备份和日志没有到所要的时间。",
        "请换一个较早的时间，或不写 --to，恢复到能恢复的最后一刻。",
    ),
    ("database files are incompatible", "数据文件与本版数据库程序不相容。", "请运行 minzheng db upgrade。"),
)


def explain(output: str, *, log: str) -> DatabaseProblem:
    """Turn what a PostgreSQL program printed into a sentence.

    Args:
        output: everything the program printed and the fresh part of the server log.
        log: where the full text can be read.
    """
    for message, what, remedy in _KNOWN:
        if message in output:
            return DatabaseProblem(what, remedy=f"{remedy}详情见 {log}。")
    return DatabaseProblem("数据库程序没有成功。", remedy=f"请查看 {log}，按其中的原因处理后重试。")
