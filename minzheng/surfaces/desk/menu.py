"""The menu beside every page of the desk: what somebody has to do with, and how much of it waits."""

from __future__ import annotations

from minzheng.engine.access.auditing import may_read_audit
from minzheng.engine.access.roles import ADMINISTRATORS
from minzheng.engine.access.types import Actor
from minzheng.engine.cases.imprest import FUND_ROLES

Entry = tuple[str, str, str, int, bool]
"""Words, address, icon, how many wait, whether it is the page that is shown."""


def menu_of(actor: Actor, path: str, *, waiting: int, handed_in: int | None) -> tuple[Entry, ...]:
    """Return the entries for somebody.

    Args:
        actor: whose.
        path: of the page that is shown.
        waiting: cases that wait for their roles.
        handed_in: what families handed in and nobody took yet; None for whoever takes nothing.
    """
    keeps_funds = any(actor.holds(role) for role in FUND_ROLES)
    entries = (
        (True, "待办办件", "/desk/", "inbox", waiting),
        (handed_in is not None, "网上来件", "/desk/incoming", "file-text", handed_in or 0),
        (bool(actor.ranges), "总览", "/desk/overview", "chart-bar", 0),
        (keeps_funds, "月报", "/desk/monthly", "calendar", 0),
        (keeps_funds, "备用金", "/desk/funds", "coins", 0),
        (any(each.role.sees_cases for each in actor.assignments), "近亲属备案", "/desk/relatives", "users", 0),
        (may_read_audit(actor), "审计记录", "/desk/audit", "history", 0),
        (any(actor.holds(role) for role in ADMINISTRATORS), "工作人员账户", "/accounts/", "users", 0),
    )
    return tuple((words, to, icon, count, _shows(path, to)) for theirs, words, to, icon, count in entries if theirs)


def _shows(path: str, to: str) -> bool:
    return path == to if to == "/desk/" else path == to or path.startswith(f"{to}/")
