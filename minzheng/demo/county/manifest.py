"""What a county holds, for whoever checks that nothing of it leaks: counts, digests, and every sensitive value with its owner."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.county import County
from minzheng.demo.county.draws import Ints
from minzheng.engine.catalogue.localities import locality
from minzheng.kernel.facts import DataClass
from minzheng.kernel.id_numbers import DEMO_AREA

FULL_UP_TO = 50_000
"""Persons up to whom every sensitive value is listed; above, so many values spread evenly over all of them."""

_BLOCK = 1 << 20


def digest(array: NDArray[Any]) -> str:
    """Return the SHA-256 of an array: its kind, shape and values, in little-endian byte order on every machine."""
    total = hashlib.sha256(f"{array.dtype.kind}{array.shape}".encode())
    if array.dtype.kind == "U":
        for text in array.tolist():
            total.update(f"{text}\n".encode())
        return total.hexdigest()
    plain = np.ascontiguousarray(array.astype("<i8"))
    total.update(plain.tobytes())
    return total.hexdigest()


def fingerprint(county: County) -> str:
    """Return one SHA-256 over all arrays: two counties are the same if this is."""
    total = hashlib.sha256()
    for name, array in county.arrays():
        total.update(f"{name} {digest(array)}\n".encode())
    return total.hexdigest()


def manifest(county: County) -> dict[str, Any]:
    """Return the manifest, ready to be written as JSON."""
    values, total = _listed(county)
    return {
        "county": {"code": DEMO_AREA, "name": locality(DEMO_AREA).name, "invented": True},
        "people": county.people,
        "seed": county.seed,
        "as_of": county.as_of.isoformat(),
        "counts": {
            "households": len(county.households.village), "persons": len(county.persons.household), "incomes": len(county.incomes),
            "expenses": len(county.expenses), "assets": len(county.assets), "obligors": len(county.obligors),
        },
        "fingerprint": fingerprint(county),
        "arrays": {name: digest(array) for name, array in county.arrays()},
        "sensitive": {
            "total": total,
            "listed": len(values),
            "complete": total == len(values),
            "note": f"{FULL_UP_TO}人以内全部列出；超过的，按固定间隔抽取约{FULL_UP_TO}个。",
            "values": values,
        },
    }  # fmt: skip


def _listed(county: County) -> tuple[list[dict[str, Any]], int]:
    columns = list(_sensitive(county))
    total = sum(len(rows) for _, _, rows, _ in columns)
    step = 1 if county.people <= FULL_UP_TO else -(-total // FULL_UP_TO)
    listed: list[dict[str, Any]] = []
    start = 0
    for kind, data_class, rows, values in columns:
        listed.extend(_entries(county, kind, data_class, rows[-start % step :: step], values[-start % step :: step]))
        start += len(rows)
    return listed, total


def _sensitive(county: County) -> Iterator[tuple[str, DataClass, Ints, NDArray[np.str_]]]:
    """Yield each kind of sensitive value with its class, the positions of its owners (persons), and the values."""
    persons, households = county.persons, county.households
    everyone = np.arange(len(persons.household))
    heads = np.searchsorted(persons.household, np.arange(len(households.village)))
    reachable = np.flatnonzero(persons.phones != "")
    disabled = np.flatnonzero(persons.facts["disability_type"] > 0)
    yield "name", DataClass.L3, everyone, persons.names
    yield "id_number", DataClass.L4, everyone, persons.id_numbers
    yield "phone", DataClass.L3, reachable, persons.phones[reachable]
    yield "address", DataClass.L3, heads, households.addresses
    yield "bank_account", DataClass.L4, heads, households.accounts
    yield "disability_card", DataClass.L4, disabled, disability_cards(county)[disabled]


def disability_cards(county: County) -> NDArray[np.str_]:
    """Return the certificate number of each person: identity number, type, grade; "" without disability."""
    persons = county.persons
    kinds = persons.facts["disability_type"].astype("U1")
    grades = persons.facts["disability_grade"].astype("U1")
    cards = np.char.add(np.char.add(persons.id_numbers, kinds), grades)
    return np.where(persons.facts["disability_type"] > 0, cards, "")


def _entries(
    county: County, kind: str, data_class: DataClass, owners: Ints, values: NDArray[np.str_]
) -> Iterator[dict[str, Any]]:
    household = county.persons.household[owners]
    columns = (
        values,
        county.divisions()[household],
        county.households.numbers[household],
        county.persons.id_numbers[owners],
    )
    for value, division, number, owner in zip(*(column.tolist() for column in columns), strict=True):
        yield {
            "kind": kind, "value": value, "data_class": data_class.value, "division": str(division), "household": number,
            "owner": owner,
        }  # fmt: skip
