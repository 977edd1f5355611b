"""What a worker process does."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from minzheng.engine.work import actions, beating
from minzheng.engine.work.declaring import jobs
from minzheng.engine.work.rescuing import rescue
from minzheng.engine.work.types import HEARTBEAT, RESCUE, WORKER_SILENCE, Clock

_DATABASE_SECONDS = 5.0
_GRACE_SECONDS = 20.0


def run_worker(*, clock: Clock, concurrency: int = 2, wait: bool = True) -> None:
    """Run jobs until told to stop (SIGTERM, SIGINT) or the database goes away.

    Args:
        clock: says what time it is, to the jobs.
        concurrency: jobs at the same time.
        wait: for further jobs; otherwise return when the queue is empty.
    """
    asyncio.run(_run(clock=clock, concurrency=concurrency, wait=wait))


async def _run(*, clock: Clock, concurrency: int, wait: bool) -> None:
    # Failing fast when the database goes: whoever supervises starts another worker.
    connector = PsycopgConnector(
        kwargs=connector_params(), timeout=_DATABASE_SECONDS, reconnect_timeout=_DATABASE_SECONDS
    )
    with app.replace_connector(connector):
        async with app.open_async():
            await rescue(app.job_manager)
            await sync_to_async(_begin)([job.name for job in jobs().values() if job.schedule])
            rescuer = asyncio.create_task(_keep_rescuing(app))
            try:
                await app.run_worker_async(
                    wait=wait,
                    concurrency=concurrency,
                    additional_context={"clock": clock},
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=WORKER_SILENCE,
                    shutdown_graceful_timeout=_GRACE_SECONDS,
                )
            finally:
                rescuer.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await rescuer


def _begin(periodic: Iterable[str]) -> None:
    try:
        beating.expect(periodic)
        actions.defer_overdue()
    finally:
        close_old_connections()


async def _keep_rescuing(of: App) -> None:
    # Not a queued job: a long job in front of it would keep the others from being rescued.
    while True:
        await asyncio.sleep(RESCUE)
        await rescue(of.job_manager)
