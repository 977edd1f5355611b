"""Works the invented cases: each along one path, as far as the day allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from minzheng.demo.casework.families import Family, family
from minzheng.demo.casework.staff import Staff, hire
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit import actions as audit
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.types import Channel, Given
from minzheng.engine.registry.queries.divisions import villages_of
from minzheng.kernel.working_days import CHINA

if TYPE_CHECKING:
    from minzheng.engine.cases.models import Case

Step = Callable[[str], None]

_NAMES = UUID("8e9f2d64-5c0b-4a57-9a35-6d1f0c2f7b11")
_SERVICE, _PROCEDURE = "social_assistance", "minimum_living_allowance.application"
_FIRST = date(2025, 7, 1)
_MORNING = time(2, 0)
_PATHS = (
    ("grant", 46), ("refuse", 14), ("withdraw", 4), ("decline", 4), ("end", 4), ("supplement", 8), ("object", 8), ("slow", 12),
)  # fmt: skip
_RECENT = 45
"""Days before the day in which half of the cases were opened, so that desks have something on them."""


def work_cases(*, county: int, day: date, cases: int, seed: int, on_step: Step = lambda _step: None) -> int:
    """Work invented cases up to a day; return how many there are. Done again, it changes nothing.

    Args:
        county: 6-digit code of the county whose villages are used.
        day: the last day worked.
        cases: how many.
        seed: which.
        on_step: told what is done.
    """
    villages = villages_of(county)
    townships = sorted({village // 1000 * 1000 for village in villages})
    staff = hire(townships, county=county, since=_FIRST, at=_instant(_FIRST))
    for number in range(cases):
        on_step(f"办理第 {number + 1} 件")
        random = Random(f"{seed} {number}")  # noqa: S311 - an invented county is no secret
        village = villages[random.randrange(len(villages))]
        _Worker(staff, village, day, random, number).work(uuid5(_NAMES, f"{seed} {number}"))
    audit.seal(at=_instant(day))
    return cases


def count_cases() -> int:
    """How many cases there are."""
    with scoped(SYSTEM):
        return sum(row.cases for row in queries.by_state(by=SYSTEM, at=_instant(_FIRST)))


class _Worker:
    """One case on its path; every step is done on a working day of its own, and none after the last day."""

    _case: Case

    def __init__(self, staff: Staff, village: int, day: date, random: Random, number: int) -> None:
        self._staff, self._village, self._last, self._random = staff, village, day, random
        self._path = random.choices([name for name, _ in _PATHS], [weight for _, weight in _PATHS])[0]
        span = (day - _FIRST).days - _RECENT
        opened = random.randrange(span, span + _RECENT) if number % 2 else random.randrange(span)
        self._day = CHINA.next_workday(_FIRST + timedelta(days=opened))
        self._family: Family = family(random, number, poor=self._path != "refuse")

    def work(self, key: UUID) -> None:
        """Open the case and take it along its path."""
        if self._day > self._last:
            self._day = self._last
        by = self._actor("village")
        with scoped(by):
            case = actions.open_case(
                procedure=newest(_SERVICE, _PROCEDURE), division=self._village, channel=Channel.VILLAGE, answers=self._family.answers,
                key=key, by=by, at=_instant(self._day),
            )  # fmt: skip
        if case.movements == 1:
            self._case = case
            getattr(self, f"_{self._path}")()

    def _grant(self, *, slow: int = 0) -> bool:
        return (
            self._investigated(slow)
            and self._act("propose", "lead", 4 + slow, places=("村务公开栏",))
            and self._act("forward", "clerk", 6)
            and self._act("review", "county1", 3, reason="材料齐全，情况属实")
            and self._act("confirm", "head", 2, places=("村务公开栏",))
        )

    def _slow(self) -> bool:
        """A township that takes its time: overdue lamps have a reason."""
        return self._grant(slow=12)

    def _refuse(self) -> bool:
        return (
            self._investigated()
            and self._act("propose_refusal", "lead", 4, reason="家庭收入超过规定标准")
            and self._act("review", "county2", 3, reason="情况属实")
            and self._act("refuse", "head", 2, reason="家庭月人均收入不低于标准，详见核算表")
        )

    def _withdraw(self) -> bool:
        return self._accepted() and self._act("withdraw", "clerk", 3)

    def _decline(self) -> bool:
        return self._act("submit", "village", 0) and self._act("decline", "clerk", 1, reason="已在另一县享受同一待遇")

    def _end(self) -> bool:
        done = self._accepted()
        for _ in range(2):
            done = done and self._record("reminder", "clerk", 5, {"given_on": str(self._day), "way": "上门送达"})
        return done and self._act("end", "lead", 4, reason="经两次催告仍联系不上，无法调查")

    def _supplement(self) -> bool:
        return (
            self._act("submit", "village", 0)
            and self._act("ask_supplement", "clerk", 1, supplement=("户口簿复印件", "近一年收入说明"))
            and self._act("supplement", "village", 5)
            and self._accepted(submitted=True)
            and self._act("withdraw", "clerk", 6)
        )

    def _object(self) -> bool:
        return (
            self._investigated()
            and self._act("propose", "lead", 4, places=("村务公开栏",))
            and self._act("object", "village", 2, reason="有村民反映其儿子在外务工")
        )

    def _accepted(self, *, submitted: bool = False) -> bool:
        signed = {
            "person": list(self._family.adults), "way": "PAPER", "signed_on": str(self._day),
            "valid_until": str(self._day + timedelta(days=365)),
        }  # fmt: skip
        return (
            (submitted or self._act("submit", "village", 0))
            and self._record("authorisation", "village", 0, signed)
            and self._act("accept", "clerk", 1)
        )

    def _investigated(self, slow: int = 0) -> bool:
        visit = {
            "visited_on": str(self._day), "surveyors": ["经办员", "协理员"], "present": self._family.adults[0],
            "findings": "住房为自建砖混房，生活来源有限", "differs": False, "conclusion": "与申报一致", "signed": True,
        }  # fmt: skip
        verified = {"number": f"HD-{self._case_number()}", "received_on": str(self._day), "over_limit": False}
        return (
            self._accepted()
            and self._record("home_visit", "clerk", 3 + slow, visit)
            and self._record("verification", "verifier", 2, verified)
        )

    def _case_number(self) -> str:
        return self._case.number

    def _act(self, step: str, who: str, days: int, **given: Any) -> bool:
        """Do a step some working days later; answer whether the day allowed it."""
        if not self._later(days):
            return False
        by = self._actor(who)
        with scoped(by):
            actions.act(case=self._case.pk, step=step, by=by, at=_instant(self._day), given=Given(**given))
        return True

    def _record(self, kind: str, who: str, days: int, content: Mapping[str, Any]) -> bool:
        if not self._later(days):
            return False
        by = self._actor(who)
        with scoped(by):
            actions.add_record(case=self._case.pk, kind=kind, content=content, by=by, at=_instant(self._day))
        return True

    def _later(self, days: int) -> bool:
        self._day = CHINA.add_workdays(self._day, days)
        return self._day <= self._last

    def _actor(self, who: str) -> Any:
        name = who if who in self._staff.accounts else f"{who}{self._village // 1000 % 1000:03d}"
        return self._staff.actor(name, on=self._day)


def _instant(day: date) -> datetime:
    return datetime.combine(day, _MORNING, UTC)
