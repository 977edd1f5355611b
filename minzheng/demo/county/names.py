"""Names of people, table by table: families share the father's surname."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.composition import CHILDREN, GRANDCHILDREN, Composition, Kind, Role
from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.demo.county.name_tables import (
    CLANS,
    FEMALE,
    GENERATIONS,
    HUI,
    MALE,
    OWN_NAMES,
    PEOPLES,
    RARE,
    SURNAMES,
    YI,
)
from minzheng.demo.county.places import Villages
from minzheng.kernel.codes import ETHNICITY

Texts = NDArray[np.str_]

# Weights of the peoples in mixed, mostly Hui and mostly Yi villages.
_SHARES = ((885, 50, 33, 15, 8, 9), (330, 640, 20, 6, 2, 2), (400, 25, 560, 12, 2, 1))
_SAME_PEOPLE = 9_300
_ONE_CHARACTER = 1_400
_DOTTED_OF_YI = 900
_RARE = 12
_MOTHERS_NAME = 3_500
_REST = 10


def peoples(draws: Draws, composition: Composition, village: Ints, places: Villages) -> Ints:
    """Return for each role in each household its people, as position in PEOPLES."""
    count = len(composition)
    majority = places.majorities[village]
    family, married_in = (_peoples_of_villages(draws, majority, count) for _ in range(2))
    found = np.repeat(family[:, None], len(Role), axis=1)
    same = draws.chance(_SAME_PEOPLE, count)
    for role in (Role.SPOUSE, Role.MOTHER, Role.CHILD_IN_LAW):
        found[:, role] = np.where(same, family, married_in)
    return found


def ethnicities(people: Ints) -> Ints:
    """Return ETHNICITY numbers."""
    return np.array([ETHNICITY.number(key) for key in PEOPLES], dtype=np.int64)[people]


def surnames(draws: Draws, composition: Composition, people: Ints, *, sons_children: Mask) -> Ints:
    """Return the surname of each role in each household, as position in `surname_table()`."""
    own = np.column_stack([_drawn_surnames(draws, people[:, role]) for role in Role])
    head_male = composition.male[:, Role.HEAD]
    has_spouse = composition.present[:, Role.SPOUSE]
    man = np.where(head_male, own[:, Role.HEAD], np.where(has_spouse, own[:, Role.SPOUSE], own[:, Role.FATHER]))
    of_mother = draws.chance(_MOTHERS_NAME, len(composition)) & ~head_male & ~has_spouse
    found = own.copy()
    found[:, Role.FATHER] = own[:, Role.HEAD]
    found[:, CHILDREN] = np.where(of_mother, own[:, Role.HEAD], man)[:, None]
    daughters_man = np.where(composition.kinds == Kind.ELDER_HEADED, own[:, Role.CHILD_IN_LAW], own[:, Role.CHILD_3])
    found[:, GRANDCHILDREN] = np.where(sons_children, man, daughters_man)[:, None]
    return found


def full_names(draws: Draws, *, surname: Ints, people: Ints, male: Mask, birth_year: Ints) -> Texts:
    """Return the names of persons given as flat columns."""
    count = len(surname)
    generation = np.searchsorted(np.array(GENERATIONS), birth_year, side="right")
    first, second = _given_tables()
    kind = np.where(male, 0, 1) * len(MALE) + generation
    one = draws.chance(_ONE_CHARACTER, count)
    start = np.where(one, "", first[kind, draws.below(first.shape[1], count)])
    end = second[kind, draws.below(second.shape[1], count)]
    end = np.where(draws.chance(_RARE, count), _drawn(draws, np.array(RARE.split()), count), end)
    names = np.char.add(np.char.add(surname_table()[surname], start), end)
    dotted = draws.chance(_DOTTED_OF_YI, count) & (people == YI)
    return np.where(dotted, _dotted(draws, male), names)


def other_names(draws: Draws, count: int) -> Texts:
    """Return names of people outside the register, Han and Hui of the middle generation."""
    people = np.where(draws.chance(1_500, count), HUI, 0)
    return full_names(
        draws,
        surname=_drawn_surnames(draws, people),
        people=people,
        male=draws.chance(5_000, count),
        birth_year=np.full(count, 1975),
    )


@cache
def surname_table() -> Texts:
    """All surnames, people after people."""
    return np.array([name for _, names, _ in SURNAMES for name in names.split()])


@cache
def _given_tables() -> tuple[Texts, Texts]:
    rows = (*MALE, *FEMALE)
    first, second = (np.array([row[part].split() for row in rows]) for part in range(2))
    return first, second


def _peoples_of_villages(draws: Draws, majority: Ints, count: int) -> Ints:
    drawn = np.column_stack([draws.choice(shares, count) for shares in _SHARES])
    return np.asarray(drawn[np.arange(count), majority], dtype=np.int64)


def _drawn_surnames(draws: Draws, people: Ints) -> Ints:
    found = np.zeros(len(people), dtype=np.int64)
    start = 0
    for number, (_, names, weights) in enumerate(SURNAMES):
        length = len(names.split())
        bearers = np.flatnonzero(people == number)
        every = (*weights, *(_REST for _ in range(length - len(weights))))
        found[bearers] = start + draws.choice(every, len(bearers))
        start += length
    return found


def _dotted(draws: Draws, male: Mask) -> Texts:
    count = len(male)
    men, women = (_drawn(draws, np.array(table.split()), count) for table in OWN_NAMES)
    clan = np.char.add(_drawn(draws, np.array(CLANS.split()), count), "·")
    return np.char.add(clan, np.where(male, men, women))


def _drawn(draws: Draws, table: Texts, count: int) -> Texts:
    return table[draws.below(len(table), count)]
