"""Who lives together: kinds of households, their members, and ages that fit.

Ages are built from the youngest generation upwards, so that every parent is 18 to 45 years older than every child.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.draws import PARTS, Draws, Ints, Mask


class Role(IntEnum):
    """A place in a household; the head is always there."""

    HEAD = 0
    SPOUSE = 1
    FATHER = 2
    MOTHER = 3
    CHILD_1 = 4
    CHILD_2 = 5
    CHILD_3 = 6
    CHILD_IN_LAW = 7
    GRANDCHILD_1 = 8
    GRANDCHILD_2 = 9


CHILDREN = slice(Role.CHILD_1, Role.CHILD_3 + 1)
GRANDCHILDREN = slice(Role.GRANDCHILD_1, Role.GRANDCHILD_2 + 1)


class Kind(IntEnum):
    """A kind of household."""

    NUCLEAR = 0
    THREE_GENERATIONS = 1
    GROWN_CHILDREN = 2
    COUPLE = 3
    ELDERLY_COUPLE = 4
    ELDERLY_ALONE = 5
    SINGLE_PARENT = 6
    GRANDPARENTS = 7
    ELDER_HEADED = 8
    SINGLE_ADULT = 9
    CLERIC = 10


@dataclass(frozen=True)
class _Shape:
    """How households of one kind are drawn: weights in ten-thousandths, ages in years."""

    weight: int
    youngest: tuple[int, int]
    """Age of the eldest of the youngest generation; of the head where the head lives without one."""
    couple: int
    """How often the head has a spouse at home, in ten-thousandths."""
    siblings: tuple[int, ...] = (1,)
    """Weights of one, two, three children (or grandchildren)."""
    male: int = 8_500
    """How often the head is a man."""


_SHAPES = {
    Kind.NUCLEAR: _Shape(3_080, (0, 20), PARTS, (42, 46, 12)),
    Kind.THREE_GENERATIONS: _Shape(1_500, (0, 19), PARTS, (45, 46, 9)),
    Kind.GROWN_CHILDREN: _Shape(650, (18, 31), 8_500, (60, 40)),
    Kind.COUPLE: _Shape(1_150, (23, 59), PARTS),
    Kind.ELDERLY_COUPLE: _Shape(960, (60, 86), PARTS),
    Kind.ELDERLY_ALONE: _Shape(760, (60, 96), 0, male=4_300),
    Kind.SINGLE_PARENT: _Shape(420, (1, 20), 0, (65, 35), male=4_000),
    Kind.GRANDPARENTS: _Shape(330, (1, 16), 7_000, (60, 40), male=6_500),
    Kind.ELDER_HEADED: _Shape(340, (0, 14), 6_500, (55, 45)),
    Kind.SINGLE_ADULT: _Shape(800, (20, 59), 0, male=6_800),
    Kind.CLERIC: _Shape(10, (22, 75), 0, male=7_000),
}
_WITH_CHILDREN = (Kind.NUCLEAR, Kind.THREE_GENERATIONS, Kind.GROWN_CHILDREN, Kind.SINGLE_PARENT)
_WITH_GRANDCHILDREN = (Kind.GRANDPARENTS, Kind.ELDER_HEADED)

_YOUNGEST_DAYS = 20
_BIRTH_GAP = (19, 30)
_SPACING = (400, 1_600)
_SPOUSES_APART = 5
_PARENTS_GAP = (19, 36)
_GRANDPARENTS_GAP = (41, 60)
_MALE_OLDER = 8_000
_BOYS = 5_180
YearsT = TypeVar("YearsT", int, Ints)

_MEAN_SIZE_TIMES_4 = 11
"""Households drawn: more than are needed, cut where the county is full."""


@dataclass(frozen=True)
class Composition:
    """Households as matrices of households × roles.

    Attributes:
        kinds: Kind of each household.
        present: who is there.
        ages: in days.
        male: sex of each.
    """

    kinds: Ints
    present: Mask
    ages: Ints
    male: Mask

    def __len__(self) -> int:
        return len(self.kinds)


def days(years: YearsT) -> YearsT:
    """Return a number of years in days, a leap year in four."""
    return years * 1_461 // 4


def compose(draws: Draws, *, people: int) -> Composition:
    """Draw households for exactly `people` persons; the last few live alone."""
    kinds = draws.choice([_SHAPES[kind].weight for kind in Kind], people * 4 // _MEAN_SIZE_TIMES_4 + 20)
    drawn = _draw(draws, kinds)
    full = int(np.searchsorted(np.cumsum(drawn.present.sum(axis=1)), people, side="right"))
    parts = [Composition(*(array[:full] for array in _arrays(drawn)))]
    missing = people - int(parts[0].present.sum())
    if missing:
        parts.append(_draw(draws, np.full(missing, Kind.SINGLE_ADULT, dtype=np.int64)))
    return Composition(*(np.concatenate(arrays) for arrays in zip(*map(_arrays, parts), strict=True)))


def _arrays(composition: Composition) -> tuple[NDArray[Any], ...]:
    return composition.kinds, composition.present, composition.ages, composition.male


def _draw(draws: Draws, kinds: Ints) -> Composition:
    count = len(kinds)
    present = np.zeros((count, len(Role)), dtype=np.bool_)
    ages = np.zeros((count, len(Role)), dtype=np.int64)
    present[:, Role.HEAD] = True
    earliest, latest = _of_kind(kinds, "youngest")
    youngest = draws.between(np.maximum(days(earliest), _YOUNGEST_DAYS), days(latest), count)
    _add_offspring(draws, np.isin(kinds, _WITH_CHILDREN), CHILDREN, kinds, youngest, present, ages)
    _add_offspring(draws, np.isin(kinds, _WITH_GRANDCHILDREN), GRANDCHILDREN, kinds, youngest, present, ages)
    male = _sexes(draws, kinds, count)
    _add_grown_child(draws, kinds == Kind.ELDER_HEADED, youngest, present, ages)
    younger = _younger_partner(draws, kinds, youngest, ages)
    _add_couple(draws, kinds, younger, present, ages, male)
    _add_parents(draws, kinds == Kind.THREE_GENERATIONS, present, ages)
    return Composition(kinds, present, ages, male)


def _of_kind(kinds: Ints, name: str) -> tuple[Ints, ...]:
    table = np.array([np.atleast_1d(getattr(_SHAPES[kind], name)) for kind in Kind], dtype=np.int64)
    return tuple(table[kinds].T)


def _add_offspring(
    draws: Draws, chosen: Mask, roles: slice, kinds: Ints, eldest: Ints, present: Mask, ages: Ints
) -> None:
    wanted = np.zeros(len(kinds), dtype=np.int64)
    for kind in Kind:
        of_kind = np.flatnonzero(kinds == kind)
        wanted[of_kind] = draws.choice(_SHAPES[kind].siblings, len(of_kind)) + 1
    age = eldest.copy()
    for number, role in enumerate(range(roles.start, roles.stop)):
        present[:, role] = chosen & (wanted > number) & (age >= _YOUNGEST_DAYS)
        ages[present[:, role], role] = age[present[:, role]]
        age = age - draws.between(*_SPACING, len(kinds))


def _sexes(draws: Draws, kinds: Ints, count: int) -> Mask:
    male = draws.chance(_BOYS, count * len(Role)).reshape(count, len(Role))
    male[:, Role.HEAD] = draws.chance(_of_kind(kinds, "male")[0], count)
    male[:, Role.SPOUSE] = ~male[:, Role.HEAD]
    male[:, Role.FATHER], male[:, Role.MOTHER] = True, False
    male[:, Role.CHILD_IN_LAW] = ~male[:, Role.CHILD_1]
    return male


def _add_grown_child(draws: Draws, chosen: Mask, grandchild: Ints, present: Mask, ages: Ints) -> None:
    """The couple in the middle, of whom the grandchildren come."""
    count = len(grandchild)
    child = grandchild + _years(draws, _BIRTH_GAP, count)
    apart = draws.between(-days(3), days(3), count)
    for role, age in ((Role.CHILD_1, child), (Role.CHILD_IN_LAW, np.maximum(child + apart, grandchild + days(19)))):
        present[chosen, role] = True
        ages[chosen, role] = age[chosen]


def _younger_partner(draws: Draws, kinds: Ints, youngest: Ints, ages: Ints) -> Ints:
    """Return the age of the head, or of the younger of head and spouse."""
    count = len(kinds)
    with_children = np.isin(kinds, _WITH_CHILDREN) | (kinds == Kind.ELDER_HEADED)
    over_child = ages[:, Role.CHILD_1] + _years(draws, _BIRTH_GAP, count)
    over_grandchild = youngest + _years(draws, _GRANDPARENTS_GAP, count)
    alone = np.where(kinds == Kind.GRANDPARENTS, over_grandchild, youngest)
    return np.where(with_children, over_child, alone)


def _add_couple(draws: Draws, kinds: Ints, younger: Ints, present: Mask, ages: Ints, male: Mask) -> None:
    count = len(kinds)
    couple = draws.chance(_of_kind(kinds, "couple")[0], count)
    apart = np.where(couple, draws.below(days(_SPOUSES_APART), count), 0)
    head_older = draws.chance(_MALE_OLDER, count) == male[:, Role.HEAD]
    present[:, Role.SPOUSE] = couple
    ages[:, Role.HEAD] = younger + np.where(head_older, apart, 0)
    ages[couple, Role.SPOUSE] = (younger + np.where(head_older, 0, apart))[couple]


def _add_parents(draws: Draws, chosen: Mask, present: Mask, ages: Ints) -> None:
    count = len(chosen)
    who = draws.choice((20, 35, 45), count)
    mother = ages[:, Role.HEAD] + _years(draws, _PARENTS_GAP, count)
    father = mother + draws.below(days(_SPOUSES_APART), count)
    for role, age, there in ((Role.FATHER, father, who != 1), (Role.MOTHER, mother, who != 0)):
        present[:, role] = chosen & there
        ages[present[:, role], role] = age[present[:, role]]


def _years(draws: Draws, years: Sequence[int], size: int) -> Ints:
    return draws.between(days(years[0]), days(years[1]), size)
