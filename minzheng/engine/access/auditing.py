"""Who reads the audit: the audit administrator everything, an inspector what happened in the divisions they inspect. Reading is an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.queries import matching
from minzheng.engine.audit.types import Page, Wanted


def may_read_audit(actor: Actor) -> bool:
    """Whether somebody reads the audit at all."""
    return actor.holds(Role.AUDIT_ADMINISTRATOR) or actor.holds(Role.AUDITOR)


@denials_kept()
@transaction.atomic
def read_audit(wanted: Wanted, *, before: int | None = None, by: Actor, at: datetime) -> Page:
    """Return the events asked for, as far as the asker may read them; that they were read, and which, is an event of its own.

    Raises:
        AccessProblem: by is neither the audit administrator nor an inspector.
    """
    if not may_read_audit(by):
        raise denied("审计记录只有审计管理员和监督检查人员可以查看。", action="audit.view", by=by, at=at)
    if not by.holds(Role.AUDIT_ADMINISTRATOR):
        wanted = replace(wanted, ranges=by.ranges)
    page = matching(wanted, before=before)
    asked = {name: str(value) for name, value in vars(wanted).items() if value and name != "ranges"}
    shown = [event.id for event in page.events]
    audit.record(
        action="audit.view", by=by, at=at, detail={**asked, "first": shown[-1] if shown else None, "last": shown[0] if shown else None},
    )  # fmt: skip
    return page
