"""The people of the county as flat columns, one row a person, household after household."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from minzheng.demo.county.composition import Composition, Kind, Role
from minzheng.demo.county.draws import Ints, Mask
from minzheng.demo.county.numbers import calendar
from minzheng.kernel.dates import to_day_number


@dataclass(frozen=True)
class Residents:
    """Who lives where, and what follows from it alone.

    Attributes:
        household: position of the household; ascending.
        role: Role in it.
        kind: Kind of the household.
        male: sex.
        birth_on: days since 1970-01-01.
        age: full years on the day the county is described.
    """

    household: Ints
    role: Ints
    kind: Ints
    male: Mask
    birth_on: Ints
    age: Ints

    def __len__(self) -> int:
        return len(self.household)

    def has(self, *roles: Role) -> Mask:
        """Return who has one of the roles."""
        return np.isin(self.role, roles)

    def lives_in(self, *kinds: Kind) -> Mask:
        """Return who lives in a household of one of the kinds."""
        return np.isin(self.kind, kinds)

    @property
    def is_child(self) -> Mask:
        """Sons and daughters of the head."""
        return self.has(Role.CHILD_1, Role.CHILD_2, Role.CHILD_3)

    @property
    def is_grandchild(self) -> Mask:
        """Grandchildren of the head."""
        return self.has(Role.GRANDCHILD_1, Role.GRANDCHILD_2)

    @property
    def heads(self) -> Ints:
        """Position of each household's head: the first of its members."""
        return np.flatnonzero(self.role == Role.HEAD)


def residents(composition: Composition, *, as_of: date) -> Residents:
    """Lay the households out person by person."""
    household, role = np.nonzero(composition.present)
    birth_on = to_day_number(as_of) - composition.ages[household, role]
    return Residents(
        household=household.astype(np.int64),
        role=role.astype(np.int64),
        kind=composition.kinds[household],
        male=composition.male[household, role],
        birth_on=birth_on,
        age=full_years(birth_on, as_of),
    )


def full_years(birth_on: Ints, as_of: date) -> Ints:
    """Return ages in full years (民法典 第二百零二条, in the approximation that a child of 29 February ages on 1 March)."""
    years, months, days = calendar(birth_on)
    before_birthday = (months > as_of.month) | ((months == as_of.month) & (days > as_of.day))
    return np.asarray(as_of.year - years - before_birthday, dtype=np.int64)


def per_household(household: Ints, values: Ints | Mask, count: int) -> Ints:
    """Return the sum of `values` over the members of each of `count` households."""
    return np.asarray(np.bincount(household, weights=values, minlength=count), dtype=np.int64)
