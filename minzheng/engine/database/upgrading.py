"""From an older PostgreSQL release to this one, by pg_upgrade on a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

from minzheng.engine.database import credentials
from minzheng.engine.database.cluster import build_cluster, write_settings
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.provisioning import DATABASE
from minzheng.engine.database.server import PORT, Server, free_bytes
from minzheng.engine.database.types import Upgraded


def upgrade_cluster(*, old: Server, new: Server) -> Upgraded:
    """Dump the old cluster, copy it into a new one, leave the old directory as it was.

    A crash at any moment leaves the old directory in use: the new one appears by one rename at the very end.

    Raises:
        DatabaseProblem: too little room, or a program failed.
    """
    _require_room(old)
    dump = _dump(old, to=old.home.backups / f"before-postgresql-{new.installation.release}.dump")
    draft = new.data.with_name(f"{new.data.name}.new")
    build_cluster(new, draft, durable=True)
    _copy(old=old, new=new, draft=draft)
    draft.rename(new.data)
    return Upgraded(old=old.installation.release, new=new.installation.release, kept=old.data, dump=dump)


def _require_room(old: Server) -> None:
    size = sum(file.lstat().st_size for file in old.data.rglob("*") if file.is_file())
    # The copy and the dump, with a margin for the new cluster's own files.
    needed = 2 * size + (300 << 20)
    if (free := free_bytes(old.home.path)) < needed:
        raise DatabaseProblem(
            f"升级需要 {needed >> 20} MB 空闲磁盘，现在只有 {free >> 20} MB。",
            remedy="请清理磁盘后重试；数据没有改动。",
        )


def _dump(server: Server, *, to: Path) -> Path:
    if not server.answers():
        write_settings(server)
        server.start()
    try:
        server.client(
            "pg_dump",
            "--format=custom",
            f"--file={to}",
            f"--host={server.home.socket}",
            f"--port={PORT}",
            DATABASE,
            role=credentials.SUPERUSER,
        )
    finally:
        server.stop()
    return to


def _copy(*, old: Server, new: Server, draft: Path) -> None:
    # pg_upgrade writes into its working directory and reads the password there; both must belong to the server's account.
    work = new.home.path / "upgrading"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    new.account.take(work)
    passfile = work / "passfile"
    passfile.touch(mode=0o600)
    passfile.write_text(
        credentials.passfile(new.home, credentials.SUPERUSER).read_text(encoding="ascii"), encoding="ascii"
    )
    new.account.take(passfile)
    try:
        new.run(
            "pg_upgrade",
            *_arguments(old=old, new=new, draft=draft),
            environment={"PGPASSFILE": str(passfile)},
            cwd=work,
        )
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _arguments(*, old: Server, new: Server, draft: Path) -> list[str]:
    return [
        "--copy",
        f"--old-bindir={old.installation.root / 'bin'}",
        f"--new-bindir={new.installation.root / 'bin'}",
        f"--old-datadir={old.data}",
        f"--new-datadir={draft}",
        f"--socketdir={new.home.socket}",
        f"--username={credentials.SUPERUSER}",
    ]
