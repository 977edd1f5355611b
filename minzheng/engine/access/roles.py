"""The roles there are, what each is for, and which may not meet in one person."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role of the domain (社会救助 §3) or one of the three separated administrators (等保 三员分立)."""

    APPLICANT = "applicant"
    AGENT = "agent"
    VILLAGE_ASSISTANT = "village_assistant"
    TOWNSHIP_CLERK = "township_clerk"
    TOWNSHIP_LEAD = "township_lead"
    COUNTY_OFFICER = "county_officer"
    COUNTY_LEAD = "county_lead"
    VERIFIER = "verifier"
    PAYER = "payer"
    FINANCE = "finance"
    CHILD_OFFICER = "child_officer"
    COORDINATION_MECHANISM = "coordination_mechanism"
    HOTLINE = "hotline"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """The role's Chinese name."""
        return _LABELS[self]

    @property
    def is_administrator(self) -> bool:
        """One of the three administrators, who see no case."""
        return self in ADMINISTRATORS

    @property
    def sees_cases(self) -> bool:
        """Whether the role opens records of residents at all."""
        return not self.is_administrator


_LABELS = {
    Role.APPLICANT: "申请人",
    Role.AGENT: "代理人",
    Role.VILLAGE_ASSISTANT: "村（社区）社会救助协理员",
    Role.TOWNSHIP_CLERK: "乡镇（街道）经办人员",
    Role.TOWNSHIP_LEAD: "乡镇（街道）分管负责人",
    Role.COUNTY_OFFICER: "县民政局经办人员",
    Role.COUNTY_LEAD: "县民政局负责人",
    Role.VERIFIER: "核对机构人员",
    Role.PAYER: "发放经办人员",
    Role.FINANCE: "财政人员",
    Role.CHILD_OFFICER: "儿童福利专办人员",
    Role.COORDINATION_MECHANISM: "困难群众基本生活保障工作协调机制",
    Role.HOTLINE: "热线与投诉受理人员",
    Role.AUDITOR: "监督检查人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})

_CASEWORK = frozenset(
    {Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICER, Role.COUNTY_LEAD, Role.VERIFIER,
     Role.PAYER, Role.FINANCE, Role.CHILD_OFFICER, Role.COORDINATION_MECHANISM, Role.HOTLINE}
)  # fmt: skip
_TOWNSHIP = frozenset({Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD})
_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEAD})


def incompatible(first: Role, second: Role) -> bool:
    """Whether one person may not hold both.

    Administrators hold nothing else (GB/T 22239-2019 管理用户权限分离), auditors do no casework, who opines in the township does not
    confirm in the county, who makes the roll does not release the money.
    """
    pair = {first, second}
    if len(pair) == 1:
        return False
    if pair & ADMINISTRATORS:
        return True
    if Role.AUDITOR in pair and pair & _CASEWORK:
        return True
    return bool((pair & _TOWNSHIP and pair & _COUNTY) or pair == {Role.PAYER, Role.FINANCE})
