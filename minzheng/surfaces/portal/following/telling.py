"""A case in the words of the family: where it stands, who holds it, until when, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from minzheng.engine.access.roles import Role
from minzheng.engine.cases.actions.following import Look
from minzheng.engine.cases.actions.viewing import CaseView
from minzheng.engine.cases.queries import Offer
from minzheng.kernel.money import format_yuan
from minzheng.kernel.working_days import CHINA
from minzheng.surfaces.clock import SHANGHAI

_OWN = frozenset({Role.APPLICANT, Role.AGENT})
_TOWNSHIP = frozenset({Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD})
_SIMPLE = frozenset({"reason"})
"""What a step may ask for here; for what asks more, the village or the township helps."""
_LOOKS = {
    "cases.view": "查看了您的办件",
    "cases.search": "查找时列出了您",
    "notices.letter.view": "查看了给您的文书",
}


@dataclass(frozen=True)
class Progress:
    """What a family is told first.

    Attributes:
        holder: which office has it; "" once it is done, "您" where it waits for the family.
        limit: until when, and how many working days are left; "" where no clock runs.
        late: the limit is past.
        amount: yuan a month from which month; "" where nothing is paid monthly.
        urgeable: it waits for an office.
    """

    holder: str
    limit: str
    late: bool
    amount: str
    urgeable: bool


@dataclass(frozen=True)
class Told:
    """One line of what happened."""

    title: str
    on: str
    by: str


def progress_of(view: CaseView, *, county: str, at: datetime) -> Progress:
    """Say where a case stands."""
    case = view.case
    role = None if case.closed or not case.waits_for else Role(case.waits_for)
    if role is None:
        holder = ""
    elif role in _OWN:
        holder = "您"
    else:
        holder = _office(view, role, county)
    limit, late = _limit(view, at)
    return Progress(holder, limit, late, _amount(view), urgeable=bool(holder) and role not in _OWN)


def happened(view: CaseView) -> tuple[Told, ...]:
    """What happened, the newest first: steps and who in office did them, never their names or inner opinions."""
    return tuple(
        Told(
            line.title,
            f"{line.at.astimezone(SHANGHAI):%Y-%m-%d}",
            "" if line.role == Role.APPLICANT.label else line.role,
        )
        for line in reversed(view.log)
    )


def doable(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The steps a family can do here."""
    return tuple(offer for offer in offers if not offer.missing and set(offer.asks) <= _SIMPLE)


def seen_by(looks: tuple[Look, ...]) -> list[tuple[str, str, str, str]]:
    """Rows of who looked: when, which office, what, what for."""
    return [
        (f"{look.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", f"{look.unit} {look.post}".strip(), _LOOKS.get(look.action, "办理中用到了您的信息"), look.purpose or "办理业务")
        for look in looks
    ]  # fmt: skip


def _office(view: CaseView, role: Role, county: str) -> str:
    """The office by its own name: 羊街镇经办人员, in place of the role's general one."""
    if role is Role.VILLAGE_ASSISTANT:
        return view.row.village + role.label.removeprefix("村（社区）")
    if role in _TOWNSHIP:
        return view.row.township + role.label.removeprefix("乡镇（街道）")
    return county + role.label.removeprefix("县民政局")


def _limit(view: CaseView, at: datetime) -> tuple[str, bool]:
    due = view.row.due
    if view.case.closed or due is None:
        return "", False
    if view.case.paused:
        return "期限暂停计算（等补正、公示或者异议处理）", False
    last = (due - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
    today = at.astimezone(SHANGHAI).date()
    if at >= due:
        return f"应在{last.month}月{last.day}日前办完这一步，已经超期", True
    left = CHINA.workdays_between(today, last)
    return f"{last.month}月{last.day}日前办完这一步，{f'还有{left}个工作日' if left else '就在今天'}", False


def _amount(view: CaseView) -> str:
    last = view.decisions[-1] if view.decisions else None
    if last is None or not last.amount or last.kind == "refuse":
        return ""
    if last.from_month is None:
        return f"{format_yuan(last.amount)}元"
    return f"从{last.from_month.year}年{last.from_month.month}月起，每月{format_yuan(last.amount)}元"
