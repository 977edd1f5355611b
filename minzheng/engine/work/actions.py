"""Putting work into the queue."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from procrastinate.manager import JobManager

from minzheng.engine.work.declaring import declared, jobs
from minzheng.engine.work.types import WorkProblem

_QUEUE = "default"
_BIGGEST = 2**63


def defer(name: str, /, **ids: int) -> int:
    """Put one job into the queue, in the caller's transaction.

    Args:
        name: of a declared job.
        ids: its ids.

    Returns:
        Number of the queued job.

    Raises:
        WorkProblem: there is no such job, or it takes other ids.
    """
    return defer_all(name, [ids])[0]


def defer_all(name: str, many: Iterable[dict[str, int]]) -> list[int]:
    """Put many jobs of one kind into the queue, in the caller's transaction; return their numbers.

    Raises:
        WorkProblem: there is no such job, or it takes other ids.
    """
    job = declared(name)
    queued = [_queued(job.name, job.ids, ids) for ids in many]
    # Always on Django's connection: a worker's own connection would not be in the transaction.
    return [each.id or 0 for each in JobManager(DjangoConnector()).batch_defer_jobs(queued)] if queued else []


def defer_overdue() -> list[str]:
    """Queue every periodic job that should have run while no worker did; return their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, extract(epoch FROM now() - coalesce(succeeded_at, '-infinity')) FROM work_heartbeat"
        )
        silent = {name: float(seconds) for name, seconds in cursor.fetchall()}
    periodic = {job.name: job.schedule.every.total_seconds() for job in jobs().values() if job.schedule}
    return [name for name, every in periodic.items() if silent.get(name, every) >= every and _defer_periodic(name)]


def _defer_periodic(name: str) -> bool:
    job = QueuedJob(queue=_QUEUE, lock=name, queueing_lock=name, task_name=name, task_kwargs={"timestamp": 0})
    try:
        with transaction.atomic():
            JobManager(DjangoConnector()).defer_job(job)
    except AlreadyEnqueued:
        return False
    return True


def _queued(name: str, wanted: frozenset[str], ids: dict[str, int]) -> QueuedJob:
    if ids.keys() != wanted:
        raise WorkProblem(f"job {name} takes {sorted(wanted)}, not {sorted(ids)}")
    if any(type(each) is not int or not -_BIGGEST <= each < _BIGGEST for each in ids.values()):
        raise WorkProblem(f"job {name} carries ids only")
    return QueuedJob(queue=_QUEUE, lock=None, queueing_lock=None, task_name=name, task_kwargs=dict(ids))
