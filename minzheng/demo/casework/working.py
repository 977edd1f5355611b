"""Works the invented cases: each as its flow and its story say, as far as the day allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import connection

from minzheng.demo.casework.afterwards import hand_over_letters, rate
from minzheng.demo.casework.families import CHANGES, Family, changed, family
from minzheng.demo.casework.guided import GUIDED, people_of
from minzheng.demo.casework.online import apply_online
from minzheng.demo.casework.records import Scene, written
from minzheng.demo.casework.staff import SERVICE, Staff, hire
from minzheng.demo.casework.stories import FIRST, STORIES, Story, key_of, story_of
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.cases import actions, imprest
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.types import Channel, Given
from minzheng.engine.catalogue.procedures import Need, Step
from minzheng.engine.database.problems import Problem
from minzheng.engine.notices import actions as notices
from minzheng.engine.registry.queries.divisions import villages_of
from minzheng.kernel.working_days import CHINA

Tell = Callable[[str], None]

_YEARS = timedelta(days=730)
_MORNING = time(2, 0)
_RECENT = 45
"""Days before the day in which half of the cases were opened, so that desks have something on them."""
_FUND, _REFILL = 50_000_00, 30_000_00
_PLACES = ("村务公开栏",)
_SUPPLEMENT = ("户口簿复印件", "近一年收入说明")
_ASIDE = frozenset(
    {"ask_supplement", "object", "return", "withdraw", "end", "decline", "convene", "refer", "no_need", "first_aid", "settle", "close",
     "no_change", "not_needed", "not_there", "postpone", "disagree", "annul", "keep_not", "report_ability", "assess_ability_in_review", "to_end",
     "propose_less", "again", "unfounded", "settle_by_call", "check_recognised", "inform_verification", "confirm_in_institution"}
)  # fmt: skip
"""Steps that no case takes unless its story says so."""
_RECORD_OF = {
    "authorised": "authorisation",
    "county_visit": "county_visit",
    "hearing": "hearing",
    "reminders": "reminder",
}
"""Gates that a record opens which they do not name."""
_ACTORS: Mapping[Role, tuple[str, ...]] = {
    Role.TOWNSHIP_CLERK: ("clerk",), Role.VILLAGE_ASSISTANT: ("village",), Role.TOWNSHIP_LEAD: ("lead",), Role.VERIFIER: ("verifier",),
    Role.COUNTY_OFFICER: ("county1", "county2"), Role.COUNTY_LEAD: ("head",), Role.HOTLINE: ("hotline",),
    Role.COORDINATION_MECHANISM: ("mechanism",),
}  # fmt: skip
_TOWNSHIP = frozenset({"clerk", "village", "lead"})


def work_cases(*, county: int, day: date, cases: int, seed: int, on_step: Tell = lambda _step: None) -> int:
    """Work invented cases up to a day, and what follows from them; return how many were begun. Done again, it changes nothing.

    Args:
        county: 6-digit code of the county whose villages are used.
        day: the last day worked.
        cases: how many begin by themselves.
        seed: which.
        on_step: told what is done.
    """
    villages, first = villages_of(county), day - _YEARS
    townships = sorted({village // 1000 * 1000 for village in villages})
    staff = hire(townships, county=county, since=first, at=_instant(first))
    _fund(staff, townships, first)
    turns: Counter[str] = Counter()
    for number in range(cases):
        on_step(f"办理第 {number + 1} 件")
        random = Random(f"{seed} {number}")  # noqa: S311 - an invented county is no secret
        story, village = story_of(number, random), villages[random.randrange(len(villages))]
        span = (day - first).days - _RECENT
        opened = first + timedelta(
            days=random.randrange(span, span + _RECENT)
            if number % 2 and number >= len(FIRST)
            else random.randrange(span)
        )
        worker = _Worker(staff, villages, village, day, random, f"{seed} {number}", turns)
        people = family(random, number, kind=story.family) if story.family else None
        worker.work(story, people, min(CHINA.next_workday(opened), day))
    on_step("演示任务")
    for name, guided in GUIDED.items():
        people = people_of(name)
        worker = _Worker(staff, villages, villages[0], day, Random(name), guided.key, turns)  # noqa: S311 - as above
        worker.work(guided.story, people, CHINA.next_workday(day - timedelta(days=guided.days)))
    on_step("网上申请")
    apply_online(villages, seed=seed, at=_instant(day))
    notices.take_down_due(by=SYSTEM, at=_instant(day))
    audit.seal(at=_instant(day))
    return cases + len(GUIDED)


def count_cases() -> int:
    """How many cases there are that began by themselves."""
    with scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE related_id IS NULL")
        return int(cursor.fetchone()[0])


def _fund(staff: Staff, townships: list[int], day: date) -> None:
    """Every township has a petty fund, so that somebody in sudden need is aided the same day."""
    by, at = staff.actor("county1", on=day), _instant(day)
    with scoped(by):
        for township in townships:
            if imprest.balance_of(township) is None:
                given: dict[str, Any] = {"division": township, "service": SERVICE, "by": by, "at": at}
                imprest.open_fund(ceiling=_FUND, **given)
                imprest.refill(amount=_REFILL, document="拨款通知1号", **given)


class _Worker:
    """One case and those that follow from it; every step on a working day of its own, and none after the last day."""

    _case: Any
    _people: Family | None
    _story: Story

    def __init__(
        self, staff: Staff, villages: list[int], village: int, last: date, random: Random, key: str, turns: Counter[str]
    ) -> None:
        self._staff, self._villages, self._village, self._last = staff, villages, village, last
        self._random, self._key, self._turns = random, key, turns
        self._hands, self._apart = set[str](), frozenset[str]()

    def work(self, story: Story, people: Family | None, day: date, *, after: Any = None) -> Any:
        """Open a case and take it as far as it goes; return it."""
        self._story, self._people, self._day = story, people, day
        procedure = newest(SERVICE, story.code)
        by = self._actor(next(role for role in map(Role, procedure.by) if role in _ACTORS))
        known = {} if after is None else {"related": after}
        if after is not None and procedure.opens == "change":
            known |= {"household": after.household, "person": after.person}
        with scoped(by):
            self._case = actions.open_case(
                procedure=procedure, division=self._village, channel=Channel.VILLAGE, key=key_of(self._key, story.code),
                answers=None if procedure.form is None or people is None else people.answers, by=by, at=_instant(day), **known,
            )  # fmt: skip
        if self._case.movements == 1:
            self._take()
        return self._case

    def _take(self) -> None:
        """Take the case as far as it goes."""
        self._procedure, self._done = newest(SERVICE, self._case.procedure), set[str]()
        while self._moves():
            pass

    def _moves(self) -> bool:
        """Do the next step; answer whether there was one that the day allowed."""
        if self._case.state == self._story.rests:
            for kind in self._story.records:
                self._record(kind)
            return False
        if self._procedure.states[self._case.state].final:
            hand_over_letters(self._case, by=self._actor(Role.TOWNSHIP_CLERK), last=self._last)
            if (opened := rate(self._case, last=self._last)) is not None:
                self._call_back(opened)
            self._follow()
            return False
        if not self._later(self._random.randrange(1, 4) + self._waits()):
            return False
        if self._case.state == "PUBLICITY":
            notices.take_down_due(by=SYSTEM, at=_instant(self._day))
        return any(self._did(step) for step in self._next())

    def _waits(self) -> int:
        """How long the township takes beside: its own pace, and the days that a notice hangs."""
        hangs = 6 if self._case.state == "PUBLICITY" and "object" not in self._left() else 0
        return hangs + (self._story.slow if self._case.waits_for.startswith("township") else 0)

    def _left(self) -> list[str]:
        return [key for key in self._story.does if key not in self._done]

    def _next(self) -> Iterator[Step]:
        """Steps to try: those of the story first, then those of the flow in the order of its declaration."""
        steps = list(self._procedure.steps_from(self._case.state))
        yield from (step for step in steps if step.key in self._left())
        yield from (
            step
            for step in steps
            if step.key not in _ASIDE and not (step.target == self._case.state and step.key in self._done)
        )

    def _did(self, step: Step) -> bool:
        role = next((role for role in map(Role, sorted(step.by, key=_turn)) if role in _ACTORS), None)
        if role is None:
            return False
        by = self._actor(role)
        given = self._given(step)
        try:
            self._write(step)
            with scoped(by):
                moved = actions.act(case=self._case.pk, step=step.key, by=by, at=_instant(self._day), given=given)
        except Problem:  # the rules or a gate say no: another step is due
            return False
        self._case = moved.case
        self._done.add(step.key)
        return True

    def _given(self, step: Step) -> Given:
        gates = {need.gate for need in step.needs}
        return Given(
            reason=self._story.says.get(step.key, "材料齐全，情况属实") if "reason" in gates else "",
            supplement=_SUPPLEMENT if "supplement_list" in gates else (),
            places=_PLACES if step.notice is not None else (),
            reasons=self._story.reasons if "refusable" in gates else (),
        )

    def _write(self, step: Step) -> None:
        """Make the records that a step needs, each once, by who makes them; open first what must be there before."""
        for need in step.needs:
            if need.gate == "follow_up" and self._story.follows:
                self._begin(self._story.follows[0])
            kind = need.argument if need.gate in {"record", "amount"} else _RECORD_OF.get(need.gate, "")
            if kind in self._procedure.records and f"record {kind}" not in self._done:
                for _ in range(_times(need)):
                    self._record(kind)
                self._done.add(f"record {kind}")

    def _record(self, kind: str) -> None:
        declared = self._procedure.records[kind]
        by = self._actor(next(role for role in map(Role, declared.by) if role in _ACTORS))
        adults = () if self._people is None else self._people.adults
        elsewhere = self._villages[(self._villages.index(self._village) + 20) % len(self._villages)]
        staff = dict.fromkeys(
            (by.name, *(self._actor(role).name for role in (Role.TOWNSHIP_CLERK, Role.VILLAGE_ASSISTANT)))
        )
        scene = Scene(self._day, adults, tuple(staff), elsewhere)
        content = written(declared, scene, self._story.writes.get(kind, {}))
        with scoped(by):
            actions.add_record(case=self._case.pk, kind=kind, content=content, by=by, at=_instant(self._day))

    def _follow(self) -> None:
        """What comes after a decision, months later; each kind in its turn."""
        follows, fits = self._story.follows, "refuse" if self._story.family == "rich" else "grant"
        if not follows or self._case.outcome != fits or self._random.random() >= self._story.may_follow:
            return
        if self._later(self._random.randrange(10, 130)):
            self._begin(follows[self._turns[self._story.code] % len(follows)])
            self._turns[self._story.code] += 1

    def _begin(self, name: str) -> None:
        """Work a case that follows from this one, by somebody else's hands."""
        story, people = STORIES[name], self._people
        if story.family and people is None:
            people = family(self._random, 300 + int(self._key.split()[-1]), kind=story.family)
        elif story.family in CHANGES and people is not None:
            people = changed(people, self._random, kind=story.family)
        other = _Worker(self._staff, self._villages, self._village, self._last, self._random, self._key, self._turns)
        other.work(story, people, self._day, after=self._case)

    def _call_back(self, opened: Any) -> None:
        """Work the call-back that a bad grade opened."""
        other = _Worker(self._staff, self._villages, self._village, self._last, self._random, self._key, self._turns)
        other._story, other._people, other._apart = Story(opened.procedure), None, frozenset(self._hands)
        other._case, other._day = opened, self._day
        other._take()

    def _later(self, days: int) -> bool:
        """Go on some working days; answer whether the last day allows it."""
        self._day = CHINA.add_workdays(self._day, days)
        return self._day <= self._last

    def _actor(self, role: Role) -> Actor:
        names = _ACTORS[role]
        name = names[self._random.randrange(len(names))] if len(names) > 1 else names[0]
        if name in self._apart:
            name = next((each for each in names if each not in self._apart), name)
        self._hands.add(name)
        if name in _TOWNSHIP:
            case = getattr(self, "_case", None)
            village = self._village if case is None or case.division_id % 1000 == 0 else case.division_id
            name = f"{name}{village // 1000 % 1000:03d}"
        return self._staff.actor(name, on=self._day)


def _times(need: Need) -> int:
    return int(need.argument) if need.gate == "reminders" else 1


def _turn(role: str) -> int:
    """Who acts first where several may: whoever stands first in the list of actors."""
    known = list(_ACTORS)
    return known.index(Role(role)) if Role(role) in known else len(known)


def _instant(day: date) -> datetime:
    return datetime.combine(day, _MORNING, UTC)
