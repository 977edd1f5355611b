"""The last resort: what nobody foresaw is written to the log, and a number is given to the person."""

from __future__ import annotations

import os
import secrets
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from minzheng.kernel.redaction import redact_text


def record_incident(error: BaseException, *, at: datetime, log: Path) -> str:
    """Write the full traceback, without personal data, and return the sentence for the person.

    Args:
        error: what happened.
        at: when.
        log: the log file; where it cannot be written, a file in the temporary directory takes its place.
    """
    number = secrets.token_hex(4).upper()
    trace = redact_text("".join(traceback.format_exception(error)))
    entry = f"{at.isoformat(timespec='seconds')} 事故 {number}\n{trace}\n"
    path = _append(entry, log)
    return f"程序遇到没有预料到的问题，操作没有完成（事故编号 {number}）。详情已记入 {path}，请把编号和该文件交给维护人员。"


def _append(entry: str, log: Path) -> Path:
    for path in (log, Path(tempfile.gettempdir()) / f"minzheng-{os.geteuid()}.log"):
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
            with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8", errors="backslashreplace") as handle:
                handle.write(entry)
        except OSError:
            continue
        return path
    return Path(os.devnull)
