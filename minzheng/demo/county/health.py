"""Disability, illness, and what people can still do."""

import numpy as np

from minzheng.demo.county.composition import Kind, Role
from minzheng.demo.county.draws import Draws, Ints, Mask, on_curve
from minzheng.demo.county.residents import Residents
from minzheng.kernel.codes import DISABILITY_GRADE, DISABILITY_TYPE, HEALTH, LABOUR_CAPACITY

_DISABLED_BY_AGE = ((0, 140), (17, 200), (40, 390), (60, 960), (75, 2_050), (95, 3_300))
_ILL_BY_AGE = ((0, 45), (20, 70), (45, 210), (65, 470), (85, 620))
_DISABLED_ADULT_ALONE = 900
_TYPES = (
    ("VISUAL", 13),
    ("HEARING", 18),
    ("SPEECH", 3),
    ("PHYSICAL", 43),
    ("INTELLECTUAL", 9),
    ("MENTAL", 9),
    ("MULTIPLE", 5),
)
_GRADES = (("GRADE_1", 12), ("GRADE_2", 24), ("GRADE_3", 30), ("GRADE_4", 34))
_MIND = ("INTELLECTUAL", "MENTAL")
_CHRONIC_BY_AGE = ((0, 100), (40, 700), (60, 2_800), (85, 6_000))


def health_facts(draws: Draws, who: Residents) -> dict[str, Ints]:
    """Return the facts about health by name."""
    kind, grade = _disability(draws, who)
    ill = draws.chance(on_curve(_ILL_BY_AGE, who.age), len(who))
    facts = {"disability_type": kind, "disability_grade": grade, "serious_illness": ill.astype(np.int64)}
    severe = is_severe(facts)
    facts["no_civil_capacity"] = (_is_of(kind, _MIND) & (grade == DISABILITY_GRADE.number("GRADE_1"))).astype(np.int64)
    facts["health"] = _health(draws, who, disabled=kind > 0, ill=ill)
    facts["labour_capacity"] = _labour_capacity(who, disabled=kind > 0, severe=severe, ill=ill)
    nursing = draws.chance(500, len(who)) & ~who.male & (who.age >= 21) & (who.age < 40)
    facts["pregnant_or_nursing"] = (nursing & who.has(Role.HEAD, Role.SPOUSE)).astype(np.int64)
    return facts


def is_severe(facts: dict[str, Ints]) -> Mask:
    """Return who is severely disabled: grades 1–2, or grade 3 intellectual or mental."""
    kind, grade = facts["disability_type"], facts["disability_grade"]
    return np.asarray((grade > 0) & ((grade <= 2) | ((grade == 3) & _is_of(kind, _MIND))))


def _is_of(kind: Ints, keys: tuple[str, ...]) -> Mask:
    return np.isin(kind, [DISABILITY_TYPE.number(key) for key in keys])


def _disability(draws: Draws, who: Residents) -> tuple[Ints, Ints]:
    alone = np.where(who.lives_in(Kind.SINGLE_ADULT), _DISABLED_ADULT_ALONE, 0)
    disabled = draws.chance(on_curve(_DISABLED_BY_AGE, who.age) + alone, len(who))
    kinds = np.array([DISABILITY_TYPE.number(key) for key, _ in _TYPES])
    grades = np.array([DISABILITY_GRADE.number(key) for key, _ in _GRADES])
    kind = kinds[draws.choice([weight for _, weight in _TYPES], len(who))]
    grade = grades[draws.choice([weight for _, weight in _GRADES], len(who))]
    return np.where(disabled, kind, 0), np.where(disabled, grade, 0)


def _health(draws: Draws, who: Residents, *, disabled: Mask, ill: Mask) -> Ints:
    chronic = draws.chance(on_curve(_CHRONIC_BY_AGE, who.age), len(who))
    return np.select(
        [ill & disabled, ill, disabled, chronic],
        [HEALTH.number(key) for key in ("SERIOUS_ILLNESS_AND_DISABLED", "SERIOUS_ILLNESS", "DISABLED", "CHRONIC")],
        HEALTH.number("HEALTHY"),
    )


def _labour_capacity(who: Residents, *, disabled: Mask, severe: Mask, ill: Mask) -> Ints:
    return np.select(
        [who.age < 18, who.age >= 60, severe | ill, disabled],
        [LABOUR_CAPACITY.number(key) for key in ("MINOR", "ELDERLY", "LOST", "PARTIAL")],
        LABOUR_CAPACITY.number("FULL"),
    )
