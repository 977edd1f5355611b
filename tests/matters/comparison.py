"""Compares what the rules say of every household of a county with what the calculator says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.kernel.codes import BENEFIT_TYPE, COUNTING_GROUND, SELF_CARE_ABILITY, SINGLE_BASIS
from minzheng.kernel.facts import Level
from tests.matters.county import County, exact_values
from tests.matters.oracle import assess
from tests.matters.oracle_means import Member, Result

HOUSEHOLD = {
    "assistance_result": lambda found: found.result,
    "household_size": lambda found: found.size,
    "household_income": lambda found: found.income,
    "support_month": lambda found: found.support_month,
    "household_imputed_income": lambda found: found.imputed,
    "dibao_base": lambda found: found.base,
    "dibao_uplift": lambda found: found.uplift,
    "dibao_total": lambda found: found.total,
    "monthly_total": lambda found: found.monthly_total,
}
MEMBER = {
    "counting_ground": lambda member: member.ground,
    "is_destitute": lambda member: member.destitute,
    "member_income": lambda member: member.income,
    "uplift": lambda member: member.uplift,
    "qualifies_for_dibao_single": lambda member: member.single,
    "own_single_basis": lambda member: member.single_basis,
    "single_person_base": lambda member: member.single_base,
    "care_level": lambda member: member.care_level,
    "destitute_basic": lambda member: member.basic,
    "destitute_care": lambda member: member.care,
}
CODES = {
    "assistance_result": BENEFIT_TYPE,
    "counting_ground": COUNTING_GROUND,
    "own_single_basis": SINGLE_BASIS,
    "care_level": SELF_CARE_ABILITY,
}
OUTPUTS = (*HOUSEHOLD, *MEMBER, "qualifies_for_edge", "qualifies_for_rigid", "qualifies_for_destitute_support")


def values_of(done: Evaluation, name: str, rows: int) -> list[Any]:
    """A computed column row by row: money as fractions, codes as keys, flags as truth; None where nobody knows."""
    column = done[name]
    if isinstance(column, Numbers):
        found: list[Any] = _fractions(column, rows)
    else:
        numbers = np.broadcast_to(
            np.asarray(column.mask if isinstance(column, Flags) else column.values), rows
        ).tolist()
        found = [CODES[name].key(number) for number in numbers] if name in CODES else numbers
    if column.unknown is None:
        return found
    lost = np.broadcast_to(np.asarray(column.unknown), rows).tolist()
    return [None if gone else value for value, gone in zip(found, lost, strict=True)]


def _fractions(column: Numbers, rows: int) -> list[Fraction]:
    tops = np.broadcast_to(np.asarray(column.top.values), rows).tolist()
    if isinstance(column.bottom, int):
        return [Fraction(top, column.bottom) for top in tops]
    return [Fraction(top, int(bottom)) for top, bottom in zip(tops, column.bottom, strict=True)]


def reasons_of(done: Evaluation, matter: str, rows: int) -> list[set[str]]:
    """The reasons for which a matter is known not to apply."""
    conditions = done.plan.conditions[matter]
    bits = done.failed(matter).tolist() if conditions else [0] * rows
    codes = [str(rule.mark.else_say) for rule in conditions]
    return [{code for place, code in enumerate(codes) if bit >> place & 1} for bit in bits]


def expected_of(county: County) -> Iterator[Result]:
    """What the calculator says, household by household."""
    p = exact_values(county.settings)
    return (assess(household, p) for household in county.households())


def differences(county: County, done: Evaluation | None = None) -> list[str]:
    """One line for every value on which rules and calculator differ; where the rules do not know, nothing is compared."""
    done = done or county.evaluated(OUTPUTS)
    expected = list(expected_of(county))
    people = [(row, member) for row, found in enumerate(expected) for member in found.members]
    rows = {Level.HOUSEHOLD: len(expected), Level.MEMBER: len(people)}
    lines = [
        f"household {row}: {name} is {says}, should be {wanted(found)}"
        for name, wanted in HOUSEHOLD.items()
        for row, (says, found) in enumerate(zip(values_of(done, name, rows[Level.HOUSEHOLD]), expected, strict=True))
        if says is not None and says != wanted(found)
    ]
    lines += [
        f"household {row}: {name} of a member is {says}, should be {wanted(member)}"
        for name, wanted in MEMBER.items()
        for says, (row, member) in zip(values_of(done, name, rows[Level.MEMBER]), people, strict=True)
        if says is not None and says != wanted(member)
    ]
    return [*lines, *_reason_differences(done, expected, people)]


def _reason_differences(done: Evaluation, expected: list[Result], people: list[tuple[int, Member]]) -> list[str]:
    lines = [
        f"household {row}: reasons against {matter} are {sorted(says)}, should be {sorted(found.reasons[matter])}"
        for matter in ("dibao", "edge", "rigid")
        for row, (says, found) in enumerate(zip(reasons_of(done, matter, len(expected)), expected, strict=True))
        if not (says <= found.reasons[matter] and _complete(done, matter, row, says, found.reasons[matter]))
    ]
    return lines + [
        f"household {row}: reasons against destitute support are {sorted(says)}, should be {sorted(member.destitute_reasons)}"
        for says, (row, member) in zip(reasons_of(done, "destitute_support", len(people)), people, strict=True)
        if not says <= member.destitute_reasons
    ]


def _complete(done: Evaluation, matter: str, row: int, says: set[str], wanted: set[str]) -> bool:
    """Every reason is named unless an unknown stands in the way."""
    return says == wanted or any(done[rule.name].unknown is not None for rule in done.plan.conditions[matter])
