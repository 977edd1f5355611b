"""Invented families that apply online: some wait for somebody to make sure who they are, one has not finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from minzheng.demo.casework.families import family
from minzheng.demo.casework.staff import SERVICE
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases import actions
from minzheng.engine.cases.actions import Applicant

_CODE = "minimum_living_allowance.application"
_FAMILIES, _UNFINISHED = 7, 6
_FIRST_SERIAL = 1_100
"""Beyond the numbers of the families whose cases are worked."""
_PROPERTY = ("has_financial", "has_vehicles", "has_dwellings", "has_other_real", "has_business", "has_other_assets")
_REASONS = (
    "我和老伴都做不动活了，孩子还小，家里没有别的收入",
    "去年腰伤以后干不了重活，药费一直欠着",
    "地里收成不好，打零工也没人要，日子过不下去",
)


@transaction.atomic
def apply_online(villages: Sequence[int], *, seed: int, at: datetime) -> None:
    """Let families apply in the first villages, each some hours before `at`; all or none. Done again while they wait, it does nothing."""
    with scoped(SYSTEM):
        waiting = actions.count_incoming(by=SYSTEM)
    if waiting:
        return
    for number in range(_FAMILIES):
        random = Random(f"{seed} online {number}")  # noqa: S311 - an invented county is no secret
        people = family(random, _FIRST_SERIAL + number, kind="poor")
        head = people.answers["members"][0]
        moment = at - timedelta(hours=9 * (number + 1))
        who = Applicant(name=head["name"], id_number=head["id_number"], phone=f"199000{number:05d}")
        code = actions.ask_draft_code(who, origin="演示", at=moment)
        if not code:  # sent before, and no phone gets two in one minute
            continue
        begun = actions.begin_draft(
            chapter=SERVICE, code=_CODE, division=villages[number % 3], applicant=who, one_time_code=code, origin="演示", at=moment
        )  # fmt: skip
        if number == _UNFINISHED:
            continue
        no = dict.fromkeys((*_PROPERTY, "has_obligors", "near_relative", "other_aid"), False)
        answers = {
            **people.answers,
            "household": {**people.answers["household"], "poverty_cause": "LACK_LABOUR"},
            "contact": {**people.answers["contact"], "phone": who.phone},
            "account": {"holder": 0, "bank": "农村信用社", "number": f"99900000000{random.randrange(10**7):07d}"},
            "statements": {"reason": _REASONS[number % len(_REASONS)], **no, "truth": True, "verification": True, "changes": True},
        }  # fmt: skip
        actions.save_draft(begun.number, answers=answers, at=moment)
        actions.hand_in(begun.number, origin="演示", at=moment)
