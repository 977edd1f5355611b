"""What hangs is taken down when its days are over and messages go out, whether anybody thinks of it or not."""

from __future__ import annotations

import sys
from datetime import datetime

from django.conf import settings

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.notices.actions import forget_codes, send_due, take_down_due
from minzheng.engine.notices.providers import ConsoleProvider
from minzheng.engine.work.declaring import every, periodic

CONSOLE = ConsoleProvider(sys.stdout)
"""What a demonstration sends is read where its worker runs; its people and numbers are invented."""


@periodic("notices.take_down", label="撤下期满的公示", schedule=every(minutes=30))
def take_down(*, at: datetime) -> None:
    """Take down every public notice whose last day is over."""
    with scoped(SYSTEM):
        take_down_due(by=SYSTEM, at=at)


@periodic("notices.send_messages", label="发送短信", schedule=every(minutes=1))
def send_messages(*, at: datetime) -> None:
    """Send the messages that are due. Only a demonstration has a provider as yet: elsewhere they wait in the outbox."""
    if settings.MINZHENG.demo:
        with scoped(SYSTEM):
            send_due(provider=CONSOLE, by=SYSTEM, at=at)


@periodic("notices.forget_codes", label="清除过期的验证码", schedule=every(minutes=60))
def forget(*, at: datetime) -> None:
    """Delete one-time codes that are of no use any more."""
    with scoped(SYSTEM):
        forget_codes(at=at)
