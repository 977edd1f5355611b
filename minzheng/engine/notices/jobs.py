"""What hangs is taken down when its days are over, whether anybody thinks of it or not."""

from __future__ import annotations

from datetime import datetime

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.notices.actions import take_down_due
from minzheng.engine.work.declaring import every, periodic


@periodic("notices.take_down", label="撤下期满的公示", schedule=every(minutes=30))
def take_down(*, at: datetime) -> None:
    """Take down every public notice whose last day is over."""
    with scoped(SYSTEM):
        take_down_due(by=SYSTEM, at=at)
