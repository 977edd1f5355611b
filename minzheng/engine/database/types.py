"""What the supervisor answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Running:
    """A server that answers on its socket.

    Attributes:
        release: PostgreSQL major release, e.g. 18.
        socket: directory of the unix socket.
        data: data directory.
        account: system account the server runs as.
        started_now: whether this call started it.
    """

    release: int
    socket: Path
    data: Path
    account: str
    started_now: bool


@dataclass(frozen=True)
class Status:
    """The state of an embedded server.

    Attributes:
        answers: the server accepts connections now.
        created: a data directory exists.
        release: release of the data directory, or of the binaries while there is none.
        home: directory that holds everything.
        socket: directory of the unix socket.
        account: system account the server runs as, or would.
    """

    answers: bool
    created: bool
    release: int
    home: Path
    socket: Path
    account: str


@dataclass(frozen=True)
class Upgraded:
    """A finished upgrade.

    Attributes:
        old: release of the kept old directory.
        new: release now in use.
        kept: the old data directory, untouched.
        dump: logical backup taken before.
    """

    old: int
    new: int
    kept: Path
    dump: Path


@dataclass(frozen=True)
class Backup:
    """One whole, verified copy of a county's data.

    Attributes:
        path: its directory; `data` in it is the copy.
        began_at: when copying began.
        finished_at: the earliest instant it can be brought back to.
        demo: whether the county is an invented one.
        release: PostgreSQL major release.
        keys: fingerprint of every key that sealed something in it, by what the key is.
        size: bytes of the copy.
    """

    path: Path
    began_at: datetime
    finished_at: datetime
    demo: bool
    release: int
    keys: Mapping[str, str]
    size: int


@dataclass(frozen=True)
class Restored:
    """A county that was brought back.

    Attributes:
        backup: from which copy.
        until: the last instant that is in it.
    """

    backup: Backup
    until: datetime
