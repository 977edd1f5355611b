"""Who may carry the whole audit away: the audit administrator, and it is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.queries import require_anywhere
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit


@denials_kept()
@transaction.atomic
def admit_export(*, by: Actor, at: datetime) -> None:
    """Let the audit be exported, and record that it is.

    Raises:
        AccessProblem: by is not the audit administrator.
    """
    require_anywhere(by, Role.AUDIT_ADMINISTRATOR, action="audit.export", at=at)
    audit.record(action="audit.export", by=by, at=at)
