"""Jobs that leave a trace, for workers in processes of their own.

Usage: python -m tests.engine.work.jobs_on_trial FILE [kill]
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

TRACE = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(os.devnull)
KILL = "kill" in sys.argv


def declare() -> None:
    from minzheng.engine.work.declaring import job

    @job("trial.mark", label="试验")
    def mark(*, number: int, at: datetime) -> None:
        with TRACE.open("a", encoding="ascii") as file:
            file.write(f"{'began' if KILL else 'done'} {number} {at.year}\n")
        if KILL:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "minzheng.project.settings"
    django.setup()
    declare()
    from minzheng.engine.work.running import run_worker

    run_worker(clock=lambda: datetime(2031, 1, 1, tzinfo=UTC), wait=False)


if __name__ == "__main__":
    main()
