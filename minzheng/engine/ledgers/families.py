"""The households of staged rows: known by their members, opened where nobody has one."""

from collections.abc import Sequence

import numpy as np

from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.people import Line
from minzheng.engine.registry import bulk
from minzheng.engine.registry.lookup import households_by_number, households_of
from minzheng.kernel.codes import RELATION, is_self

_HEAD = "02"
_LONGEST_NUMBER = 40


def settle_families(lines: Sequence[Line], context: Confirming) -> list[list[Line]]:
    """Give every line its household and add who is missing in it; return the lines by family, the head first.

    A household is recognised by its members alone: numbers repeat from one ledger and village to the next. Who belongs to
    another household already stays there.
    """
    families = _by_family(lines, context)
    persons = [line.person for line in lines]
    homes = households_of(persons, since=context.as_of)
    homeless: list[list[Line]] = []
    for family in families:
        known = next((homes[line.person] for line in family if line.person in homes), 0)
        for line in family:
            line.household = known or homes.get(line.person, 0)
        if not known and context.meaning.opens_households:
            homeless.append(family)
    _open(homeless, context)
    _add_members(families, homes, context)
    return families


def _by_family(lines: Sequence[Line], context: Confirming) -> list[list[Line]]:
    families: dict[int, list[Line]] = {}
    for line in lines:
        key = line.family if context.meaning.takes_families else line.position
        families.setdefault(key, []).append(line)
    return [sorted(family, key=lambda line: not _is_head(line)) for family in families.values()]


def _is_head(line: Line) -> bool:
    return is_self(line.values.get("relation", "99"))


def _open(families: list[list[Line]], context: Confirming) -> None:
    places = [_place(family) for family in families]
    numbers = [family[0].values.get("household_number", "")[:_LONGEST_NUMBER] for family in families]
    taken = set(households_by_number([number for number in numbers if number]))
    for index, place in enumerate(places):
        if (place, numbers[index]) in taken:
            numbers[index] = ""
        taken |= {(place, numbers[index])} if numbers[index] else set()
    ids = bulk.write_households(
        numbers=numbers, divisions=places, addresses=[family[0].values.get("address", "")[:200] for family in families],
        source=context.source, at=context.at,
    )  # fmt: skip
    for family, household in zip(families, ids, strict=True):
        for line in family:
            line.household = int(household)
    context.outcome.households += len(families)


def _place(family: list[Line]) -> int:
    said = (line.values.get("village") or line.values.get("township") for line in family)
    return next(int(place) for place in said if place)


def _add_members(families: list[list[Line]], homes: dict[int, int], context: Confirming) -> None:
    lines = [line for family in families for line in family if line.household]
    new = [line for line in lines if line.person not in homes]
    elsewhere = [line for line in lines if homes.get(line.person, line.household) != line.household]
    bulk.write_memberships(
        households=np.array([line.household for line in new], dtype=np.int64),
        persons=np.array([line.person for line in new], dtype=np.int64),
        relations=np.array([RELATION.number(line.values.get("relation", _HEAD)) for line in new], dtype=np.int64),
        valid_from=context.as_of,
        source=context.source,
        at=context.at,
    )
    context.outcome.memberships += len(new)
    context.outcome.elsewhere += len(elsewhere)
