"""Who of many is registered already, and where: the questions a ledger asks before it adds anything."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from minzheng.engine.registry.bitemporal import BELIEVED
from minzheng.engine.registry.keys import key_ring
from minzheng.engine.registry.models import Household, Membership, Person
from minzheng.kernel.crypto import blind_index_many


class Registered(NamedTuple):
    """A registered person."""

    person: int
    name: str


def persons_by_number(id_numbers: Sequence[str]) -> dict[str, Registered]:
    """Return the registered persons among these (normalised) identity numbers."""
    indexes = blind_index_many(id_numbers, ring=key_ring())
    rows = Person.objects.filter(BELIEVED, id_number_index__in=indexes).values_list("id_number_index", "id", "name")
    found = {bytes(index or b""): Registered(person, name) for index, person, name in rows}
    return {number: found[index] for number, index in zip(id_numbers, indexes, strict=True) if index in found}


def households_of(persons: Sequence[int], *, since: date) -> dict[int, int]:
    """Return for each person the household it belongs to on a day, or else the next one it will belong to.

    Adding such a person to another household from that day on would overlap.
    """
    rows = Membership.objects.filter(BELIEVED, person__in=persons, period__overlap=(since, None))
    return dict(rows.order_by("-period").values_list("person_id", "household_id"))


def households_by_number(numbers: Sequence[str]) -> dict[tuple[int, str], int]:
    """Return the households with these numbers by (division, number)."""
    rows = Household.objects.filter(BELIEVED, number__in=numbers).values_list("division_id", "number", "id")
    return {(division, number): household for division, number, household in rows}
