"""Programs measured in processes of their own, turn by turn, so that each meets the same weather.

A measured program answers each line on its standard input with one timed run; nothing here needs the product, because one
of the programs lives in another environment.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Columns = Mapping[str, np.ndarray]


def save(folder: Path, columns: Columns) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)


def load(folder: Path) -> dict[str, np.ndarray]:
    return {file.stem: np.load(file) for file in sorted(folder.glob("*.npy"))}


def peak_mib() -> float:
    """Highest resident memory of this very program, whatever process started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def answer(run: Callable[[], Any]) -> None:
    """Run once for each line read, and write seconds, processor seconds and peak memory, what came before forgotten."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        result = run()
        figures = [time.perf_counter() - wall, time.process_time() - cpu, peak_mib()]
        del result
        print(json.dumps(figures), flush=True)


class Measured:
    """A program under measurement."""

    def __init__(self, command: Sequence[str | Path], **environment: str) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        self.seconds: list[float] = []
        self.processor_seconds: list[float] = []
        self.peak_mib = 0.0

    def turn(self, *, counts: bool = True) -> None:
        """One run; the first, which warms up, does not count."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        wall, cpu, peak = json.loads(self._process.stdout.readline())
        self.peak_mib = max(self.peak_mib, peak)
        if counts:
            self.seconds.append(wall)
            self.processor_seconds.append(cpu)

    def end(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0, "a measured program failed"


def median(figures: Sequence[float]) -> float:
    return float(np.median(figures))
