"""How well each household does: a place in the county's distribution, the income that goes with it, and who asks for support.

The figures are invented so that, under the invented parameters of the demo county, some 5–7 % of the people live in families
with the minimum living allowance.
"""

from dataclasses import dataclass

import numpy as np

from minzheng.demo.county.composition import Kind
from minzheng.demo.county.draws import PARTS, Draws, Ints, Mask, on_curve
from minzheng.demo.county.health import is_severe
from minzheng.demo.county.residents import Residents, per_household
from minzheng.kernel.codes import AREA_CLASS

STANDARD_YEAR = {"URBAN": 9_960, "RURAL": 7_300}
"""Invented allowance standards in yuan a head and year, of the order of the demo county's parameters."""

_INCOME_IN_STANDARDS = (
    (0, 200), (240, 650), (480, 1_000), (700, 1_500), (2_100, 1_950), (5_000, 2_600), (8_000, 3_700), (9_500, 6_000),
    (PARTS, 16_000),
)  # fmt: skip
"""Income a counted head in thousandths of the standard, by place in the distribution."""

_SETBACKS = {
    Kind.ELDERLY_COUPLE: 10, Kind.ELDERLY_ALONE: 25, Kind.SINGLE_PARENT: 20, Kind.GRANDPARENTS: 25, Kind.CLERIC: 30,
}  # fmt: skip
_SEVERE_MEMBER, _ILL_MEMBER, _MOST = 20, 10, 60
_POOR = 1_700
_ASSESSED_OF_OTHERS = 6_000
_ASKS_OLD, _ASKS_DISABLED = 3_900, 7_500
_ASKS_UP_TO = 600


@dataclass(frozen=True)
class Means:
    """Circumstances of each household.

    Attributes:
        place: 0 (poorest) to 9,999.
        ratio: income a counted head in thousandths of the standard.
        counted: members who count.
        target: income of the household in yuan a year.
        asks: residents who ask for destitute support.
        declared: whether the economic situation is known.
    """

    place: Ints
    ratio: Ints
    counted: Ints
    target: Ints
    asks: Mask
    declared: Mask


def means(draws: Draws, who: Residents, facts: dict[str, Ints], *, area: Ints, kinds: Ints) -> Means:
    """Draw how well each household does; `area` and `kinds` are of the households."""
    count = len(kinds)
    place = draws.below(PARTS, count) * (100 - _setback(who, facts, kinds)) // 100
    asks = _asks(draws, who, facts)
    asking = per_household(who.household, asks, count) > 0
    ratio = np.where(asking, draws.below(_ASKS_UP_TO, count), on_curve(_INCOME_IN_STANDARDS, place))
    counted = np.maximum(per_household(who.household, counts(who, facts), count), 1)
    standard = np.where(area == AREA_CLASS.number("URBAN"), STANDARD_YEAR["URBAN"], STANDARD_YEAR["RURAL"])
    declared = asking | (ratio < _POOR) | draws.chance(_ASSESSED_OF_OTHERS, count)
    return Means(place, ratio, counted, ratio * standard * counted // 1_000, asks, declared)


def counts(who: Residents, facts: dict[str, Ints]) -> Mask:
    """Return who belongs to the family as the law counts, apart from officers' decisions."""
    grown = who.is_child & (who.age >= 18) & (facts["schooling"] == 0) & (facts["adult_child_dependent"] == 0)
    away = ("imprisoned", "compulsory_drug_rehab", "declared_missing", "conscript")
    return np.asarray(~grown & (sum(facts[name] for name in away) == 0))


def _setback(who: Residents, facts: dict[str, Ints], kinds: Ints) -> Ints:
    severe = per_household(who.household, is_severe(facts), len(kinds)) * _SEVERE_MEMBER
    ill = per_household(who.household, facts["serious_illness"], len(kinds)) * _ILL_MEMBER
    of_kind = np.array([_SETBACKS.get(kind, 0) for kind in Kind], dtype=np.int64)
    return np.asarray(np.minimum(severe + ill + of_kind[kinds], _MOST))


def _asks(draws: Draws, who: Residents, facts: dict[str, Ints]) -> Mask:
    old = who.lives_in(Kind.ELDERLY_ALONE) & draws.chance(_ASKS_OLD, len(who))
    disabled = who.lives_in(Kind.SINGLE_ADULT) & is_severe(facts) & draws.chance(_ASKS_DISABLED, len(who))
    return old | disabled
