"""What is kept for a day is not kept longer."""

from __future__ import annotations

from datetime import datetime

from minzheng.engine.access.actions.answering import forget_answers
from minzheng.engine.work.declaring import every, periodic


@periodic("access.forget_answers", label="清除过期的接口应答", schedule=every(minutes=60))
def forget(*, at: datetime) -> None:
    """Delete the kept answers of calls that nobody will send again."""
    forget_answers(at=at)
