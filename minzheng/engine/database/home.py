"""The directory that holds one county: data, socket, secrets, logs, backups."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minzheng.engine.database.problems import DatabaseProblem

RELEASE = 18
"""The PostgreSQL major release this version of the product runs on."""

_SYSTEM_HOMES = Path("/var/lib/minzheng")
# sun_path holds 108 bytes with its NUL; the socket file adds "/.s.PGSQL.5432".
_SOCKET_DIRECTORY_LIMIT = 107 - len("/.s.PGSQL.5432")
_MODES = {True: "demo", False: "real"}
_MODE_NAMES = {"demo": "演示", "real": "正式"}


@dataclass(frozen=True)
class Home:
    """Where one county lives on disk.

    Attributes:
        path: absolute directory.
        demo: whether it is an invented county; a home is one or the other for ever.
    """

    path: Path
    demo: bool = False

    def data(self, release: int = RELEASE) -> Path:
        """Return the data directory of one release; releases stand side by side so that an upgrade is one rename."""
        return self.path / f"data-{release}"

    @property
    def socket(self) -> Path:
        """Directory of the unix socket; a short one elsewhere where the home's own path is too long for the kernel."""
        inside = self.path / "socket"
        if len(os.fsencode(inside)) <= _SOCKET_DIRECTORY_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"minzheng-{_digest(self.path)}"

    @property
    def secrets(self) -> Path:
        """Directory of passwords and keys, for the product's own account alone."""
        return self.path / "secrets"

    @property
    def key_ring(self) -> Path:
        """File of the keys that seal personal data."""
        return self.secrets / "key-ring"

    @property
    def logs(self) -> Path:
        """Directory of the logs."""
        return self.path / "logs"

    @property
    def backups(self) -> Path:
        """Directory of dumps taken before an upgrade."""
        return self.path / "backups"

    @property
    def provisioned(self) -> Path:
        """Marker: roles and database of the cluster exist."""
        return self.path / "provisioned"

    @property
    def archived_to(self) -> Path:
        """File that names the directory of backups, where the log is archived too; none before the first backup."""
        return self.path / "archive-to"

    @property
    def mode(self) -> Path:
        """Marker: `demo` or `real`."""
        return self.path / "mode"

    def releases(self) -> list[int]:
        """Return the releases that have a data directory here, oldest first."""
        found = (entry.name.removeprefix("data-") for entry in self.path.glob("data-*") if entry.is_dir())
        return sorted(int(name) for name in found if name.isdecimal())

    def create(self) -> None:
        """Make the home's own directories, private, and claim the home as demo or real.

        Raises:
            DatabaseProblem: the directory cannot be made, or is of the other kind.
        """
        try:
            # Others may pass through (the database account under root must), never look.
            _make(self.path, 0o711 if os.geteuid() == 0 else 0o700)
            for private in (self.secrets, self.logs, self.backups):
                _make(private, 0o700)
        except OSError as error:
            raise DatabaseProblem(
                f"不能建立目录 {error.filename}（{error.strerror}）。",
                remedy="请检查权限和磁盘，或用 MINZHENG_HOME 指定别的目录。",
            ) from error
        self._claim()

    def _claim(self) -> None:
        wanted = _MODES[self.demo]
        if not self.mode.exists():
            write_atomically(self.mode, wanted)
        if (found := self.mode.read_text(encoding="utf-8").strip()) != wanted:
            raise DatabaseProblem(
                f"目录 {self.path} 存的是{_MODE_NAMES.get(found, '未知')}数据，现在要求的是{_MODE_NAMES[wanted]}数据，两者不能混用。",
                remedy="请检查 MINZHENG_DEMO，或用 MINZHENG_HOME 指定别的目录。",
            )

    @contextmanager
    def locked(self, *, patience: float = 960.0) -> Iterator[None]:
        """Hold the home alone while starting, stopping or upgrading.

        Args:
            patience: seconds to wait for another process; longer than the longest recovery it may be in.

        Raises:
            DatabaseProblem: another process keeps it.
        """
        with (self.path / "lock").open("a") as handle:
            _acquire(handle.fileno(), patience=patience, path=self.path)
            yield


def default_home(*, start: Path, root: bool, system_homes: Path = _SYSTEM_HOMES) -> Path:
    """Choose the home where the operator named none.

    Args:
        start: the working directory.
        root: whether the process is root, whose database account must be able to reach the data.
        system_homes: where homes go when the working directory is closed to other accounts.
    """
    start = start.resolve()
    if root and not all(parent.stat().st_mode & 0o001 for parent in (start, *start.parents)):
        return system_homes / _digest(start)
    return start / ".minzheng"


def write_atomically(path: Path, text: str) -> None:
    """Write a private file (0600) so that a crash leaves either nothing or all of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _make(directory: Path, mode: int) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o777 != mode:
        directory.chmod(mode)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _acquire(handle: int, *, patience: float, path: Path) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise DatabaseProblem(
                    f"另一个进程正在启动或停止 {path} 的数据库。", remedy="请等它完成后重试。"
                ) from None
            time.sleep(0.05)
        else:
            return
