"""The outcome of reading one cell."""

from typing import Any, NamedTuple


class CellProblem(ValueError):
    """A cell that cannot be read: the reason and the remedy, in Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class Reading(NamedTuple):
    """A value, and perhaps a doubt that does not refuse it."""

    value: Any
    warning: str = ""
    remedy: str = ""
