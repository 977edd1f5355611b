"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report.

    Attributes:
        name: what was looked at, in Chinese.
        grade: how it ended.
        found: what was found, in Chinese.
        remedy: what to do; empty when nothing is.
    """

    name: str
    grade: Grade
    found: str
    remedy: str = ""


def ok(name: str, found: str) -> Finding:
    """Report that something is as it must be."""
    return Finding(name, Grade.OK, found)


def fail(name: str, found: str, *, remedy: str) -> Finding:
    """Report something that must be put right."""
    return Finding(name, Grade.FAIL, found, remedy)


def warn(name: str, found: str, *, remedy: str) -> Finding:
    """Report something that should be looked at."""
    return Finding(name, Grade.WARN, found, remedy)


def judge(name: str, good: bool, *, found: str, otherwise: str, remedy: str) -> Finding:
    """Report `found` when it is good, else fail with `otherwise` and the remedy."""
    return ok(name, found) if good else fail(name, otherwise, remedy=remedy)
