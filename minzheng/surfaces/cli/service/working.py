"""One worker process: `python -m minzheng.surfaces.cli.service.working`, started by `minzheng serve` and `minzheng worker`."""

from __future__ import annotations

import os
import time

from minzheng.surfaces.cli.service.parent import die_with_parent

_LOOK_SECONDS = 0.5


def main() -> None:
    """Wait for the database, run jobs, exit when the database goes."""
    die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.project.settings")
    import django

    django.setup()
    from minzheng.engine.work.running import run_worker
    from minzheng.surfaces.clock import now

    _wait_for_tables()
    run_worker(clock=now)


def _wait_for_tables() -> None:
    # Waiting here is cheaper than being started again and again.
    from django.db import DatabaseError, connection

    from minzheng.surfaces.cli.database import pending_migrations

    while True:
        try:
            if not pending_migrations():
                return
        except DatabaseError:
            connection.close()
        finally:
            connection.close()
        time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
