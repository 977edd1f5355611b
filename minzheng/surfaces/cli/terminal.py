"""Who sits at the terminal: where they come from, and the secrets they type."""

from __future__ import annotations

import getpass
import os
import pwd
import sys

from minzheng.engine.database.problems import Problem


class TerminalProblem(Problem):
    """Something that must be typed and was not."""


def terminal() -> str:
    """Return the origin of what is done at this terminal, as audit records it."""
    try:
        return f"本机终端 {pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"本机终端 {os.getuid()}"


def typed_secret(what: str) -> str:
    """Ask for a secret without showing it; from a pipe, take the next line.

    Raises:
        TerminalProblem: there is nothing more to read.
    """
    if sys.stdin.isatty():
        return getpass.getpass(f"{what}（不显示）：")
    line = sys.stdin.readline()
    if not line:
        raise TerminalProblem(f"没有读到{what}。", remedy="请在键盘上输入，或从标准输入逐行给出；不能写在命令行里。")
    return line.rstrip("\r\n")


def new_secret() -> str:
    """Ask for a new password, twice at the keyboard.

    Raises:
        TerminalProblem: the two differ.
    """
    first = typed_secret("新密码")
    if sys.stdin.isatty() and typed_secret("再输一次新密码") != first:
        raise TerminalProblem("两次输入的新密码不一样。", remedy="请重试。")
    return first
