"""A directory of backups: whole copies, each with a description, and the log (WAL) since the oldest.

`<time>/data` is the copy, `<time>/roles` the passwords of the database roles, `<time>/backup.json` the description, `wal/` the log.
The keys that seal personal data are never among them: whoever has both has everything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path

from minzheng.engine.database import credentials
from minzheng.engine.database.manifests import harm_in
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.server import PORT, Server
from minzheng.engine.database.types import Backup
from minzheng.kernel.crypto import KeyRing, KeyRingProblem

DESCRIPTION = "backup.json"
_NAMED = 3


def described(path: Path) -> Backup | None:
    """Read what a backup says of itself; None where it is none, or not whole."""
    try:
        said = json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))
        times = {name: datetime.fromisoformat(said[name]) for name in ("began_at", "finished_at")}
        return Backup(**{**said, **times, "path": path})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def describe(backup: Backup) -> str:
    """Write what `described` reads."""
    said = {name: value for name, value in asdict(backup).items() if name != "path"}
    return json.dumps(said, default=lambda at: at.isoformat(), indent=1) + "\n"


def backups_in(directory: Path) -> list[Backup]:
    """Return the whole backups of a directory, oldest first."""
    found = (described(path) for path in directory.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted((each for each in found if each), key=lambda backup: backup.finished_at)


def verify_copy(backup: Path) -> None:
    """Compare every file of a copy with its manifest.

    Raises:
        DatabaseProblem: something is missing, added or changed.
    """
    harm = list(islice(harm_in(backup / "data"), _NAMED))
    if harm:
        raise DatabaseProblem(
            f"备份 {backup} 不完整或被改动（{'、'.join(harm)}），不能使用。", remedy="请改用别的备份，或重新备份。"
        )


def fingerprints(key_ring: Path) -> Mapping[str, str]:
    """Return what tells the keys of a file apart without telling them.

    Raises:
        DatabaseProblem: it is no key file.
    """
    try:
        ring = KeyRing.from_text(key_ring.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, KeyRingProblem) as error:
        raise DatabaseProblem(f"密钥文件 {key_ring} 读不出来。", remedy="请给出本县密钥文件的备份。") from error
    keys = {f"key {number}": key for number, key in ring.keys.items()} | {"index": ring.index_key}
    return {name: hashlib.sha256(b"minzheng key " + key).hexdigest()[:24] for name, key in keys.items()}


def asked(server: Server, question: str) -> str:
    """Ask a running server one thing, as its superuser."""
    return server.client(
        "psql", "-X", "-A", "-t", "-c", question, f"--host={server.home.socket}", f"--port={PORT}", "--dbname=postgres",
        role=credentials.SUPERUSER,
    ).strip()  # fmt: skip
