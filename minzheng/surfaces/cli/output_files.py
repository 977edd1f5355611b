"""Files a command writes for a person: whole or not at all, and a sentence where that is not possible."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minzheng.kernel.characters import printable

_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理后重试",
    errno.EDQUOT: "磁盘配额已用完，请清理后重试",
    errno.EACCES: "没有写入权限，请换一个位置",
    errno.EPERM: "没有写入权限，请换一个位置",
    errno.EROFS: "该磁盘是只读的，请换一个位置",
    errno.ENOENT: "文件夹不存在，请先建立",
    errno.ENOTDIR: "路径中有一段不是文件夹，请核对",
    errno.EISDIR: "这是一个文件夹，请写明文件名",
    errno.ENAMETOOLONG: "文件名太长，请缩短",
}


class OutputProblem(Exception):
    """A file that cannot be written; the message is a Chinese sentence."""


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write into, and put it in its place when all is written.

    Raises:
        OutputProblem: if it cannot be written; what stood there before stays.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    except (OSError, ValueError) as problem:
        raise _problem(path, problem) from problem
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o600)
        beside.replace(path)
    except OSError as problem:
        raise _problem(path, problem) from problem
    finally:
        beside.unlink(missing_ok=True)


def _problem(path: Path, problem: Exception) -> OutputProblem:
    reason = _REASONS.get(getattr(problem, "errno", 0) or 0, "这个路径不能使用，请换一个")
    return OutputProblem(f"无法写入 {printable(str(path), limit=200)}：{reason}。")
