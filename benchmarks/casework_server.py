"""The product's web server as `minzheng serve` starts it, with one address more: a bare view that asks one keyed query.

`python -m benchmarks.casework_server PORT PROCESSES`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from minzheng.project.wsgi import application as product

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer /bare/ID by itself and everything else as the product does."""
    path = str(environ["PATH_INFO"])
    if not path.startswith("/bare/"):
        return product(environ, start)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM registry_division WHERE code = %s", [int(path[6:])])
        found = cursor.fetchone()
    start("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [str(found and found[0]).encode()]


if __name__ == "__main__":
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from minzheng.surfaces.cli.service.web import BLOCKING_THREADS

    Server(
        "benchmarks.casework_server:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=int(sys.argv[2]), blocking_threads=BLOCKING_THREADS, websockets=False, log_level=LogLevels.warning,
    ).serve()  # fmt: skip
