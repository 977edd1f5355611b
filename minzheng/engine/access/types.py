"""Who may do and see what: actors, their roles and the places they answer for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

from minzheng.engine.access.roles import Role
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.database.problems import Problem

Range: TypeAlias = tuple[int, int]
"""Division codes from (inclusive) until (exclusive), 12 digits each."""

ALL_SERVICES = "*"


@dataclass(frozen=True, kw_only=True)
class Denial:
    """Something that was refused, as audit is told, and the event it was told in."""

    action: str
    by: Who
    at: datetime
    subject: Subject | None = None
    division: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    event: int


class AccessProblem(PermissionError):
    """A request that this actor may not make; the message is a Chinese sentence.

    Attributes:
        denial: what audit was told; None where nothing was tried on a record.
    """

    def __init__(self, sentence: str, denial: Denial | None = None) -> None:
        super().__init__(sentence)
        self.denial = denial


class AccountProblem(ValueError):
    """An officer, account or password that cannot be taken as given; the message is a Chinese sentence."""


class KeyReused(Problem):
    """A sender's own mark came a second time with something else."""

    def __init__(self) -> None:
        super().__init__("同一个提交标识先后提交了不同的内容。", remedy="请刷新页面后重新提交。")


class DiscoveredBy(IntEnum):
    """How it became known that an officer and a resident are near relatives; stored in `access_officerrelative.discovered_by`."""

    DECLARED = 1
    MATCHED = 2

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "本人申报", 2: "比对发现"}[self.value]


@dataclass(frozen=True)
class StaffRelative:
    """An officer who has a near relative with a given identity number.

    Attributes:
        officer: the officer.
        officer_name: name of the officer.
        unit: where the officer works.
        post: as what.
        relation: GB/T 4761 number: what the relative is to the officer.
        discovered_by: declared or matched.
    """

    officer: int
    officer_name: str
    unit: str
    post: str
    relation: int
    discovered_by: DiscoveredBy


@dataclass(frozen=True)
class Assignment:
    """A role for some services in one division, as it holds on a day.

    Attributes:
        role: key of the role.
        service: chapter folder of `matters` (e.g. "social_assistance") or ALL_SERVICES.
        division: leading digits of the division code; "" is everywhere.
    """

    role: Role
    service: str
    division: str

    @property
    def range(self) -> Range:
        """The division codes it covers."""
        low = int(self.division.ljust(12, "0")) if self.division else 0
        return low, low + 10 ** (12 - len(self.division))

    def covers(self, *, service: str, division: int) -> bool:
        """Whether it reaches a record of this service in this division."""
        low, high = self.range
        return self.service in {ALL_SERVICES, service} and low <= division < high


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """One of the first administrators of a county.

    Attributes:
        role: which of the three.
        name: as the person writes it.
        id_number: resident identity number.
        username: to sign in with.
    """

    role: Role
    name: str
    id_number: str = field(repr=False)
    username: str


@dataclass(frozen=True)
class ListedOfficer:
    """Somebody who works here as the administrators see them.

    Attributes:
        number: of the officer.
        name, unit, post: as entered.
        roles: what they may do on the day.
    """

    number: int
    name: str
    unit: str
    post: str
    roles: tuple[Assignment, ...]


@dataclass(frozen=True, kw_only=True)
class ListedAccount:
    """An account as the administrators see it.

    Attributes:
        number: id of the account.
        username: to sign in with.
        name: of the officer.
        unit: where the officer works.
        roles: what holds on the day.
        active: not disabled.
        locked: refused for a while after wrong tries.
        set_up: the present password was given by somebody else and must be replaced.
        second_factor: a second factor is set.
        password_changed_at: when the bearer last set it.
    """

    number: int
    username: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    active: bool
    locked: bool
    set_up: bool
    second_factor: bool
    password_changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Actor(Who):
    """Somebody who acts, with the assignments that hold on the day.

    Attributes:
        assignments: of an officer or a program.
        stands_for: the registry person a resident acts for by mandate; None for themselves.
    """

    assignments: tuple[Assignment, ...] = ()
    stands_for: int | None = None

    def acting_from(self, origin: str) -> Actor:
        """Return the same actor at a terminal or address."""
        return replace(self, origin=origin)

    def roles_for(self, *, service: str, division: int) -> frozenset[Role]:
        """The roles held for a record."""
        return frozenset(each.role for each in self.assignments if each.covers(service=service, division=division))

    def may(self, roles: Iterable[Role], *, service: str, division: int) -> bool:
        """Whether one of the roles is held for a record. The product itself may do what its jobs are written to do."""
        return self.kind is ActorKind.SYSTEM or not self.roles_for(service=service, division=division).isdisjoint(roles)

    def holds(self, role: Role) -> bool:
        """Whether the role is held anywhere."""
        return any(each.role is role for each in self.assignments)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The divisions whose records are visible, merged and in order; nothing for nobody."""
        if self.kind is ActorKind.SYSTEM:
            return ((0, 10**12),)
        merged: list[Range] = []
        for low, high in sorted(each.range for each in self.assignments if each.role.sees_cases):
            if merged and low <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(high, merged[-1][1])
            else:
                merged.append((low, high))
        return tuple(merged)

    @property
    def services(self) -> frozenset[str]:
        """The services whose records are visible somewhere; ALL_SERVICES where there is no limit."""
        if self.kind is ActorKind.SYSTEM:
            return frozenset({ALL_SERVICES})
        return frozenset(each.service for each in self.assignments if each.role.sees_cases)

    @property
    def shown(self) -> int | None:
        """The registry person whose records a resident is shown: their own, or of whom they stand for."""
        return self.stands_for if self.stands_for is not None else self.person

    @property
    def sees_children(self) -> bool:
        """Whether records of children that only named officers may open are visible (未成年人网络保护条例 第三十六条)."""
        return self.kind is ActorKind.SYSTEM or self.holds(Role.CHILD_OFFICER)


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="系统")
"""The product itself."""
