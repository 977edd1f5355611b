"""Sealing, every minute."""

from __future__ import annotations

from datetime import datetime

from minzheng.engine.audit import actions
from minzheng.engine.work.declaring import every, periodic


@periodic("audit.seal", label="封存审计事件", schedule=every(minutes=1))
def seal(*, at: datetime) -> None:
    """Seal what can be sealed."""
    actions.seal(at=at)
