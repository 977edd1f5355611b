"""What PostgreSQL prints, said in the operator's language."""

from __future__ import annotations

import pytest

from minzheng.engine.database.problems import explain


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("PANIC: could not write to file: No space left on device", "磁盘空间不足"),
        ("FATAL: could not map anonymous shared memory: Cannot allocate memory", "内存不足"),
        ('FATAL:  data directory "/x" has wrong ownership', "属于另一个系统账户"),
        ("could not open file: Permission denied", "没有权限"),
        ('FATAL:  lock file "postmaster.pid" already exists', "正在使用这个数据目录"),
        ("FATAL:  database files are incompatible with server", "不相容"),
        ("something never seen", "数据库程序没有成功"),
        ("", "数据库程序没有成功"),
    ],
)
def test_each_known_failure_has_its_sentence_and_the_log(printed: str, said: str) -> None:
    problem = explain(printed, log="/home/server.log")
    assert said in str(problem)
    assert "/home/server.log" in str(problem)
