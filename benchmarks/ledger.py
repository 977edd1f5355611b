"""A large ledger from file to register: `.venv/bin/python -m benchmarks.ledger [ROWS]`.

A household book as untidy as townships send it is read, reported on and registered by `minzheng import`, on an embedded server of its
own, durable as in production. For comparison the same file is only read, cell by cell, by openpyxl and by calamine: they check nothing,
find nobody, store nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.county import server

DAY = date(2026, 9, 1)
PEOPLE_PER_ROW = 25
"""The book holds families with the allowance, of whom the invented county has enough in so many people."""

READERS = {
    "openpyxl": "import openpyxl, sys; [len(row) for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True)"
    " for row in sheet.iter_rows(values_only=True)]",
    "calamine": "import python_calamine, sys; book = python_calamine.CalamineWorkbook.from_path(sys.argv[1]);"
    " [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]",
}
COMMAND = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"


def write(path: Path, rows: int) -> int:
    """Write a household book of at least so many people, all the errors of real ledgers in it; return its people."""
    from minzheng.surfaces.cli.database import connect

    connect()
    from minzheng.demo.county import generate
    from minzheng.demo.county.grants import grants_of
    from minzheng.demo.county.ledger_files import write_ledger_files
    from minzheng.demo.county.old_ledgers import old_ledgers

    county = generate(people=rows * PEOPLE_PER_ROW, seed=1, as_of=DAY)
    ledgers = old_ledgers(county, grants_of(county), townships=set(county.townships().tolist()))
    book, taken = [], 0
    for family in ledgers.rows["household_book"]:
        if taken >= rows:
            break
        book.append(family)
        taken += len(family)
    ledgers.rows.update({kind: [] for kind in ledgers.rows} | {"household_book": book})
    (written,) = write_ledger_files(ledgers, path.parent, seed=1)
    written.rename(path)
    return taken


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder, server() as environment:
        path = Path(folder) / "book.xlsx"
        people = int(this("--write", path, rows, environment=environment))
        reading = {
            name: timed(lambda code=code: subprocess.run([sys.executable, "-c", code, path], check=True))  # type: ignore[misc]
            for name, code in READERS.items()
        }
        found = json.loads(this("--measure", path, environment=environment))
        print(
            f"{people:,} people, {path.stat().st_size / 2**20:.1f} MiB; {os.cpu_count()} processors, Python"
            f" {platform.python_version()}, openpyxl {version('openpyxl')}, calamine {version('python-calamine')};"
            f" load {os.getloadavg()[0]:.1f}"
        )
        print(f"rows {found['rows']:,}: accepted {found['accepted']:,}, rejected {found['rejected']:,}\n")
        for step, seconds in {**found["seconds"], **reading}.items():
            print(f"{step:<24}{seconds:>8.2f} s{seconds / reading['calamine']:>8.1f}x")
        print(f"highest memory of the importer {found['mib']:,.0f} MiB")


def this(*arguments: object, environment: dict[str, str]) -> str:
    """What this program answers in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ledger", *map(str, arguments)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(path: Path) -> None:
    from minzheng.surfaces.cli.database import connect

    connect()
    from minzheng.engine.ledgers import actions
    from minzheng.surfaces import clock

    marks = [time.perf_counter()]
    batch = actions.stage_file(path=path, as_of=DAY, by="benchmark", at=clock.now())
    marks.append(time.perf_counter())
    batch = actions.confirm(batch=batch.pk, by="benchmark", at=clock.now())
    marks.append(time.perf_counter())
    seconds = {
        "read and checked": marks[1] - marks[0],
        "registered": marks[2] - marks[1],
        "altogether": marks[2] - marks[0],
    }
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    rows = {"rows": batch.accepted + batch.rejected, "accepted": batch.accepted, "rejected": batch.rejected}
    print(json.dumps({"seconds": seconds, "mib": memory, **rows}))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", type=Path)
    arguments.add_argument("--measure", type=Path)
    arguments.add_argument("rows", nargs="?", type=int, default=50_000)
    given = arguments.parse_args()
    if given.write:
        print(write(given.write, given.rows))
    elif given.measure:
        measure(given.measure)
    else:
        main(given.rows)
