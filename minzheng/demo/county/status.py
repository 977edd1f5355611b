"""Marriage, work, registration, and the circumstances in which a member is not counted."""

import numpy as np

from minzheng.demo.county.composition import Kind, Role
from minzheng.demo.county.draws import PARTS, Draws, Ints, Mask, on_curve
from minzheng.demo.county.health import is_severe
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import AREA_CLASS, EMPLOYMENT, HUKOU_TYPE, MARITAL_STATUS

_MARRIED, _SINGLE, _WIDOWED, _DIVORCED = (
    MARITAL_STATUS.number(key) for key in ("MARRIED", "SINGLE", "WIDOWED", "DIVORCED")
)
_WORK = ("FARMING", "MIGRANT", "EMPLOYED", "FLEXIBLE", "NONE", "UNREGISTERED_UNEMPLOYED")
_WORK_RURAL = (430, 330, 60, 100, 60, 20)
_WORK_URBAN = (40, 180, 400, 270, 60, 50)
_OLD_FARMERS = ((60, 7_600), (68, 5_800), (75, 2_600), (82, 500))
_RETIRED_RURAL, _RETIRED_URBAN = 120, 2_600
_WORKING_AGE = (18, 60)
_RARE_CASES = (
    ("imprisoned", 16, 20, 60), ("compulsory_drug_rehab", 9, 20, 55), ("declared_missing", 4, 20, 80),
    ("cleric_three_years", 8, 20, 80),
)  # fmt: skip
"""Fact, ten-thousandths of the members of that age, from age, below age."""
_CONSCRIPTS = 130
_LONG_TERM = 9_400
_MIGRANT_APART = 3_000


def status_facts(draws: Draws, who: Residents, health: dict[str, Ints], schooling: Ints, area: Ints) -> dict[str, Ints]:
    """Return the facts about marriage, work and registration by name; `area` is the AREA_CLASS of each resident."""
    urban = area == AREA_CLASS.number("URBAN")
    facts = {
        "marital_status": _marital_status(draws, who),
        "employment": _employment(draws, who, health, schooling, urban),
        "hukou_type": _hukou(draws, urban),
    }
    facts |= {name: case.astype(np.int64) for name, case in _not_counted(draws, who).items()}
    related = ~who.has(Role.HEAD, Role.SPOUSE) & ~who.is_child
    facts["long_term_coresident"] = (related & draws.chance(_LONG_TERM, len(who))).astype(np.int64)
    away = (facts["employment"] == EMPLOYMENT.number("MIGRANT")) & draws.chance(_MIGRANT_APART, len(who))
    facts["lives_apart"] = away.astype(np.int64)
    needs_family = who.is_child & (who.age >= 18) & is_severe(health)
    facts["adult_child_dependent"] = needs_family.astype(np.int64)
    return facts


def _marital_status(draws: Draws, who: Residents) -> Ints:
    """Those with a spouse at home are married; heads alone are widowed, divorced or single by kind of household and age."""
    pairs = who.has(Role.SPOUSE) | who.has(Role.CHILD_IN_LAW)
    partner_of = np.isin(who.household * len(Role) + who.role, _partners(who, pairs))
    alone_old = who.lives_in(Kind.ELDERLY_ALONE, Kind.GRANDPARENTS, Kind.ELDER_HEADED) | who.has(
        Role.FATHER, Role.MOTHER
    )
    both_parents = _both_parents(who)
    widowed = np.where(alone_old, 8_600, np.where(who.lives_in(Kind.SINGLE_PARENT), 3_000, 500))
    parted = np.where(who.lives_in(Kind.SINGLE_PARENT), PARTS, np.where(who.lives_in(Kind.SINGLE_ADULT), 2_200, 9_300))
    drawn = draws.below(PARTS, len(who))
    grown = ~(who.is_child | who.is_grandchild) & (who.age >= 22)
    return np.select(
        [pairs | partner_of | both_parents, grown & (drawn < widowed), grown & (drawn < parted)],
        [_MARRIED, _WIDOWED, _DIVORCED],
        _SINGLE,
    )


def _partners(who: Residents, pairs: Mask) -> Ints:
    """Return household and role, as one number, of those whose partner lives with them."""
    role = np.where(who.role[pairs] == Role.SPOUSE, Role.HEAD, Role.CHILD_1)
    return np.asarray(who.household[pairs] * len(Role) + role, dtype=np.int64)


def _both_parents(who: Residents) -> Mask:
    parents = who.has(Role.FATHER, Role.MOTHER)
    of_household = np.bincount(who.household, weights=parents)
    return np.asarray(parents & (of_household[who.household] == 2))


def _employment(draws: Draws, who: Residents, health: dict[str, Ints], schooling: Ints, urban: Mask) -> Ints:
    count = len(who)
    numbers = np.array([EMPLOYMENT.number(key) for key in _WORK])
    drawn = np.where(urban, numbers[draws.choice(_WORK_URBAN, count)], numbers[draws.choice(_WORK_RURAL, count)])
    none, farming = EMPLOYMENT.number("NONE"), EMPLOYMENT.number("FARMING")
    cannot = is_severe(health) | (health["serious_illness"] > 0)
    retired = (who.age >= 60) & draws.chance(np.where(urban, _RETIRED_URBAN, _RETIRED_RURAL), count)
    farms = draws.chance(on_curve(_OLD_FARMERS, who.age), count) & ~urban
    works = ~cannot | draws.chance(1_800, count)
    return np.select(
        [schooling > 0, who.age < _WORKING_AGE[0], retired, who.age >= _WORKING_AGE[1], ~works],
        [
            np.where(who.age >= 6, EMPLOYMENT.number("STUDENT"), none),
            np.full(count, none),
            np.full(count, EMPLOYMENT.number("RETIRED")),
            np.where(farms & ~cannot, farming, none),
            np.full(count, none),
        ],
        drawn,
    )


def _hukou(draws: Draws, urban: Mask) -> Ints:
    farmer = draws.chance(np.where(urban, 3_500, 9_600), len(urban))
    return np.where(farmer, HUKOU_TYPE.number("AGRICULTURAL"), HUKOU_TYPE.number("NON_AGRICULTURAL"))


def _not_counted(draws: Draws, who: Residents) -> dict[str, Mask]:
    """At most one of the cases for a person, and never the head, whose household it would be no more."""
    free = ~who.has(Role.HEAD)
    found = {}
    for name, parts, from_age, below_age in _RARE_CASES:
        found[name] = free & draws.chance(parts, len(who)) & (who.age >= from_age) & (who.age < below_age)
        free &= ~found[name]
    young_men = who.male & who.is_child & (who.age >= 18) & (who.age <= 22)
    found["conscript"] = free & young_men & draws.chance(_CONSCRIPTS, len(who))
    found["cleric_three_years"] = found["cleric_three_years"] | (who.lives_in(Kind.CLERIC) & who.has(Role.HEAD))
    return found
