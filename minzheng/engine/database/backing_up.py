"""A whole copy of the running county, verified before it is called one, and from then on every segment of the log beside it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from minzheng.engine.database import credentials
from minzheng.engine.database.backups import DESCRIPTION, asked, backups_in, describe, fingerprints, verify_copy
from minzheng.engine.database.home import write_atomically
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import PORT, Server, free_bytes
from minzheng.engine.database.types import Backup

_MARGIN = 200 << 20


def back_up(server: Server, directory: Path, *, key_ring: Path, at: datetime) -> Backup:
    """Copy a running county into a directory of backups.

    Args:
        server: it must answer.
        directory: where the backups are kept, best on another disk; made if it is not there.
        key_ring: whose keys the county seals with: their fingerprints are noted, the keys are not copied.
        at: now, with its zone; names the copy.

    Raises:
        DatabaseProblem: no room, no access, another county's directory, or the copy did not succeed; nothing that is not whole is left
            under a name of a backup.
    """
    keys = fingerprints(key_ring)
    _prepare(server, directory)
    _refuse_others(directory, keys["index"])
    _require_room(server, directory)
    archiving = asked(server, "SELECT current_setting('archive_mode')") == "on"
    if not archiving:
        raise DatabaseProblem(
            "数据库还没有按新设置启动，日志不能归档。", remedy="请先 minzheng db stop，再 minzheng db start，然后备份。"
        )
    # From here on the log is kept: what the copy needs and everything after it.
    write_atomically(server.home.archived_to, str(directory))
    server.account.take(server.home.archived_to)
    draft = directory / f".{at:%Y%m%dT%H%M%S}"
    _copy(server, draft)
    verify_copy(draft)
    finished = datetime.fromisoformat(
        asked(server, "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.USTZH:TZM')")
    )
    final = directory / draft.name.removeprefix(".")
    backup = Backup(
        path=final, began_at=at, finished_at=finished, demo=server.home.demo, release=server.installation.release, keys=dict(keys),
        size=_size(draft / "data"),
    )  # fmt: skip
    write_atomically(draft / DESCRIPTION, describe(backup))
    draft.rename(final)
    asked(server, "SELECT pg_switch_wal()")
    return backup


def _prepare(server: Server, directory: Path) -> None:
    home = server.home.path
    if home in (directory, *directory.parents):
        raise DatabaseProblem(
            f"备份目录 {directory} 在数据目录里面，磁盘坏了会一起丢。", remedy="请换一个目录，最好在另一块磁盘上。"
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        wal = directory / "wal"
        wal.mkdir(mode=0o700, exist_ok=True)
        server.account.take(wal)
        # The database account passes through to `wal`, and sees nothing else.
        directory.chmod(0o711 if server.account.demoted else 0o700)
    except OSError as error:
        raise DatabaseProblem(
            f"备份目录 {directory} 不能写（{error.strerror}）。", remedy="请检查路径和权限。"
        ) from error
    if not server.account.can_enter(directory):
        raise DatabaseProblem(
            f"数据库账户 {server.account.name} 无法进入 {directory}（上级目录不对它开放）。",
            remedy="请换一个它能进入的目录。",
        )


def _refuse_others(directory: Path, index_key: str) -> None:
    if any(backup.keys["index"] != index_key for backup in backups_in(directory)):
        raise DatabaseProblem(f"{directory} 里是另一个县的备份。", remedy="请换一个目录。")


def _require_room(server: Server, directory: Path) -> None:
    needed = _size(server.data) + _MARGIN
    if (free := free_bytes(directory)) < needed:
        raise DatabaseProblem(
            f"备份需要 {needed >> 20} MB，{directory} 所在磁盘只剩 {free >> 20} MB。",
            remedy="请清理磁盘，或换一块磁盘。",
        )


def _copy(server: Server, draft: Path) -> None:
    # What an interrupted backup left is nothing that anybody could restore from.
    for leftover in draft.parent.glob(".2*"):
        shutil.rmtree(leftover)
    draft.mkdir(mode=0o700)
    server.client(
        "pg_basebackup", f"--pgdata={draft / 'data'}", "--format=plain", "--checkpoint=fast", "--wal-method=stream",
        "--manifest-checksums=SHA256", "--no-password", f"--host={server.home.socket}", f"--port={PORT}",
        role=credentials.SUPERUSER,
    )  # fmt: skip
    roles = draft / "roles"
    roles.mkdir(mode=0o700)
    for role in credentials.ROLES:
        shutil.copy2(credentials.passfile(server.home, role), roles)


def _size(directory: Path) -> int:
    total = 0
    for file in directory.rglob("*"):
        try:
            total += file.lstat().st_size
        except FileNotFoundError:
            continue  # the server removed it meanwhile
    return total
