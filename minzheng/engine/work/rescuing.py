"""Giving back the jobs of workers that were killed: the queue itself never does."""

from __future__ import annotations

import contextlib

from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow

from minzheng.engine.work.types import MOST_ATTEMPTS, WORKER_SILENCE


async def rescue(manager: JobManager) -> int:
    """Give back every job whose worker shows no sign of life; return how many there were.

    A job that has taken its worker with it many times is given up. Two rescuers at once do no harm: the second finds the job moved.
    """
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=WORKER_SILENCE))
    for job in stalled:
        # Somebody else moved it in between: nothing is left to do.
        with contextlib.suppress(ConnectorException):
            await _give_back(manager, job)
    await manager.prune_stalled_workers(WORKER_SILENCE)
    return len(stalled)


async def _give_back(manager: JobManager, job: Job) -> None:
    if job.attempts + 1 >= MOST_ATTEMPTS:
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    try:
        await manager.retry_job(job, retry_at=utcnow())
    except UniqueViolation:
        # A periodic job whose next turn waits already.
        await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
