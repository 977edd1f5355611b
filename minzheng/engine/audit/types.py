"""The words audit is told and answers in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any


class AuditProblem(ValueError):
    """Audit cannot take an event or vouch for its records; the message is a Chinese sentence."""


class Outcome(IntEnum):
    """How what was tried ended; stored in `audit_event.outcome`."""

    DONE = 1
    DENIED = 2
    FAILED = 3

    @property
    def label(self) -> str:
        """The auditor's word."""
        return {1: "完成", 2: "拒绝", 3: "失败"}[self.value]


class ActorKind(IntEnum):
    """Who acts; stored in `audit_event.actor_kind`."""

    OFFICER = 1
    RESIDENT = 2
    CLIENT = 3
    """A program of another bureau, by client credentials."""
    SYSTEM = 4
    """The product itself: a scheduled job, a command of the operator."""

    @property
    def label(self) -> str:
        """The auditor's word."""
        return {1: "工作人员", 2: "居民", 3: "接口", 4: "系统"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who did it, from where, and what for: what every event says of its actor.

    Attributes:
        kind: officer, resident, client, system.
        account: the sign-in used; None for the system.
        person: the officer behind the account, or the resident (registry person); decisions compare persons, not accounts.
        name: as shown to people who may see it.
        role: key of the role acted in.
        origin: network address or terminal.
        purpose: why a record outside one's own queue is opened.
    """

    kind: ActorKind
    account: int | None = None
    person: int | None = None
    name: str = ""
    role: str = ""
    origin: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Subject:
    """What an event is about: a kind of record and its identifier, e.g. ``Subject("case", 12)``."""

    kind: str
    id: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events to list.

    Attributes:
        person: done by this officer.
        subject: about this record.
        denied: those alone that were refused; looks: those alone that showed somebody's data.
        since, until: from one instant on, before another.
        ranges: about records of these divisions alone; None for all, those of no division too.
    """

    person: int | None = None
    subject: Subject | None = None
    denied: bool = False
    looks: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ranges: tuple[tuple[int, int], ...] | None = None


LOOKS = frozenset({"view", "search", "export", "print"})
"""Last words of the actions that show somebody's data: ``cases.view``, ``registry.person.search``."""

NOTICE_AFTER = timedelta(minutes=10)
"""An event that is unsealed for longer wants the auditor's attention."""
CLOSED_AFTER = timedelta(hours=4)
"""An event that is unsealed for longer stops all work that must be recorded."""


class HealthState(IntEnum):
    """How sealing keeps up."""

    SOUND = 1
    WARNING = 2
    CLOSED = 3

    @property
    def label(self) -> str:
        """The auditor's word."""
        return {1: "正常", 2: "封存延迟", 3: "已停止受理"}[self.value]


@dataclass(frozen=True)
class Health:
    """How sealing keeps up at an instant.

    Attributes:
        state: sound, late, or so late that nothing more is taken.
        oldest: when the oldest unsealed event was recorded; None when all are sealed.
        overridden_until: until when work goes on although sealing stopped, by a named administrator's decision.
    """

    state: HealthState
    oldest: datetime | None
    overridden_until: datetime | None = None


class Harm(IntEnum):
    """What verification found wrong."""

    EVENT_CHANGED = 1
    EVENT_MISSING = 2
    EVENT_ADDED = 3
    SEAL_CHANGED = 4
    SEAL_MISSING = 5
    TAIL_CUT = 6
    RECOMPUTED = 7

    @property
    def label(self) -> str:
        """The auditor's sentence."""
        return _HARMS[self]


_HARMS = {
    Harm.EVENT_CHANGED: "审计事件被改动",
    Harm.EVENT_MISSING: "审计事件被删除",
    Harm.EVENT_ADDED: "封存后插入的审计事件",
    Harm.SEAL_CHANGED: "封条被改动",
    Harm.SEAL_MISSING: "封条被删除",
    Harm.TAIL_CUT: "末尾的封条被截去，与库外留存的锚不符",
    Harm.RECOMPUTED: "封条链被整体重算，与库外留存的锚不符",
}


@dataclass(frozen=True)
class Discrepancy:
    """One place where the records are not what was sealed.

    Attributes:
        harm: what is wrong.
        seal: number of the seal.
        event: the event, where one is named.
    """

    harm: Harm
    seal: int
    event: int | None = None

    def __str__(self) -> str:
        where = f"封条{self.seal}" if self.event is None else f"封条{self.seal}，事件{self.event}"
        return f"{self.harm.label}（{where}）"


@dataclass(frozen=True)
class Verification:
    """What a recomputation of the whole chain found.

    Attributes:
        seals: how many seals were read.
        events: how many sealed events were read.
        discrepancies: what is wrong, in the order of the chain.
    """

    seals: int
    events: int
    discrepancies: tuple[Discrepancy, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything is as it was sealed."""
        return not self.discrepancies


@dataclass(frozen=True)
class Recorded:
    """One event as an auditor reads it."""

    id: int
    at: datetime
    action: str
    outcome: Outcome
    who: Who
    subject: Subject | None
    division: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Some events, newest first; `next` is handed back as `before` for the following page, None at the end."""

    events: tuple[Recorded, ...]
    next: int | None
