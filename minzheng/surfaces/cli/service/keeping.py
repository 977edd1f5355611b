"""A small supervisor: keeps programs running, whatever they exit with, until told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from minzheng.surfaces.cli.service.parent import SUPERVISED

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
# A program that ran so long failed for a reason of the moment.
_SETTLED_SECONDS = 20.0


@dataclass
class Kept:
    """One program that is started again whenever it exits.

    Attributes:
        name: Chinese name for the operator.
        command: the program and its arguments.
        say: told what happens, in Chinese.
        patience: seconds it gets to stop before it is killed.
    """

    name: str
    command: Sequence[str]
    say: Callable[[str], None]
    patience: float = 30.0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _process: subprocess.Popen[bytes] | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Start it and keep it running."""
        self._thread = threading.Thread(target=self._keep, name=self.name)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop; `join` waits."""
        self._stopping.set()
        if (process := self._process) is not None and process.poll() is None:
            process.terminate()

    def join(self) -> None:
        """Wait until it has stopped; kill it if it does not."""
        if self._thread is None:
            return
        self._thread.join(self.patience)
        if self._thread.is_alive() and self._process is not None:
            self.say(f"{self.name}没有按时停止，已强制结束。")
            self._process.kill()
            self._thread.join()

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            status = self._run_once()
            if self._stopping.is_set():
                return
            pause = _FIRST_PAUSE if time.monotonic() - began > _SETTLED_SECONDS else min(pause * 2, _LONGEST_PAUSE)
            self.say(f"{self.name}已退出（{_words(status)}），{pause:.0f} 秒后重新启动。")
            self._stopping.wait(pause)

    def _run_once(self) -> int:
        # A session of its own: Ctrl+C in the terminal reaches the supervisor alone, which stops everything in order.
        self._process = subprocess.Popen(
            self.command, env={**os.environ, SUPERVISED: "1"}, stdin=subprocess.DEVNULL, start_new_session=True
        )
        if self._stopping.is_set():
            self._process.terminate()
        return self._process.wait()


def run_until_told(kept: Sequence[Kept], *, meanwhile: Callable[[], None] = lambda: None, every: float = 2.0) -> None:
    """Keep programs running until SIGTERM or SIGINT, then stop them, the first one first.

    Args:
        kept: the programs.
        meanwhile: called again and again, e.g. to look after the database.
        every: seconds between two calls.
    """
    told = threading.Event()
    before = {number: signal.signal(number, lambda *_: told.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for each in kept:
            each.start()
        while not told.wait(every):
            meanwhile()
    finally:
        for each in kept:
            each.stop()
            each.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def _words(status: int) -> str:
    return f"被信号 {-status} 结束" if status < 0 else f"退出码 {status}"
