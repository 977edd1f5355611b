"""Fail closed: where sealing has stopped for hours, nothing that must be recorded goes on, unless somebody answers for it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from psycopg.sql import SQL

from minzheng.engine.audit.chain import CURRENT_CLUSTER
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import CLOSED_AFTER, NOTICE_AFTER, AuditProblem, Health, HealthState

OVERRIDE = "audit.override"

# The database's own clock on both sides: no caller can be late or early.
_OLDEST = SQL("""
    SELECT recorded_at, statement_timestamp() FROM audit_event
    WHERE cluster = {current} AND (xid, id) > (
        SELECT coalesce(max(s.through_xid), -1), coalesce(max(s.last_event), -1)
        FROM (SELECT through_xid, last_event FROM audit_seal WHERE cluster = {current} ORDER BY id DESC LIMIT 1) s)
    ORDER BY xid, id LIMIT 1
""").format(current=CURRENT_CLUSTER)


def oldest_unsealed() -> tuple[datetime, datetime] | None:
    """Return when the oldest unsealed event was recorded, and the database's clock; None when all are sealed."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def overridden_until(at: datetime) -> datetime | None:
    """Return until when an administrator lets work go on, None if nobody does at `at`."""
    last = Event.objects.filter(action=OVERRIDE).order_by("-id").values_list("detail", flat=True).first()
    until = None if last is None else datetime.fromisoformat(last["until"])
    return until if until is not None and until > at else None


def refuse_when_closed() -> None:
    """Refuse what must be recorded while sealing has stopped.

    Raises:
        AuditProblem: the oldest unsealed event is too old and nobody overrides.
    """
    found = oldest_unsealed()
    if found is not None and found[1] - found[0] > CLOSED_AFTER and overridden_until(found[1]) is None:
        raise AuditProblem(
            "审计记录已超过4小时没有封存，系统暂停办理，已保存的数据不受影响。请联系系统管理员检查后台任务；确需继续办理的，由安全管理员说明理由后限时放行。"
        )


def health(at: datetime) -> Health:
    """Return how sealing keeps up at an instant."""
    found = oldest_unsealed()
    if found is None:
        return Health(HealthState.SOUND, None)
    age = at - found[0]
    state = (
        HealthState.CLOSED if age > CLOSED_AFTER else HealthState.WARNING if age > NOTICE_AFTER else HealthState.SOUND
    )
    return Health(state, found[0], overridden_until(at))
