"""What happens by itself to cases."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.actions.callbacks import call_due
from minzheng.engine.cases.actions.drafting import forget_drafts
from minzheng.engine.work.declaring import every, periodic


@periodic("cases.call_back", label="通知对接的程序", schedule=every(minutes=1))
def call_back(*, at: datetime) -> None:
    """Tell the programs of other bureaus what happened to their cases."""
    with scoped(SYSTEM):
        call_due(allowed=settings.MINZHENG.callback_hosts, by=SYSTEM, at=at)


@periodic("cases.forget_drafts", label="清除没有接着填的网上申请", schedule=every(minutes=60))
def forget(*, at: datetime) -> None:
    """Delete applications nobody went on with."""
    with scoped(SYSTEM):
        forget_drafts(at=at)
