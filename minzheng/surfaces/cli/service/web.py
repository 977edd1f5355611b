"""The web server: `python -m minzheng.surfaces.cli.service.web HOST PORT WORKERS`, started by `minzheng serve`."""

from __future__ import annotations

import sys

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from minzheng.surfaces.cli.service.parent import die_with_parent

BLOCKING_THREADS = 2
_HEADER_MILLISECONDS = 10_000
_STOP_SECONDS = 20


def main(host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM."""
    die_with_parent()
    Server(
        "minzheng.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        websockets=False,
        # A client that is slow to say what it wants must not hold a place.
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
