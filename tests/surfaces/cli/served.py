"""A served county: `minzheng serve` in a process of its own, asked over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from minzheng.engine.database.home import Home

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Served(NamedTuple):
    """A running county."""

    home: Home
    port: int
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            found = connection.getresponse()
            text = found.read().decode()
        finally:
            connection.close()
        return Answer(
            found.status, {name.lower(): text for name, text in found.getheaders()}, text, time.monotonic() - began
        )

    def status(self, path: str) -> int:
        """The status, or 0 where nobody listens."""
        try:
            return self.ask(path).status
        except (OSError, HTTPException):
            return 0

    def children(self, word: str) -> list[int]:
        """Processes of this county whose command line holds a word."""
        return [pid for pid in _descendants(self.process.pid) if word in _command(pid)]


def minzheng(*arguments: str, home: Home, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own; `typed` is what it reads from its standard input."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=environment_of(home, **environment),
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def environment_of(home: Home, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    return {**clean, "MINZHENG_HOME": str(home.path), **({"MINZHENG_DEMO": "1"} if home.demo else {}), **more}


def until(true: Callable[[], Any], *, seconds: float = 60.0) -> float:
    """Wait for a condition; return how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def serve(home: Home, *options: str) -> Iterator[Served]:
    """Serve a migrated county until the end of the block."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "serve", "--port", str(port), "--processes", "1", *options],
        env=environment_of(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    served = Served(home, port, process)
    try:
        until(lambda: served.status("/healthz") == 200)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _descendants(pid: int) -> list[int]:
    found = [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]
    return found + [each for child in found for each in _descendants(child)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
