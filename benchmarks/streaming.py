"""The cascade over populations too large for memory: parts streamed from Parquet, 10,000 to 10,000,000 households.

`.venv/bin/python -m benchmarks.streaming [SIZES…]` writes each population part by part, then reads and assesses it in a
process of its own, and prints what a household costs and how much memory the process ever held.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measuring import median, peak_mib
from benchmarks.populations import made_up
from benchmarks.subjects import Cascade
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.evaluation import evaluate_stream
from minzheng.engine.rules.population import BELOW, CHUNK, Population
from minzheng.kernel.facts import Level

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
SHORT_ENOUGH_TO_REPEAT = 1_000_000


def write(folder: Path, households: int) -> None:
    """One file a level, one row group a part; each row says how many rows it has on the levels below."""
    writers: dict[Level, pq.ParquetWriter] = {}
    for part, start in enumerate(range(0, households, CHUNK)):
        population = made_up(min(CHUNK, households - start), part=part)
        for level in Level:
            table = _as_table(population, level)
            if level not in writers:
                writers[level] = pq.ParquetWriter(folder / f"{level}.parquet", table.schema, compression="lz4")
            writers[level].write_table(table, row_group_size=max(1, table.num_rows))
    for writer in writers.values():
        writer.close()


def _as_table(population: Population, level: Level) -> pa.Table:
    columns = {name: column for name, column in population.values.items() if FACTS[name].level is level}
    for below, parent in BELOW:
        if parent is level:
            columns[below.value] = np.diff(population.offsets[below]).astype(np.int16)
    return pa.table(columns)


def parts(folder: Path) -> Iterator[tuple[int, Population]]:
    """The parts as they were written."""
    files = {level: pq.ParquetFile(folder / f"{level}.parquet") for level in Level}
    start = 0
    for group in range(files[Level.HOUSEHOLD].num_row_groups):
        columns = {}
        for file in files.values():
            table = file.read_row_group(group, use_threads=False)
            columns |= {name: table[name].chunk(0).to_numpy(zero_copy_only=False) for name in table.column_names}
        offsets = {below: _offsets(columns.pop(below.value)) for below, _ in BELOW}
        size = len(offsets[Level.MEMBER]) - 1
        yield start, Population(FACTS, size, offsets, columns)
        start += size


def _offsets(counts: Any) -> Any:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def assess(folder: Path, cascade: Cascade) -> tuple[int, int, np.ndarray]:
    """Households, fen a month for all of them, and households by result."""
    households, fen, results = 0, 0, np.zeros(128, np.int64)
    for _, done in evaluate_stream(cascade.plan, parts(folder), cascade.settings, cascade.outputs):
        households += done.population.size
        fen += int(done["monthly_total"].top.values.sum())
        results += np.bincount(done["assistance_result"].values, minlength=128)
    return households, fen, results


def read_only(folder: Path) -> None:
    for _, part in parts(folder):
        assert part.size


def measure(folder: Path, households: int) -> dict[str, Any]:
    """Median seconds of reading and of reading and assessing, after a warm-up on the first part."""
    cascade = Cascade.of_demo_county()
    next(iter(evaluate_stream(cascade.plan, parts(folder), cascade.settings, cascade.outputs)))
    repeat = 7 if households <= SHORT_ENOUGH_TO_REPEAT else 1
    figures: dict[str, list[float]] = {"reading": [], "all": []}
    for _ in range(repeat):
        marks = [time.perf_counter()]
        read_only(folder)
        marks.append(time.perf_counter())
        found, fen, results = assess(folder, cascade)
        marks.append(time.perf_counter())
        figures["reading"].append(marks[1] - marks[0])
        figures["all"].append(marks[2] - marks[1])
    assert found == households == results.sum()
    return {name: median(seconds) for name, seconds in figures.items()} | {"peak": peak_mib(), "fen": fen}


def main(sizes: list[int]) -> None:
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, NumPy {version('numpy')}, ", end="")
    print(f"pyarrow {version('pyarrow')}; load {os.getloadavg()[0]:.1f}\n")
    print(
        f"{'households':>12}{'on disk MiB':>13}{'reading s':>11}{'all s':>9}{'ns/household':>14}{'of it reading':>15}{'peak MiB':>10}"
    )
    for households in sizes:
        with tempfile.TemporaryDirectory(prefix="streaming-") as name:
            folder = Path(name)
            write(folder, households)
            this = [sys.executable, "-m", "benchmarks.streaming", "--folder", name, str(households)]
            found = json.loads(subprocess.run(this, check=True, capture_output=True, text=True).stdout)
            on_disk = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
            print(
                f"{households:>12,}{on_disk:>13.1f}{found['reading']:>11.3f}{found['all']:>9.3f}"
                f"{found['all'] / households * 1e9:>14.0f}{found['reading'] / households * 1e9:>15.0f}{found['peak']:>10.0f}",
                flush=True,
            )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.folder:
        print(json.dumps(measure(given.folder, given.sizes[0])))
    else:
        main(given.sizes)
