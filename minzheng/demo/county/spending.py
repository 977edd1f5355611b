"""Necessary spending of the last twelve months: illness with its heavy tail, school, rehabilitation."""

import numpy as np

from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.demo.county.health import is_severe
from minzheng.demo.county.items import Collected, Items, fen
from minzheng.demo.county.means import Means
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import EXPENSE_KIND, SCHOOLING

_MEDICAL_OF_THE_ILL = ((0, 900), (5_000, 3_600), (9_000, 12_000), (9_900, 42_000), (10_000, 160_000))
_MEDICAL_OF_OTHERS = ((0, 150), (7_000, 900), (9_500, 3_500), (9_950, 16_000), (10_000, 60_000))
_SEES_A_DOCTOR = 1_100
_COLLEGE = ((0, 6_000), (8_000, 11_000), (10_000, 19_000))
_UPPER_SCHOOL = ((0, 900), (9_000, 3_600), (10_000, 9_000))
_UPPER_SCHOOL_AGE = 15
_REHABILITATION = ((0, 800), (8_000, 4_800), (10_000, 15_000))
_MISFORTUNE = 520
"""Families in ten-thousandths whose misfortune (accident, damage) costs more than half of a modest income."""
_MISFORTUNE_SHARE = (52, 85)
_MODEST = (1_500, 3_400)


def spending(draws: Draws, who: Residents, facts: dict[str, Ints], how: Means) -> Items:
    """Draw the expense items of all residents."""
    count = len(who)
    found = Collected(("expense_amount",))
    ill = facts["serious_illness"] > 0
    medical = np.where(ill, draws.spread(_MEDICAL_OF_THE_ILL, count), draws.spread(_MEDICAL_OF_OTHERS, count))
    _add(found, "MEDICAL", ill | draws.chance(_SEES_A_DOCTOR, count), medical)
    at_college = np.isin(facts["schooling"], [SCHOOLING.number(key) for key in ("UNDERGRADUATE", "POSTGRADUATE")])
    _add(found, "EDUCATION", at_college, draws.spread(_COLLEGE, count))
    pupil = (facts["schooling"] == SCHOOLING.number("SCHOOL")) & (who.age >= _UPPER_SCHOOL_AGE)
    _add(found, "EDUCATION", pupil, draws.spread(_UPPER_SCHOOL, count))
    _add(found, "REHAB", is_severe(facts) & draws.chance(2_200, count), draws.spread(_REHABILITATION, count))
    _add(found, "OTHER", *_misfortunes(draws, who, how))
    return found.items()


def _misfortunes(draws: Draws, who: Residents, how: Means) -> tuple[Mask, Ints]:
    households = len(how.ratio)
    modest = (how.ratio > _MODEST[0]) & (how.ratio < _MODEST[1])
    struck = (modest & draws.chance(_MISFORTUNE, households))[who.household] & (who.role == 0)
    cost = how.target * draws.between(*_MISFORTUNE_SHARE, households) // 100
    return struck, cost[who.household]


def _add(found: Collected, kind: str, chosen: Mask, yuan: Ints) -> None:
    owners = np.flatnonzero(chosen)
    found.add(EXPENSE_KIND.number(kind), owners, expense_amount=fen(yuan)[owners])
