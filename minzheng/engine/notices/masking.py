"""What of a decision is shown in public: a policy by version, of typed facts, none of which can carry anything else.

Nothing that must never be shown has a place in `NoticeFacts`, save the birth date and the whole name, which `mask` reads and
does not pass on. The database refuses content with other keys.
Sources: 最低生活保障审核确认办法 第十九条、第二十四条; 未成年人保护法 第四条.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from minzheng.engine.notices.types import NoticeProblem
from minzheng.engine.notices.values import yuan
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.names import mask_name
from minzheng.kernel.periods import full_years

KEYS = ("village", "group", "name", "persons", "category", "amount", "complaint_phone")
"""Everything public content may hold."""

_GROUP = re.compile(r"(?:第?[一二三四五六七八九十0-9]{1,3}|[\u4e00-\u9fff]{1,8})(?:村民小组|居民小组|小组|组|屯|寨)")
_ADULT = 18
_MOST_PERSONS = 50


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What a policy is told.

    Attributes:
        group: of the villagers, e.g. 第三村民小组; empty where there is none.
        applicant: whole name.
        born: of the applicant; None if unknown, then no name is shown.
        persons: how many the benefit covers.
        benefit: key of BENEFIT_TYPE.
        amount: fen, None where there is no money (认定).
        once: whether the amount is paid once, else monthly.
    """

    group: str
    applicant: str
    born: date | None
    persons: int
    benefit: str
    amount: int | None
    once: bool = False


@dataclass(frozen=True)
class Policy:
    """A masking policy.

    Attributes:
        version: stored with every notice.
        benefits: keys of BENEFIT_TYPE that are posted at all; of all others, children's above all, there is no notice.
        unnamed: what stands in place of the name of a minor.
    """

    version: str
    benefits: frozenset[str]
    unnamed: str = "（不公开姓名）"

    def mask(self, facts: NoticeFacts, *, village: str, on: date, complaint_phone: str) -> dict[str, Any]:
        """Return what is shown in public.

        Args:
            facts: of the case.
            village: name of the division, from the register.
            on: the day of posting.
            complaint_phone: from the letterhead.

        Raises:
            NoticeProblem: there is no notice of this benefit, or a value is none that may be shown.
        """
        if facts.benefit not in self.benefits:
            raise NoticeProblem("这类待遇依法不公示、不公布。", remedy="请直接办理下一步。")
        if not 0 < facts.persons <= _MOST_PERSONS or (facts.amount is not None and facts.amount < 0):
            raise NoticeProblem("公示的人数或者金额不合要求。", remedy="请核对后再公示。")
        if facts.group and not _GROUP.fullmatch(facts.group):
            raise NoticeProblem("村民小组应写作“第三村民小组”，不能写门牌地址。", remedy="请核对后再公示。")
        return {
            "village": village,
            "group": facts.group,
            "name": self._name(facts, on),
            "persons": facts.persons,
            "category": BENEFIT_TYPE.label(facts.benefit),
            "amount": "" if facts.amount is None else yuan(facts.amount) + ("" if facts.once else "/月"),
            "complaint_phone": complaint_phone,
        }

    def _name(self, facts: NoticeFacts, on: date) -> str:
        known_adult = facts.born is not None and facts.born <= on and full_years(facts.born, on) >= _ADULT
        if not known_adult or len(facts.applicant) < 2:
            return self.unnamed
        return mask_name(facts.applicant)


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "2026-1": Policy(
            version="2026-1", benefits=frozenset({"TEKUN", "DIBAO", "DIBAO_SINGLE", "EDGE", "RIGID", "TEMP"})
        )
    }
)
"""Every policy there was; a notice names its own."""

CURRENT = "2026-1"
