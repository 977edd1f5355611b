"""The invented bureau: an assistant, a clerk and a lead in every township that is asked for, the county's officers, the three administrators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from minzheng.engine.access import actions, queries
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM, Actor
from minzheng.engine.registry.queries.divisions import division_names
from minzheng.kernel.id_numbers import DEMO_AREA, check_digit

SERVICE = "social_assistance"
_COUNTY = (
    ("county1", "张文斌", Role.COUNTY_OFFICER, "社会救助股"),
    ("county2", "李春梅", Role.COUNTY_OFFICER, "社会救助股"),
    ("head", "杨丽华", Role.COUNTY_LEAD, "局领导"),
    ("verifier", "保国兴", Role.VERIFIER, "核对中心"),
    ("mechanism", "沙忠明", Role.COORDINATION_MECHANISM, "困难群众基本生活保障工作协调机制"),
    ("hotline", "李秋云", Role.HOTLINE, "热线"),
    ("auditor", "段文清", Role.AUDITOR, "监督检查"),
    ("sysadmin", "字建军", Role.SYSTEM_ADMINISTRATOR, "信息中心"),
    ("secadmin", "毕绍光", Role.SECURITY_ADMINISTRATOR, "信息中心"),
    ("auditadmin", "马会琼", Role.AUDIT_ADMINISTRATOR, "信息中心"),
)
_TOWNSHIP = (
    ("village", "协理员", Role.VILLAGE_ASSISTANT),
    ("clerk", "经办员", Role.TOWNSHIP_CLERK),
    ("lead", "分管领导", Role.TOWNSHIP_LEAD),
)
_SURNAMES, _NAMES = (
    "马李张杨保毕王赵陈周",
    ("晓燕", "建国", "小芳", "志强", "丽萍", "云飞", "国平", "春华", "文军", "秀兰"),
)


@dataclass(frozen=True)
class Staff:
    """The accounts by the name they sign in with: ``clerk001`` for the clerk of the township 001."""

    accounts: dict[str, int]
    known: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str, *, on: date) -> Actor:
        """Somebody at work. Nobody's post changes while the cases are worked, so that each is asked for once."""
        if username not in self.known:
            self.known[username] = queries.actor_of(self.accounts[username], on=on, origin="演示")
        return self.known[username]


def hire(townships: list[int], *, county: int, since: date, at: datetime) -> Staff:
    """Hire the bureau, or find it hired.

    Args:
        townships: 12-digit codes.
        county: 6-digit code.
        since: first day of all roles.
        at: when it is recorded.
    """
    posts = [(name, person, role, "县民政局", post, _place(role, county)) for name, person, role, post in _COUNTY]
    names, called = division_names(townships), map(_name, count())
    for township in townships:
        posts += [
            (f"{name}{township // 1000 % 1000:03d}", next(called), role, names[township], post, str(township // 1000))
            for name, post, role in _TOWNSHIP
        ]
    known = queries.accounts_by_name()
    for serial, (name, person, role, unit, post, division) in enumerate(posts, start=1):
        if name not in known:
            known[name] = _hire(name, person, role, unit, post, division, serial, since=since, at=at)
    return Staff(known)


def _hire(
    username: str, name: str, role: Role, unit: str, post: str, division: str, serial: int, *, since: date, at: datetime
) -> int:
    first = f"{DEMO_AREA}19700101{serial:03d}"
    officer = actions.create_officer(
        name=name, id_number=first + check_digit(first), unit=unit, post=post, division=int(f"{division or 0:0<12}"), on=since,
        by=SYSTEM, at=at,
    )  # fmt: skip
    account = actions.create_account(officer=officer, username=username, password=None, by=SYSTEM, at=at)
    actions.assign_role(
        officer=officer, role=role, service=ALL_SERVICES if role.is_administrator else SERVICE, division=division,
        valid_from=since, reason="演示", by=SYSTEM, at=at,
    )  # fmt: skip
    return account.pk


def _place(role: Role, county: int) -> str:
    return "" if role.is_administrator else str(county)


def _name(turn: int) -> str:
    """Ninety names before one comes again."""
    return _SURNAMES[turn % len(_SURNAMES)] + _NAMES[turn % len(_NAMES)]
