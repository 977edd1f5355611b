"""People outside the household who must support it by law: grown children, parents who live elsewhere or are divorced."""

import numpy as np

from minzheng.demo.county.composition import Kind, Role, days
from minzheng.demo.county.draws import PARTS, Draws, Ints, Mask
from minzheng.demo.county.items import Collected, Items, fen
from minzheng.demo.county.means import Means
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import MARITAL_STATUS, OBLIGOR_RELATION, SUPPORT_MODE

EVERYBODY = -1
"""Stands for the person an obligor must support where that is everybody of the household: both of an old couple."""

_HOUSEHOLD_INCOME = ((0, 800), (3_000, 2_200), (7_500, 4_000), (9_500, 9_000), (PARTS, 24_000))
_INCOME_OF_POOR_FAMILIES = ((0, 500), (6_000, 1_900), (9_300, 2_700), (PARTS, 8_000))
_WAGES_OF_PARENTS = ((0, 900), (5_000, 2_600), (9_500, 6_000), (PARTS, 11_000))
_POOR = 1_500
_MOST_CHILDREN = 4
_HAS_CHILDREN = {Kind.ELDERLY_COUPLE: 9_300, Kind.ELDERLY_ALONE: 8_800, Kind.COUPLE: 0}
_CHILDREN_WEIGHTS = (18, 40, 28, 14)
_UNABLE, _UNABLE_FOR_THOSE_WHO_ASK = 500, 9_000
_HAS_OBLIGOR_THOUGH_ASKING = 1_500
_PARENT_AGE = (19, 40)
_JUDGED, _BY_RATIO = 5_000, 3_000
_ENFORCEABLE = 7_600
_PARENT_PAYS = 3_500
_FACTS = (
    "support_mode", "obligor_birth_on", "obligor_household_size", "obligor_household_income", "supported_total",
    "supported_here", "judgement_month", "judgement_enforceable", "actual_support_month", "gross_income_month",
    "children_total", "children_here", "obligor_unable", "obligor_income_year", "obligor_property_within_limit",
)  # fmt: skip


def obligors(draws: Draws, who: Residents, facts: dict[str, Ints], how: Means) -> tuple[Items, Ints]:
    """Draw the obligors of all households; return them with the resident each supports, or EVERYBODY."""
    found = Collected((*_FACTS, "supports"))
    _add_grown_children(draws, found, who, how)
    _add_absent_parents(draws, found, who, facts)
    items = found.items()
    plain = {name: items.facts[name] for name in _FACTS}
    return Items(items.owner, items.kind, plain), items.facts["supports"]


def _add_grown_children(draws: Draws, found: Collected, who: Residents, how: Means) -> None:
    heads = who.heads
    count = len(heads)
    chance = np.array([_HAS_CHILDREN.get(kind, 0) for kind in Kind])[who.kind[heads]]
    asking = np.bincount(who.household, weights=how.asks, minlength=count) > 0
    chance = np.where(asking, np.minimum(chance, _HAS_OBLIGOR_THOUGH_ASKING), chance)
    children = np.where(draws.chance(chance, count), draws.choice(_CHILDREN_WEIGHTS, count) + 1, 0)
    here = np.bincount(who.household, minlength=count)
    for number in range(_MOST_CHILDREN):
        owners = np.flatnonzero(children > number)
        _add_children(
            draws, found, owners, heads[owners], who, poor=how.ratio[owners] < _POOR, asking=asking[owners], here=here
        )


def _add_children(
    draws: Draws, found: Collected, owners: Ints, heads: Ints, who: Residents, *, poor: Mask, asking: Mask, here: Ints
) -> None:
    count = len(owners)
    income = np.where(poor, draws.spread(_INCOME_OF_POOR_FAMILIES, count), draws.spread(_HOUSEHOLD_INCOME, count))
    income = np.where(asking, income // 2, income)
    size = draws.between(1, 5, count)
    within = draws.chance(np.where(poor, 8_500, 5_000), count)
    found.add(
        OBLIGOR_RELATION.number("CHILD"), owners, supports=np.where(who.lives_in(Kind.ELDERLY_COUPLE)[heads], EVERYBODY, heads),
        support_mode=SUPPORT_MODE.number("FORMULA"),
        obligor_birth_on=who.birth_on[heads] + _gap(draws, count),
        obligor_household_size=size,
        obligor_household_income=fen(income),
        supported_total=here[owners] + draws.choice((50, 35, 15), count),
        supported_here=here[owners],
        judgement_month=0, judgement_enforceable=1, actual_support_month=0, gross_income_month=0, children_total=1,
        children_here=1,
        obligor_unable=draws.chance(np.where(asking, _UNABLE_FOR_THOSE_WHO_ASK, _UNABLE), count),
        obligor_income_year=fen(income * 12 // size), obligor_property_within_limit=within,
    )  # fmt: skip


def _add_absent_parents(draws: Draws, found: Collected, who: Residents, facts: dict[str, Ints]) -> None:
    """The other parent of a divorced head's minor children; both parents of children who live with grandparents."""
    heads = who.heads
    divorced = facts["marital_status"][heads] == MARITAL_STATUS.number("DIVORCED")
    alone = (who.kind[heads] == Kind.SINGLE_PARENT) & divorced
    child = np.flatnonzero(who.has(Role.CHILD_1) & alone[who.household] & (who.age < 18))
    _add_parents(draws, found, child, who, divorced=True)
    grandchild = np.flatnonzero(who.has(Role.GRANDCHILD_1) & who.lives_in(Kind.GRANDPARENTS))
    orphan = facts["orphan_benefit_chosen"][grandchild] > 0
    _add_parents(draws, found, grandchild[~orphan], who, divorced=False)


def _add_parents(draws: Draws, found: Collected, child: Ints, who: Residents, *, divorced: bool) -> None:
    count = len(child)
    minors = np.bincount(who.household, weights=(who.is_child | who.is_grandchild) & (who.age < 18))
    here = np.maximum(minors[who.household[child]].astype(np.int64), 1)
    wage = draws.spread(_WAGES_OF_PARENTS, count)
    drawn = draws.below(PARTS, count)
    judged = divorced & (drawn < _JUDGED)
    by_ratio = ~judged & (divorced | (drawn < _BY_RATIO))
    pays = ~judged & ~by_ratio & draws.chance(_PARENT_PAYS, count)
    found.add(
        OBLIGOR_RELATION.number("PARENT"), who.household[child], supports=child,
        support_mode=np.select(
            [judged, by_ratio], [SUPPORT_MODE.number("JUDGEMENT"), SUPPORT_MODE.number("CHILD_RATIO")],
            SUPPORT_MODE.number("SUPPORT_ACTUAL"),
        ),
        obligor_birth_on=who.birth_on[child] - _gap(draws, count),
        obligor_household_size=draws.between(1, 4, count), obligor_household_income=fen(wage),
        supported_total=here, supported_here=here,
        judgement_month=np.where(judged, draws.between(2, 9, count) * 10_000, 0),
        judgement_enforceable=draws.chance(_ENFORCEABLE, count),
        actual_support_month=np.where(pays, draws.between(2, 12, count) * 10_000, 0),
        gross_income_month=fen(wage), children_total=here + draws.choice((75, 25), count), children_here=here,
        obligor_unable=draws.chance(_UNABLE, count),
        obligor_income_year=fen(wage * 12), obligor_property_within_limit=draws.chance(7_000, count),
    )  # fmt: skip


def _gap(draws: Draws, count: int) -> Ints:
    return draws.between(days(_PARENT_AGE[0]), days(_PARENT_AGE[1]), count)
