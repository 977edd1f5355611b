"""The one clock: surfaces ask it, and pass the moment down; nothing below them reads a clock.

In a demonstration the clock can be set (`minzheng clock set`): it then runs on from there, the same for every process of the home. The
database's own clock, by which audit and the queue measure ages, stays what it is. In a real county there is no way to set it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from minzheng.engine.database.home import write_atomically

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present in Beijing time; of the demonstration's clock where one is set."""
    return actual() + ahead()


def today() -> date:
    """Return today's date in Beijing."""
    return now().date()


def actual() -> datetime:
    """Return the present of this machine, whatever a demonstration pretends: for comparing it with other clocks."""
    return datetime.now(tz=SHANGHAI)


def ahead() -> timedelta:
    """Return by how much the demonstration's clock is ahead of the machine's; nothing in a real county."""
    if not settings.MINZHENG.demo:
        return timedelta()
    try:
        return timedelta(seconds=int(setting_file().read_text(encoding="ascii")))
    except FileNotFoundError:
        return timedelta()


def turn(to: datetime) -> None:
    """Turn the clock of a demonstration to a moment; the caller has seen to it that it is one."""
    write_atomically(setting_file(), f"{round((to - actual()).total_seconds())}\n")


def setting_file() -> Path:
    """Return the file that holds the seconds, a whole number."""
    home: Path = settings.MINZHENG.county_home.path
    return home / "clock-ahead"
