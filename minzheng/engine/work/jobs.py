"""Keeping the queue small."""

from __future__ import annotations

from datetime import datetime, time

from django.db import connection

from minzheng.engine.work.declaring import daily, every, periodic

_DELETE = """
DELETE FROM procrastinate_jobs job
WHERE status IN ('succeeded', 'cancelled', 'aborted')
  AND NOT EXISTS (
      SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > clock_timestamp() - interval '30 days')
"""


@periodic("work.pulse", label="后台任务运行", schedule=every(minutes=1))
def pulse(*, at: datetime) -> None:
    """Do nothing, on time: its heartbeat tells that periodic jobs run at all."""


@periodic("work.tidy", label="清理已完成的后台任务", schedule=daily(time(3, 40)))
def tidy(*, at: datetime) -> None:  # noqa: ARG001 (ages are the database's)
    """Remove the traces of jobs that ended well a month ago; failed ones stay until somebody has looked at them."""
    with connection.cursor() as cursor:
        # The deferral refers to the job without a cascade.
        cursor.execute("UPDATE procrastinate_periodic_defers SET job_id = NULL WHERE job_id IS NOT NULL")
        cursor.execute(_DELETE)
