"""The persons of staged rows: found by their number, added where they are new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.registry import bulk
from minzheng.engine.registry.lookup import persons_by_number
from minzheng.kernel.codes import ID_TYPE

_HMT_AREAS = ("810000", "820000", "830000")
_RESIDENT_LENGTH = 18


@dataclass(slots=True)
class Line:
    """A staged row being confirmed; `person` is set once the person is registered, `household` once it has one."""

    position: int
    family: int
    sheet: str
    row: int
    values: dict[str, Any]
    person: int = 0
    household: int = 0


def register_people(lines: Sequence[Line], context: Confirming) -> None:
    """Give every line its person."""
    found = persons_by_number([line.values["id_number"] for line in lines])
    new = [line for line in lines if line.values["id_number"] not in found]
    for line in lines:
        if known := found.get(line.values["id_number"]):
            line.person = known.person
    ids = bulk.write_persons(
        id_kind=[_id_type(line.values["id_number"]) for line in new],
        id_numbers=[line.values["id_number"] for line in new],
        names=[line.values["name"] for line in new],
        phones=[line.values.get("phone") for line in new],
        source=context.source,
        at=context.at,
    )
    for line, person in zip(new, ids, strict=True):
        line.person = int(person)
    context.outcome.persons += len(new)


def _id_type(number: str) -> int:
    """The document an accepted number belongs to, by its form."""
    if number.startswith(_HMT_AREAS):
        return ID_TYPE.number("HMT_RESIDENCE_PERMIT")
    is_foreign = len(number) != _RESIDENT_LENGTH or number.startswith("9")
    return ID_TYPE.number("PERMANENT_RESIDENCE_CARD" if is_foreign else "RESIDENT_ID_CARD")
