"""One embedded server: its programs, asked and told what to do.

Whether it runs is always asked of the server itself, never read from a pid file: a pid may have been reused.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from minzheng.engine.database import problems
from minzheng.engine.database.account import Account, server_account
from minzheng.engine.database.credentials import passfile
from minzheng.engine.database.home import RELEASE, Home
from minzheng.engine.database.installation import Installation, find_installation
from minzheng.engine.database.problems import DatabaseProblem

PORT = 5432
"""Names the socket file only; no server listens on the network."""

# Longer than any recovery seen: 0.8 GB of WAL took 7 s, a county's whole WAL stays below 2 GB.
_START_SECONDS = 900
_STOP_SECONDS = 300
# After a kill of the postmaster its children need about 1.3 s to notice.
_ORPHAN_SECONDS = 30.0
_DYING = ("pre-existing shared memory block", "already exists")
_LOG_LIMIT = 16 << 20
_TAIL = 4 << 10


@dataclass(frozen=True)
class Server:
    """An embedded server that may or may not run.

    Attributes:
        home: the county's directory.
        installation: programs of the release to run, reachable by the account.
        account: system account it runs as.
    """

    home: Home
    installation: Installation
    account: Account

    @property
    def data(self) -> Path:
        """Data directory."""
        return self.home.data(self.installation.release)

    @property
    def settings(self) -> Path:
        """Settings file of the server."""
        return self.home.path / "postgresql.conf"

    @property
    def access_rules(self) -> Path:
        """File that says who may connect and how."""
        return self.home.path / "pg_hba.conf"

    @property
    def log(self) -> Path:
        """Log of the server, owned by its account."""
        return self.data / "server.log"

    def answers(self) -> bool:
        """Ask the server whether it accepts connections."""
        if not (self.home.socket / f".s.PGSQL.{PORT}").exists():
            return False
        asked = self._run("pg_isready", "--quiet", "--timeout=3", f"--host={self.home.socket}", f"--port={PORT}")
        return asked.returncode == 0

    def start(self) -> None:
        """Start it and wait through any recovery.

        Raises:
            DatabaseProblem: it did not come up.
        """
        _make_socket_directory(self.home.socket, self.account)
        self._rotate_log()
        deadline = time.monotonic() + _ORPHAN_SECONDS
        self._disown_reused_pids()
        while (complaint := self._try_start()) is not None:
            if not any(sign in complaint for sign in _DYING) or time.monotonic() > deadline:
                raise problems.explain(complaint, log=str(self.log))
            time.sleep(0.2)
            self._disown_reused_pids()

    def stop(self) -> bool:
        """Stop it, rolling back what is open; return whether it was running.

        Raises:
            DatabaseProblem: it still answers.
        """
        if not self.answers():
            return False
        done = self._run(
            "pg_ctl", "stop", f"--pgdata={self.data}", "--wait", "--mode=fast", f"--timeout={_STOP_SECONDS}"
        )
        if done.returncode != 0 and self.answers():
            raise problems.explain(done.stdout, log=str(self.log))
        return True

    def finish_recovery(self) -> None:
        """Wait until a started server has replayed its log and lets somebody in.

        Raises:
            DatabaseProblem: it gave up.
        """
        size = self.log.stat().st_size
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            gone = self._run("pg_ctl", "status", f"--pgdata={self.data}").returncode != 0
            if gone or time.monotonic() > deadline:
                raise problems.explain(self._said_since(max(0, size - _TAIL)), log=str(self.log))
            time.sleep(0.1)

    def abandon(self) -> None:
        """Stop it at once, whether it answers yet or not: only where its data are thrown away."""
        self._run("pg_ctl", "stop", f"--pgdata={self.data}", "--wait", "--mode=immediate")

    def run(
        self, program: str, *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path = Path("/")
    ) -> str:
        """Run a PostgreSQL program as the server's account and return what it printed.

        Raises:
            DatabaseProblem: it failed.
        """
        return self._checked(program, self._run(program, *arguments, environment=environment, cwd=cwd))

    def client(self, program: str, *arguments: str, role: str) -> str:
        """Run a client program as ourselves, with the password of a database role.

        Raises:
            DatabaseProblem: it failed.
        """
        environment = {"PGPASSFILE": str(passfile(self.home, role)), "PGUSER": role}
        return self._checked(program, self._run(program, *arguments, environment=environment, demoted=False))

    def _checked(self, program: str, done: subprocess.CompletedProcess[str]) -> str:
        if done.returncode != 0:
            log = self.home.logs / f"{program}.log"
            log.write_text(done.stdout, encoding="utf-8")
            raise problems.explain(done.stdout, log=str(log))
        return done.stdout

    def _try_start(self) -> str | None:
        size = self.log.stat().st_size if self.log.exists() else 0
        options = f"--options=-c config_file={shlex.quote(str(self.settings))}"
        done = self._run(
            "pg_ctl",
            "start",
            f"--pgdata={self.data}",
            f"--log={self.log}",
            options,
            "--wait",
            f"--timeout={_START_SECONDS}",
        )
        if done.returncode == 0:
            return None
        return f"{done.stdout}\n{self._said_since(size)}"

    def _said_since(self, size: int) -> str:
        return self.log.read_bytes()[size:].decode("utf-8", "replace") if self.log.exists() else ""

    def _run(
        self,
        program: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        cwd: Path = Path("/"),
        demoted: bool = True,
    ) -> subprocess.CompletedProcess[str]:
        # A clean environment: PGHOST, PGOPTIONS and the like of the caller's shell must not reach the server's programs.
        clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **(environment or {})}
        return subprocess.run(
            [self.installation.program(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=clean,
            cwd=cwd,
            check=False,
            **(self.account.process_options() if demoted else {}),
        )

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _disown_reused_pids(self) -> None:
        """Make the pid files of a dead server name no process, where their pid now belongs to a stranger.

        PostgreSQL refuses to start while the pid lives and is ours. The files themselves stay: their last lines let the server
        find orphaned children, so only the pid is replaced, by one that cannot exist.
        """
        for file in (self.data / "postmaster.pid", self.home.socket / f".s.PGSQL.{PORT}.lock"):
            if not file.exists():
                continue
            pid, _, rest = file.read_text(encoding="utf-8").partition("\n")
            if _is_stranger(pid):
                with os.fdopen(
                    os.open(file, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w", encoding="utf-8"
                ) as handle:
                    handle.write(f"{_impossible_pid()}\n{rest}")


def _is_stranger(pid: str) -> bool:
    try:
        program = Path(f"/proc/{int(pid)}/cmdline").read_bytes().split(b"\0", 1)[0]
    except (OSError, ValueError):
        return False
    return not program.startswith(b"postgres") and not program.endswith(b"/postgres")


def _impossible_pid() -> int:
    return int(Path("/proc/sys/kernel/pid_max").read_text(encoding="ascii")) + 1


def _make_socket_directory(directory: Path, account: Account) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    # Outside the home anybody could have made it first: a link, or a directory of their own.
    status = directory.lstat()
    if directory.is_symlink() or status.st_uid not in {account.uid, os.geteuid()}:
        raise DatabaseProblem(
            f"套接字目录 {directory} 属于别的账户。", remedy="请删除该目录，或把 MINZHENG_HOME 换成较短的路径。"
        )
    account.take(directory)
    directory.chmod(0o700)


def free_bytes(path: Path) -> int:
    """Return the free bytes of the disk that holds a directory."""
    return shutil.disk_usage(path).free


def server_of(home: Home, *, release: int = RELEASE) -> Server:
    """Return the server of one release in a home, whether it exists yet or not.

    Raises:
        DatabaseProblem: its programs are missing, its account may not enter the home, or the data are somebody else's.
    """
    account = server_account(home.data(release))
    if home.path.exists() and not account.can_enter(home.path):
        raise DatabaseProblem(
            f"数据库账户 {account.name} 无法进入目录 {home.path}（上级目录不对它开放）。",
            remedy="请用 MINZHENG_HOME 指定一个它能进入的目录，例如 /var/lib/minzheng/本县。",
        )
    installation = find_installation(release).reachable_by(account, home=home)
    return Server(home=home, installation=installation, account=account)
