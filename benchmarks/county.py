"""A county in PostgreSQL: load the facts, assess, store. `.venv/bin/python -m benchmarks.county [PEOPLE]`.

A demonstration county is seeded into an embedded server of its own, durable as in production; then a fresh process reads it,
runs the cascade and stores the results, and says how long each step took and how much memory it ever had.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.measuring import peak_mib

DAY = date(2026, 9, 1)
STEPS = {"读取家庭、成员和事实": "facts loaded", "核算": "assessed", "保存结果": "stored"}


def main(people: int) -> None:
    with server() as environment:
        seconds = minzheng("seed", "--people", str(people), "--seed", "1", environment=environment)
        print(
            f"{people:,} people; {os.cpu_count()} processors, Python {platform.python_version()}, NumPy {version('numpy')};",
            end=" ",
        )
        print(f"load {os.getloadavg()[0]:.1f}; the county was generated and written in {seconds:.0f} s\n")
        for title in ("first run", "with the cache warm, another day"):
            day = DAY if title == "first run" else DAY.replace(month=10)
            show(title, json.loads(measured(day, environment)))


def show(title: str, found: dict[str, Any]) -> None:
    print(
        f"{title}: {found['households']:,} households, {found['people']:,} people, {found['assisted']:,} of them in assistance"
    )
    for step, seconds in found["seconds"].items():
        print(f"  {step:<16}{seconds:>8.2f} s")
    print(f"  {'altogether':<16}{sum(found['seconds'].values()):>8.2f} s, highest memory {found['mib']:,.0f} MiB\n")


@contextmanager
def server() -> Iterator[dict[str, str]]:
    home = Path(tempfile.mkdtemp(prefix="mz-county-", dir="/tmp"))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    environment = {
        **clean,
        "MINZHENG_HOME": str(home),
        "MINZHENG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "minzheng.project.settings",
    }
    try:
        minzheng("db", "migrate", environment=environment)
        yield environment
    finally:
        minzheng("db", "stop", environment=environment)
        shutil.rmtree(home, ignore_errors=True)


def minzheng(*arguments: str, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    script = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", script, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measured(day: date, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "benchmarks.county", "--measure", day.isoformat()]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(day: date) -> dict[str, Any]:
    """Assess the county in this process."""
    from minzheng.surfaces.cli.database import connect

    connect()
    from django.db import connection

    from minzheng.engine.assessments.actions import assess
    from minzheng.engine.catalogue.localities import locality

    marks: list[tuple[str, float]] = []
    now = datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    run = assess(
        as_of=day, known_at=now, locality=locality("530199"), demo=True, by="benchmark", at=now,
        on_step=lambda step: marks.append((step.split()[0], time.perf_counter())),
    )  # fmt: skip
    marks.append(("", time.perf_counter()))
    seconds = {STEPS[step]: end - start for (step, start), (_, end) in pairwise(marks)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM assessments_personresult p JOIN assessments_householdresult h USING (run_id, household_id)"
            " WHERE run_id = %s AND (p.benefit <> 0 OR h.dibao_base > 0)",
            [run.id],
        )
        (assisted,) = cursor.fetchone()
    return {
        "seconds": seconds,
        "mib": peak_mib(),
        "households": run.households,
        "people": run.people,
        "assisted": assisted,
    }


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("people", nargs="?", type=int, default=460_000)
    arguments.add_argument("--measure", type=date.fromisoformat)
    given = arguments.parse_args()
    print(json.dumps(measure(given.measure))) if given.measure else main(given.people)
