"""The words of importing."""

from dataclasses import dataclass
from enum import IntEnum

from minzheng.engine.database.problems import Problem


class BatchState(IntEnum):
    """How far a file has come."""

    READING = 1
    STAGED = 2
    CONFIRMED = 3
    UNDONE = 4
    FAILED = 5

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "读取中", 2: "待确认", 3: "已导入", 4: "已撤销", 5: "读取失败"}[self.value]


class RowState(IntEnum):
    """What becomes of a data row."""

    ACCEPTED = 1
    REJECTED = 2


class LedgerProblem(Problem):
    """An import that cannot go on as asked."""


@dataclass
class Outcome:
    """What confirming a batch added to the register."""

    persons: int = 0
    households: int = 0
    memberships: int = 0
    facts: int = 0
    assets: int = 0
    obligors: int = 0
    accounts: int = 0
    grants: int = 0
    elsewhere: int = 0
    """Persons left in the household they were registered in already."""

    @property
    def added(self) -> int:
        """How many records are new."""
        return sum(number for name, number in vars(self).items() if name != "elsewhere")


@dataclass(frozen=True)
class Column:
    """Where a column stands in a sheet, for evidence."""

    letter: str
    title: str
