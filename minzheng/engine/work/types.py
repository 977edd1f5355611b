"""What background work is described and reported in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Clock = Callable[[], datetime]
"""Says what time it is; given by the surface that runs the worker."""


class WorkProblem(ValueError):
    """A job that is declared or deferred as none may be; a fault of the program, in English."""


@dataclass(frozen=True)
class Schedule:
    """How often a periodic job runs.

    Attributes:
        cron: in UTC, as the queue reads it.
        every: the time between two runs; twice as long without one is too long.
    """

    cron: str
    every: timedelta


@dataclass(frozen=True)
class Job:
    """One declared job.

    Attributes:
        name: engine first: `notices.deliver`.
        label: its Chinese name.
        function: does the work; takes the ids and `at`.
        ids: names of its ids.
        schedule: when it runs by itself; None where it is deferred.
    """

    name: str
    label: str
    function: Callable[..., None]
    ids: frozenset[str]
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Beat:
    """How a periodic job is doing.

    Attributes:
        name: of the job.
        label: its Chinese name.
        every: seconds between two runs.
        age: seconds since its last success, or since a worker first knew it; None where no worker ever did.
        failed: its last run failed.
    """

    name: str
    label: str
    every: float
    age: float | None
    failed: bool

    @property
    def late(self) -> bool:
        """Whether it has been silent for longer than two periods."""
        return self.age is None or self.age > 2 * self.every


@dataclass(frozen=True)
class State:
    """The queue at one moment.

    Attributes:
        worker_age: seconds since the freshest sign of life of any worker; None where there is none.
        waiting: jobs that could run now.
        oldest: seconds that the oldest of them has been waiting.
        stalled: jobs held by a worker that shows no sign of life.
        failed: jobs given up.
        beats: every declared periodic job.
    """

    worker_age: float | None
    waiting: int
    oldest: float
    stalled: int
    failed: int
    beats: tuple[Beat, ...]

    @property
    def worker_lives(self) -> bool:
        """Whether a worker has shown a sign of life lately."""
        return self.worker_age is not None and self.worker_age <= WORKER_SILENCE


HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""

WORKER_SILENCE = 30.0
"""Seconds without one after which a worker is taken for dead and its jobs are given back."""

RESCUE = 15.0
"""Seconds between two looks for jobs to give back: in the worst case 50 seconds pass after a kill."""

MOST_ATTEMPTS = 6
"""A job that took its worker with it so many times is given up."""
