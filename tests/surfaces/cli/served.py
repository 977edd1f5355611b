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


FORKED = """
import json, os, sys, tempfile
from minzheng.surfaces.cli.main import COMMANDS, main
import django
django.setup()
from importlib import import_module
for module in COMMANDS.values():
    import_module(module)
answers = os.fdopen(os.dup(1), "w")
for line in os.fdopen(os.dup(0)):
    asked = json.loads(line)
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(complained.fileno(), 2)
            os.environ.update(asked["environment"])
            arguments, status = asked["arguments"], 1
            try:
                status = exec(arguments[1]) or 0 if arguments[0] == "-c" else main(arguments)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        complained.seek(0)
        print(json.dumps([status, said.read(), complained.read()]), file=answers, flush=True)
"""


class Commands:
    """Commands on one home, each in a process of its own that is forked from one with everything loaded: a start costs nothing."""

    def __init__(self, home: Home) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKED], env=environment_of(home, DJANGO_SETTINGS_MODULE="minzheng.project.settings"), cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command, or after "-c" a piece of Python."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"arguments": arguments, "environment": environment}), file=self._process.stdin, flush=True)
        status, said, complained = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, said, complained)

    def __enter__(self) -> Commands:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        assert self._process.returncode == 0


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
