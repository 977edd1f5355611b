"""Declaring jobs: one function each, with ids and the time."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, get_type_hints

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from minzheng.engine.work import beating
from minzheng.engine.work.types import MOST_ATTEMPTS, Job, Schedule, WorkProblem

Function = Callable[..., None]

_JOBS: dict[str, Job] = {}
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_BEIJING_HOURS = 8
# 10 s, 20 s, 40 s … 5 minutes in all: longer than a restart of the database.
_RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3)


def job(name: str, *, label: str) -> Callable[[Function], Function]:
    """Declare a job that `defer` puts into the queue; it is tried again when it fails.

    Args:
        name: engine first: `notices.deliver`.
        label: its Chinese name.

    The function takes ids (`int`, keyword-only) and `at` (`datetime`), and may run more than once: the second time it must find its
    work done.
    """

    def declare(function: Function) -> Function:
        _register(Job(name=name, label=label, function=function, ids=_ids_of(function, name)))
        return function

    return declare


def periodic(name: str, *, label: str, schedule: Schedule) -> Callable[[Function], Function]:
    """Declare a job that runs by itself, with a heartbeat that is missed when it does not.

    Args:
        name: engine first: `audit.seal`.
        label: its Chinese name.
        schedule: `every(...)` or `daily(...)`.

    The function takes `at` alone; it runs once at a time, and again at the next turn when it fails.
    """

    def declare(function: Function) -> Function:
        if _ids_of(function, name):
            raise WorkProblem(f"job {name}: a periodic job takes nothing but the time")
        _register(Job(name=name, label=label, function=function, ids=frozenset(), schedule=schedule))
        return function

    return declare


def every(*, minutes: int) -> Schedule:
    """Every so many minutes, which divide an hour."""
    if minutes < 1 or 60 % minutes:
        raise WorkProblem(f"{minutes} minutes do not divide an hour")
    cron = "0 * * * *" if minutes == 60 else f"*/{minutes} * * * *"
    return Schedule(cron, timedelta(minutes=minutes))


def daily(at: time) -> Schedule:
    """Every day at a time in Beijing; a worker that was not running then does it when it starts."""
    return Schedule(f"{at.minute} {(at.hour - _BEIJING_HOURS) % 24} * * *", _DAY)


def jobs() -> dict[str, Job]:
    """Return every declared job by name."""
    return dict(_JOBS)


def declared(name: str) -> Job:
    """Return one job.

    Raises:
        WorkProblem: there is none of that name.
    """
    if name not in _JOBS:
        raise WorkProblem(f"there is no job {name}")
    return _JOBS[name]


def _register(new: Job) -> None:
    if new.name in _JOBS and inspect.getsourcefile(_JOBS[new.name].function) != inspect.getsourcefile(new.function):
        raise WorkProblem(f"job {new.name} is declared twice")
    _JOBS[new.name] = new
    if new.schedule is None:
        app.task(name=new.name, pass_context=True, retry=_RETRY)(_run(new))
        return
    task = app.task(name=new.name, pass_context=True, lock=new.name, queueing_lock=new.name)(_run_periodic(new))
    app.periodic(cron=new.schedule.cron)(task)


def _run(declared_job: Job) -> Callable[..., None]:
    def run(context: JobContext, **ids: int) -> None:
        declared_job.function(at=_now(context), **ids)

    return run


def _run_periodic(declared_job: Job) -> Callable[..., None]:
    def run(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 (the queue's protocol)
        with beating.beat(declared_job.name):
            declared_job.function(at=_now(context))

    return run


def _now(context: JobContext) -> datetime:
    now: datetime = context.additional_context["clock"]()
    return now


def _ids_of(function: Function, name: str) -> frozenset[str]:
    hints: dict[str, Any] = get_type_hints(function)
    parameters = inspect.signature(function).parameters.values()
    if any(each.kind is not each.KEYWORD_ONLY for each in parameters) or hints.get("at") is not datetime:
        raise WorkProblem(f"job {name}: takes keyword-only ids and `at: datetime`")
    ids = frozenset(each.name for each in parameters) - {"at"}
    if wrong := [each for each in ids if hints.get(each) is not int]:
        raise WorkProblem(f"job {name}: carries ids only, not {', '.join(wrong)}")
    return ids
