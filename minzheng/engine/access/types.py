"""Who may do and see what: actors, their roles and the places they answer for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from minzheng.engine.access.roles import Role
from minzheng.engine.audit.types import ActorKind, Who

Range: TypeAlias = tuple[int, int]
"""Division codes from (inclusive) until (exclusive), 12 digits each."""

ALL_SERVICES = "*"


class AccessProblem(PermissionError):
    """A request that this actor may not make; the message is a Chinese sentence."""


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
class Actor(Who):
    """Somebody who acts, with the assignments that hold on the day."""

    assignments: tuple[Assignment, ...] = ()

    def roles_for(self, *, service: str, division: int) -> frozenset[Role]:
        """The roles held for a record."""
        return frozenset(each.role for each in self.assignments if each.covers(service=service, division=division))

    def may(self, roles: Iterable[Role], *, service: str, division: int) -> bool:
        """Whether one of the roles is held for a record. The product itself may do what its jobs are written to do."""
        return self.kind is ActorKind.SYSTEM or not self.roles_for(service=service, division=division).isdisjoint(roles)

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


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="系统")
"""The product itself."""
