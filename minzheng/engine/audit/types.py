"""The words audit is told and answers in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


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
