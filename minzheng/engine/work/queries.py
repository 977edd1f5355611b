"""How background work is doing, for the doctor and for whoever watches over the server."""

from __future__ import annotations

from django.db import connection

from minzheng.engine.work.declaring import jobs
from minzheng.engine.work.types import WORKER_SILENCE, Beat, State

_WORKERS = "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))::float FROM procrastinate_workers"
_QUEUE = """
SELECT count(*) FILTER (WHERE ready),
       coalesce(max(extract(epoch FROM clock_timestamp() - since)) FILTER (WHERE ready), 0)::float,
       count(*) FILTER (WHERE status = 'doing' AND dead),
       count(*) FILTER (WHERE status = 'failed')
FROM (
    SELECT job.status,
           job.status = 'todo' AND coalesce(job.scheduled_at, '-infinity') <= clock_timestamp() AS ready,
           worker.id IS NULL OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => %s) AS dead,
           coalesce(job.scheduled_at, (SELECT min(event.at) FROM procrastinate_events event WHERE event.job_id = job.id)) AS since
    FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status IN ('todo', 'doing', 'failed')
) AS unfinished
"""
_BEATS = """
SELECT name, extract(epoch FROM clock_timestamp() - greatest(since, succeeded_at))::float, failed_at IS NOT NULL
FROM work_heartbeat
"""


def state() -> State:
    """Ask how the queue, the workers and the periodic jobs are doing."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        (worker_age,) = cursor.fetchone()
        cursor.execute(_QUEUE, [WORKER_SILENCE])
        waiting, oldest, stalled, failed = cursor.fetchone()
        cursor.execute(_BEATS)
        beats = {name: (age, failed) for name, age, failed in cursor.fetchall()}
    periodic = [(job, job.schedule) for job in jobs().values() if job.schedule]
    return State(
        worker_age=worker_age,
        waiting=waiting,
        oldest=oldest,
        stalled=stalled,
        failed=failed,
        beats=tuple(
            Beat(job.name, job.label, schedule.every.total_seconds(), *beats.get(job.name, (None, False)))
            for job, schedule in periodic
        ),
    )
