"""What may become of an invented case: which procedure, which family, what is done out of the ordinary, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid5

_NAMES = UUID("8e9f2d64-5c0b-4a57-9a35-6d1f0c2f7b11")

Values = Mapping[str, Mapping[str, Any]]
"""Record → field → what is written there, where it matters."""


@dataclass(frozen=True)
class Story:
    """One kind of case.

    Attributes:
        code: its procedure.
        family: which family asks, see `families.KINDS`; "" for the one the case follows from, or none.
        does: steps out of the ordinary that are done as soon as they can be, each once.
        says: step → the reason given.
        writes: what stands in records.
        reasons: codes given where only an officer can know the reason.
        slow: working days more that the township takes for each of its steps.
        follows: stories of which one may follow once this is decided.
        may_follow: how often one does.
        rests: state in which it is left, for somebody to go on with.
        records: what is written in that state before.
    """

    code: str
    family: str = ""
    does: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    writes: Values = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    slow: int = 0
    follows: tuple[str, ...] = ()
    may_follow: float = 0.6
    rests: str = ""
    records: tuple[str, ...] = ()


_ABLE = dict.fromkeys(("eat", "dress", "bed", "toilet", "walk", "bathe"), True)
_PARTLY = {"ability_assessment": {**_ABLE, "walk": False, "bathe": False, "level": "PARTIAL"}}
_WHOLLY = {"ability_assessment": {**dict.fromkeys(_ABLE, False), "level": "NONE"}}
_DIBAO, _TEKUN = "minimum_living_allowance.", "destitute_support."
_AFTER_DIBAO = ("less", "more", "reviewed", "stopped", "exits", "moves", "complained")

STORIES: Mapping[str, Story] = {
    "dibao": Story(f"{_DIBAO}application", "poor", follows=_AFTER_DIBAO),
    "dibao_slow": Story(f"{_DIBAO}application", "poor", slow=9),
    "dibao_supplement": Story(f"{_DIBAO}application", "poor", does=("ask_supplement", "supplement")),
    "dibao_withdrawn": Story(f"{_DIBAO}application", "poor", does=("accept", "withdraw")),
    "dibao_declined": Story(
        f"{_DIBAO}application", "poor", does=("decline",), says={"decline": "已在另一县享受同一待遇"}
    ),
    "dibao_ended": Story(
        f"{_DIBAO}application", "poor", does=("accept", "end"), says={"end": "经两次催告仍联系不上，无法调查"}
    ),
    "dibao_objected": Story(
        f"{_DIBAO}application", "poor", does=("object",), says={"object": "有村民反映其儿子在外务工"}
    ),
    "dibao_returned": Story(
        f"{_DIBAO}application", "poor", does=("return",), says={"return": "入户调查表缺少收入说明，请补充调查"}
    ),
    "dibao_refused": Story(f"{_DIBAO}application", "rich", follows=("attacked", "attacked_annulled"), may_follow=0.7),
    "tekun": Story(f"{_TEKUN}application", "alone", writes=_PARTLY, follows=("tekun_reviewed", "tekun_stopped")),
    "tekun_home": Story(f"{_TEKUN}application", "alone", does=("confirm_in_institution",), writes=_WHOLLY),
    "edge": Story("edge_family.application", "edge", follows=("edge_again",)),
    "edge_refused": Story("edge_family.application", "rich"),
    "edge_again": Story("edge_family.renewal", "same"),
    "rigid": Story("rigid_expenditure_family.application", "ill", follows=("rigid_again",)),
    "rigid_refused": Story("rigid_expenditure_family.application", "rich"),
    "rigid_again": Story("rigid_expenditure_family.renewal", "same"),
    "unified": Story("unified_application.application", "poor", follows=_AFTER_DIBAO),
    "unified_edge": Story("unified_application.application", "edge"),
    "unified_tekun": Story("unified_application.application", "alone", writes=_PARTLY),
    "fire": Story("temporary_assistance.emergency", "poor", does=("first_aid",), writes={"event": {"cause": "FIRE"}}),
    "settled": Story("temporary_assistance.emergency", "poor", does=("first_aid", "settle")),
    "stranded": Story("temporary_assistance.emergency", "poor", writes={"event": {"cause": "STRANDED"}}),
    "special": Story(
        "temporary_assistance.emergency", "poor", does=("report_up", "convene"), writes={"event": {"cause": "TRAFFIC"}},
        says={"convene": "损失重大，超过限额"},
    ),
    "illness": Story("temporary_assistance.expense", "edge", writes={"expenses": {"cause": "SERIOUS_ILLNESS", "eligible": "18000.00"}}),
    "small_expense": Story("temporary_assistance.expense", "rich", writes={"expenses": {"cause": "SERIOUS_ILLNESS", "eligible": "300.00"}}),
    "found": Story("active_discovery.report", follows=("dibao",), may_follow=1),
    "found_referred": Story("active_discovery.report", does=("refer",)),
    "found_not_in_need": Story("active_discovery.report", does=("no_need",), says={"no_need": "子女按月给付赡养费，生活有保障"}),
    "rumour": Story("complaint.complaint", writes={"findings": {"proven": "NO"}}),
    "not_ours": Story("complaint.complaint", does=("decline",), says={"decline": "属于土地纠纷，请向乡镇司法所反映"}),
    "complained": Story("complaint.complaint", writes={"findings": {"proven": "PARTLY"}}),
    "less": Story(
        f"{_DIBAO}change_report", "earns_more", does=("propose_less", "reduce"), writes={"check": {"conclusion": "REDUCE"}},
        says={"propose_less": "核查发现务工收入增加"},
    ),
    "more": Story(f"{_DIBAO}change_report", "same", writes={"check": {"conclusion": "KEEP", "income_changed": False}}),
    "reviewed": Story(f"{_DIBAO}periodic_review", writes={"review_form": {"conclusion": "KEEP", "income_changed": False}}),
    "stopped": Story(f"{_DIBAO}stop", writes={"ground": {"kind": "WITHDRAWN"}}, reasons=("WITHDRAWN",)),
    "exits": Story(f"{_DIBAO}gradual_exit", "works"),
    "moves": Story(f"{_DIBAO}move"),
    "tekun_reviewed": Story(f"{_TEKUN}review", writes={"review": {"conclusion": "KEEP"}}),
    "tekun_stopped": Story(f"{_TEKUN}stop", writes={"ground": {"kind": "VOLUNTARY"}}, reasons=("WITHDRAWN",)),
    "attacked": Story("reconsideration.reconsideration", writes={"outcome": {"result": "UPHELD"}}),
    "attacked_annulled": Story(
        "reconsideration.reconsideration", does=("annul",), writes={"outcome": {"result": "ANNULLED"}}, follows=("dibao",), may_follow=1
    ),
}  # fmt: skip

_WEIGHTS: Mapping[str, int] = {
    "dibao": 26, "dibao_slow": 9, "dibao_supplement": 5, "dibao_withdrawn": 3, "dibao_declined": 3, "dibao_ended": 2, "dibao_objected": 5,
    "dibao_returned": 3, "dibao_refused": 9, "tekun": 5, "tekun_home": 2, "edge": 4, "edge_refused": 2, "rigid": 3, "rigid_refused": 1,
    "unified": 4, "unified_edge": 2, "unified_tekun": 1, "fire": 3, "settled": 2, "stranded": 2, "special": 1, "illness": 4,
    "small_expense": 1, "found": 3, "found_referred": 1, "found_not_in_need": 1, "rumour": 2, "not_ours": 1,
}  # fmt: skip
FIRST = tuple(_WEIGHTS)
"""Stories that begin by themselves."""


def key_of(work: str, code: str) -> UUID:
    """The key under which a case is opened once: of the work it belongs to, and its procedure."""
    return uuid5(_NAMES, f"{work} {code}")


def story_of(number: int, random: Random) -> Story:
    """The story of a case: each kind once, then by weight."""
    name = FIRST[number] if number < len(FIRST) else random.choices(FIRST, list(_WEIGHTS.values()))[0]
    return STORIES[name]
