"""School and education by age and generation."""

import numpy as np

from minzheng.demo.county.draws import Draws, Ints, on_curve
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import EDUCATION, SCHOOLING

_AT_SCHOOL = (
    (0, 0),
    (2, 0),
    (3, 7_000),
    (5, 9_300),
    (6, 9_960),
    (15, 9_940),
    (16, 9_000),
    (18, 7_600),
    (19, 300),
    (20, 0),
)
_AT_COLLEGE = ((18, 0), (19, 4_800), (22, 4_200), (23, 700), (25, 0))
_POSTGRADUATE = ((22, 0), (23, 130), (26, 130), (27, 0))
_LEVELS = (
    "OTHER",
    "PRIMARY",
    "LOWER_SECONDARY",
    "SECONDARY_VOCATIONAL",
    "UPPER_SECONDARY",
    "COLLEGE",
    "BACHELOR",
    "POSTGRADUATE",
)
# Weights of the levels: born before 1960, before 1985, later.
_GENERATIONS = (1960, 1985)
_WEIGHTS = ((300, 480, 170, 15, 25, 7, 3, 0), (40, 340, 450, 45, 60, 40, 24, 1), (8, 90, 470, 110, 110, 130, 79, 3))
_LEVEL_OF_AGE = ((0, "OTHER"), (7, "PRIMARY"), (13, "LOWER_SECONDARY"), (16, "UPPER_SECONDARY"))


def schooling_facts(draws: Draws, who: Residents, *, birth_year: Ints) -> dict[str, Ints]:
    """Return the facts about schooling by name."""
    count = len(who)
    at_college = draws.chance(on_curve(_AT_COLLEGE, who.age), count) & (who.is_child | who.is_grandchild)
    schooling = np.select(
        [
            draws.chance(on_curve(_POSTGRADUATE, who.age), count) & who.is_child,
            at_college,
            draws.chance(on_curve(_AT_SCHOOL, who.age), count) & (who.age <= 19),
        ],
        [SCHOOLING.number(key) for key in ("POSTGRADUATE", "UNDERGRADUATE", "SCHOOL")],
        SCHOOLING.number("NONE"),
    )
    return {"schooling": schooling, "education": _education(draws, who, schooling, birth_year)}


def _education(draws: Draws, who: Residents, schooling: Ints, birth_year: Ints) -> Ints:
    generation = np.searchsorted(np.array(_GENERATIONS), birth_year, side="right")
    drawn = np.column_stack([draws.choice(weights, len(who)) for weights in _WEIGHTS])
    numbers = np.array([EDUCATION.number(key) for key in _LEVELS])
    grown = numbers[drawn[np.arange(len(who)), generation]]
    ages = np.array([age for age, _ in _LEVEL_OF_AGE])
    levels = np.array([EDUCATION.number(key) for _, key in _LEVEL_OF_AGE])
    reached = levels[np.searchsorted(ages, who.age, side="right") - 1]
    at_college = schooling == SCHOOLING.number("UNDERGRADUATE")
    return np.where(at_college, EDUCATION.number("BACHELOR"), np.where(who.age < 18, reached, grown))
