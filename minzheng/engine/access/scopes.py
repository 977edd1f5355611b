"""What programs of other bureaus may be let do: each scope stands for one role. None of them opines, confirms or decides."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from minzheng.engine.access.roles import Role


class Scope(StrEnum):
    """What a program may ask, as it is written in its token."""

    READ = "cases.read"
    FILE = "cases.file"
    VERIFY = "cases.verify"
    PEOPLE = "people.search"

    @property
    def label(self) -> str:
        """The security administrator's words."""
        return {
            "cases.read": "查看业务", "cases.file": "代为提出申请", "cases.verify": "登记核对报告", "people.search": "核实人员登记"
        }[self.value]  # fmt: skip

    @property
    def role(self) -> Role:
        """The role it is exercised in."""
        return _ROLES[self]


_ROLES = {
    Scope.READ: Role.AUDITOR,
    Scope.FILE: Role.VILLAGE_ASSISTANT,
    Scope.VERIFY: Role.VERIFIER,
    Scope.PEOPLE: Role.AUDITOR,
}


def roles_of(scopes: Iterable[str]) -> tuple[Role, ...]:
    """The roles of some scopes, each once and in order; words that are no scope give nothing."""
    return tuple(sorted({Scope(each).role for each in scopes if each in set(Scope)}))
