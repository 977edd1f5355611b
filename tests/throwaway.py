"""Homes that disappear: after their test, or at the next session if this one was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from minzheng.engine.database import actions as database
from minzheng.engine.database.home import Home

_PREFIX = "mz-test-"
# Not pytest's own directory: under root that is closed to the database account.
_PARENT = Path("/tmp")  # noqa: S108
_SWEEPING = _PARENT / f"mz-test-{os.getuid()}.lock"


@contextmanager
def throwaway_home(*, demo: bool = False) -> Iterator[Home]:
    """Yield an empty home that the database account can reach, and remove it with its server at the end."""
    with ExitStack() as held:
        # One at a time: between the making of a home and its lock, another session's sweep would take it for forgotten.
        with _SWEEPING.open("w") as sweeping:
            fcntl.flock(sweeping, fcntl.LOCK_EX)
            _sweep()
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_PARENT))
            fcntl.flock(held.enter_context((path / "in-use").open("w")), fcntl.LOCK_EX)
        home = Home(path, demo=demo)
        try:
            yield home
        finally:
            _remove(home)


def _sweep() -> None:
    for marker in _PARENT.glob(f"{_PREFIX}*/in-use"):
        try:
            with marker.open("r") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(Home(marker.parent))
        except (BlockingIOError, PermissionError, FileNotFoundError):
            continue


def _remove(home: Home) -> None:
    database.stop(home)
    shutil.rmtree(home.path, ignore_errors=True)
    shutil.rmtree(home.socket, ignore_errors=True)
