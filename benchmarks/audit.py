"""A million audit events: recorded one by one, sealed, verified. `.venv/bin/python -m benchmarks.audit [EVENTS]`.

An embedded server of its own, durable as in production. Events are written by the action for a sample, then in bulk through the same
trigger; sealing and verification are the product's own.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime

from benchmarks.county import server
from benchmarks.measuring import peak_mib

AT = datetime(2026, 9, 1, tzinfo=UTC)
SINGLE = 2_000
FILL = """
    INSERT INTO audit_event (at, actor_kind, account, person, role, origin, purpose, action, outcome, subject_kind, subject_id, division, detail)
    SELECT timestamptz '2026-09-01' + i * interval '1 second', 1, i %% 200, i %% 150, 'township_clerk', '10.1.2.3', '核查', 'cases.view', 1, 'case',
           i %% 20000, 530129001001, jsonb_build_object('persons', jsonb_build_array(i %% 50000), 'rows', i %% 50)
    FROM generate_series(1, %s) i
"""


def main(events: int) -> None:
    with server() as environment:
        command = [sys.executable, "-m", "benchmarks.audit", "--measure", str(events)]
        subprocess.run(command, env=environment, check=True)


def measure(events: int) -> None:
    from minzheng.surfaces.cli.database import connect

    connect()
    from django.db import connection

    from minzheng.engine.audit import actions, queries
    from minzheng.engine.audit.types import ActorKind, Subject, Who

    by = Who(kind=ActorKind.OFFICER, account=7, person=3, role="township_clerk", origin="10.1.2.3", purpose="核查")

    def timed(title: str, work: object) -> None:
        start = time.perf_counter()
        result = work()  # type: ignore[operator]
        print(f"{title:<48}{time.perf_counter() - start:>9.2f} s   {result}")

    def record() -> str:
        start = time.perf_counter()
        for serial in range(SINGLE):
            actions.record(
                action="cases.view", by=by, at=AT, subject=Subject("case", serial), detail={"persons": [serial]}
            )
        return f"{(time.perf_counter() - start) / SINGLE * 1000:.2f} ms each, a commit of its own"

    def fill() -> str:
        with connection.cursor() as cursor:
            cursor.execute(FILL, [events - SINGLE])
        return ""

    print(
        f"{events:,} events; {os.cpu_count()} processors, Python {platform.python_version()}; load {os.getloadavg()[0]:.1f}"
    )
    timed(f"{SINGLE:,} recorded by the action", record)
    timed("the rest written in bulk", fill)
    timed("sealed", lambda: f"{actions.seal(at=AT):,}")
    timed("verified", lambda: f"sound: {queries.verify(actions.export_anchor(by=by, at=AT)).sound}")
    timed("who looked at a person, first page", lambda: len(queries.looks_at_person(17).events))
    print(f"highest memory {peak_mib():,.0f} MiB")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("events", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--measure", type=int)
    given = arguments.parse_args()
    measure(given.measure) if given.measure else main(given.events)
