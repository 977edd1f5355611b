"""The system account that the embedded server runs as.

PostgreSQL refuses to run as root. Under root it runs as an unprivileged account; otherwise as the user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minzheng.engine.database.problems import DatabaseProblem

_PREFERRED = ("postgres", "minzheng")


@dataclass(frozen=True)
class Account:
    """A system account.

    Attributes:
        name: login name, or the number where the system knows no name.
        uid: user id.
        gid: primary group id.
        demoted: programs must give up root to run as this account.
    """

    name: str
    uid: int
    gid: int
    demoted: bool

    def process_options(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.run` that start a program as this account."""
        if not self.demoted:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> bool:
        """Tell whether the account owns a file."""
        return path.stat().st_uid == self.uid

    def take(self, path: Path) -> None:
        """Give a file of ours to the account."""
        if self.demoted:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, directory: Path) -> bool:
        """Tell whether the mode bits of a directory and of all its parents let the account in."""
        return not self.demoted or all(self._may_search(each) for each in (directory, *directory.parents))

    def _may_search(self, directory: Path) -> bool:
        status = directory.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def server_account(data: Path) -> Account:
    """Find the account for a data directory, which may not exist yet.

    Raises:
        DatabaseProblem: the data directory belongs to somebody else.
    """
    if os.geteuid() != 0:
        return _own_account(data)
    if data.exists():
        return _owner(data)
    return _unprivileged()


def _own_account(data: Path) -> Account:
    account = _known(os.geteuid(), os.getegid(), demoted=False)
    if data.exists() and not account.owns(data):
        owner = _name_of(data.stat().st_uid)
        raise DatabaseProblem(
            f"数据目录 {data} 属于系统账户 {owner}，当前账户是 {account.name}。",
            remedy=f"请用账户 {owner} 运行，或用 MINZHENG_HOME 指定别的目录。",
        )
    return account


def _owner(data: Path) -> Account:
    status = data.stat()
    if status.st_uid == 0:
        raise DatabaseProblem(
            f"数据目录 {data} 属于 root，PostgreSQL 不能以 root 运行。",
            remedy="请把该目录的属主改为 postgres 等普通账户，或用 MINZHENG_HOME 指定别的目录。",
        )
    return _known(status.st_uid, status.st_gid, demoted=True)


def _unprivileged() -> Account:
    for name in _PREFERRED:
        if found := _by_name(name):
            return found
    return _create("minzheng") or _by_name("nobody") or _known(65534, 65534, demoted=True)


def _by_name(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, demoted=True)


def _create(name: str) -> Account | None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return None
    subprocess.run(
        [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
        capture_output=True,
        check=False,
    )
    return _by_name(name)


def _known(uid: int, gid: int, *, demoted: bool) -> Account:
    return Account(name=_name_of(uid), uid=uid, gid=gid, demoted=demoted)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
