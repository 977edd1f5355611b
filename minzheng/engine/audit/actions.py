"""Record what was done, seal it, carry the head of the chain outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from minzheng.engine.audit import chain
from minzheng.engine.audit.closing import OVERRIDE, refuse_when_closed
from minzheng.engine.audit.detail import checked, checked_text
from minzheng.engine.audit.models import Event, Seal
from minzheng.engine.audit.types import AuditProblem, Outcome, Subject, Who
from minzheng.engine.database.crash_points import crash_point

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_ACTION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_LONGEST = {"action": 80, "origin": 100, "purpose": 300, "role": 60}
# What lets somebody put sealing right again must not be stopped by it.
_ALWAYS = ("audit.", "access.sign_in", "access.sign_out")
_SEALERS_LOCK = 0x6175646974
_BATCH = 10_000
_SEALED = crash_point("audit.seal.before_commit", "审计封存：封条已写入，还没有提交")
_LONGEST_OVERRIDE = timedelta(hours=24)


def record(
    *,
    action: str,
    by: Who,
    at: datetime,
    subject: Subject | None = None,
    division: int | None = None,
    outcome: Outcome = Outcome.DONE,
    detail: Mapping[str, Any] = _NOTHING,
) -> int:
    """Record one event in the caller's transaction.

    Args:
        action: what was done, engine first: ``cases.submit``. The last word is one of LOOKS where somebody's data are shown.
        by: who did it.
        at: when, by the caller's clock; the database adds its own.
        subject: the record it was done to.
        division: code of the division the record belongs to.
        outcome: how it ended.
        detail: ids, names of fields, search terms, counts, before and after of values that are not personal; ``persons`` lists the
            persons (ids) whose data were shown. Never a personal value.

    Returns:
        The event's identifier.

    Raises:
        AuditProblem: the detail may not be stored, or sealing has stopped for so long that nothing more is taken.
    """
    if not action.startswith(_ALWAYS):
        refuse_when_closed()
    return Event.objects.create(
        at=at,
        actor_kind=by.kind,
        account=by.account,
        person=by.person,
        role=_short("role", by.role),
        origin=_short("origin", by.origin),
        purpose=_short("purpose", by.purpose),
        action=_named(action),
        outcome=outcome,
        subject_kind="" if subject is None else subject.kind,
        subject_id=None if subject is None else subject.id,
        division=division,
        detail=checked(detail),
    ).pk


@transaction.atomic
def seal(*, at: datetime) -> int:
    """Chain every event that no running transaction can still come before; return how many.

    Sealers wait for one another. Nothing is sealed of transactions that still run, the caller's own included.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALERS_LOCK])
    sealed = 0
    for cluster in chain.clusters():
        while links := chain.unsealed(cluster, limit=_BATCH):
            _seal_batch(cluster, links, at=at)
            sealed += len(links)
    return sealed


@transaction.atomic
def export_anchor(*, by: Who, at: datetime) -> dict[str, Any]:
    """Return the head of the chain as plain JSON, to be kept where no administrator of the database reaches it.

    Raises:
        AuditProblem: nothing is sealed yet.
    """
    last = Seal.objects.order_by("-id").first()
    if last is None:
        raise AuditProblem("还没有封存任何审计事件，没有可以导出的锚。请先封存。")
    events = Seal.objects.aggregate(events=Sum("events"))["events"]
    record(action="audit.export_anchor", by=by, at=at, detail={"seal": last.pk})
    return {"seal": last.pk, "digest": bytes(last.digest).hex(), "events": events, "at": at.isoformat()}


@transaction.atomic
def override_closing(*, by: Who, at: datetime, until: datetime, reason: str) -> int:
    """Let work go on although sealing has stopped; return the event.

    Args:
        by: the security administrator (checked by the caller, who knows roles).
        at: now.
        until: how long it holds, at most a day.
        reason: why work cannot wait.

    Raises:
        AuditProblem: no reason, or too long.
    """
    if not reason.strip():
        raise AuditProblem("请写明为什么在审计封存中断时仍要继续办理。")
    if not at < until <= at + _LONGEST_OVERRIDE:
        raise AuditProblem("继续办理的期限应在现在之后，最长24小时。")
    return record(action=OVERRIDE, by=by, at=at, detail={"until": until.isoformat(), "reason": reason.strip()})


def _seal_batch(cluster: int, links: list[chain.Link], *, at: datetime) -> None:
    last = Seal.objects.order_by("-id").only("id", "digest").first()
    new = Seal(
        id=1 if last is None else last.pk + 1,
        cluster=cluster,
        through_xid=links[-1].xid,
        first_event=links[0].event,
        last_event=links[-1].event,
        events=len(links),
        entries=b"".join(link.entry for link in links),
        previous=chain.GENESIS if last is None else bytes(last.digest),
        sealed_at=at,
    )
    new.digest = chain.digest_of(new)
    new.save(force_insert=True)
    _SEALED()


def _named(action: str) -> str:
    if len(action) > _LONGEST["action"] or not _ACTION.fullmatch(action):
        raise AuditProblem(f"审计动作“{action[:40]}”的写法不对，应为小写英文词，以点分隔。")
    return action


def _short(field: str, text: str) -> str:
    return checked_text(text, what=_FIELDS[field])[: _LONGEST[field]]


_FIELDS = {"origin": "来源地址", "purpose": "查看目的", "role": "角色"}
