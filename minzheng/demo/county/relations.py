"""Relations to the head of household, by GB/T 4761."""

import numpy as np

from minzheng.demo.county.composition import CHILDREN, GRANDCHILDREN, Composition, Kind, Role
from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.kernel.codes import RELATION

_HEAD, _HUSBAND, _WIFE, _FATHER, _MOTHER = (RELATION.number(key) for key in ("02", "11", "12", "51", "52"))
_SON, _FIRST_SON, _DAUGHTER, _FIRST_DAUGHTER = (RELATION.number(key) for key in ("20", "22", "30", "32"))
_SON_IN_LAW, _DAUGHTER_IN_LAW = RELATION.number("28"), RELATION.number("38")
_SONS_SON, _SONS_DAUGHTER, _DAUGHTERS_SON, _DAUGHTERS_DAUGHTER = (
    RELATION.number(key) for key in ("41", "42", "43", "44")
)
_ON_FATHERS_SIDE = 7_500


def through_son(draws: Draws, composition: Composition) -> Mask:
    """Return for each household whether its grandchildren are children of a son."""
    drawn = draws.chance(_ON_FATHERS_SIDE, len(composition))
    return np.where(composition.kinds == Kind.ELDER_HEADED, composition.male[:, Role.CHILD_1], drawn)


def relations(composition: Composition, *, sons_children: Mask) -> Ints:
    """Return the relation of each role in each household."""
    male = composition.male
    found = np.zeros(male.shape, dtype=np.int64)
    found[:, Role.HEAD] = _HEAD
    found[:, Role.SPOUSE] = np.where(male[:, Role.SPOUSE], _HUSBAND, _WIFE)
    found[:, Role.FATHER], found[:, Role.MOTHER] = _FATHER, _MOTHER
    found[:, CHILDREN] = _children(composition)
    found[:, Role.CHILD_IN_LAW] = np.where(male[:, Role.CHILD_IN_LAW], _SON_IN_LAW, _DAUGHTER_IN_LAW)
    grandsons = male[:, GRANDCHILDREN]
    found[:, GRANDCHILDREN] = np.where(
        sons_children[:, None],
        np.where(grandsons, _SONS_SON, _SONS_DAUGHTER),
        np.where(grandsons, _DAUGHTERS_SON, _DAUGHTERS_DAUGHTER),
    )
    return found


def _children(composition: Composition) -> Ints:
    """An only child is 子 or 女, of several the eldest of each sex 长子 or 长女, then 次, 三."""
    present, male = composition.present[:, CHILDREN], composition.male[:, CHILDREN]
    older_sons: Ints = np.cumsum(present & male, axis=1) - (present & male)
    older_daughters: Ints = np.cumsum(present & ~male, axis=1) - (present & ~male)
    only = present.sum(axis=1, keepdims=True) == 1
    sons = np.where(only, _SON, _FIRST_SON + older_sons)
    daughters = np.where(only, _DAUGHTER, _FIRST_DAUGHTER + older_daughters)
    return np.where(male, sons, daughters)
