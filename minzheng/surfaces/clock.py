"""The one clock: surfaces ask it, and pass the moment down; nothing below them reads a clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present in Beijing time."""
    return datetime.now(tz=SHANGHAI)


def today() -> date:
    """Return today's date in Beijing."""
    return now().date()
