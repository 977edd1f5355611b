"""Which rows belong to one family: by a household number, by the head's name with blanks below, or row by row."""

from dataclasses import dataclass, field
from typing import Any

from minzheng.kernel.codes import is_self


@dataclass
class Family:
    """The rows seen so far of one household; `shared` holds what is written once for all of them."""

    key: str
    number: str | None = None
    head: str | None = None
    has_head: bool = False
    shared: dict[str, Any] = field(default_factory=dict)


class Families:
    """Assigns the rows of one sheet, from top to bottom, to families."""

    def __init__(self, columns: frozenset[str], *, one_person_a_row: bool) -> None:
        self._by_number = not one_person_a_row and "household_number" in columns
        self._by_head = not one_person_a_row and bool(columns & {"relation", "head_name", "head_id_number"})
        self._numbered: dict[tuple[Any, ...], Family] = {}
        self._current: Family | None = None

    def family_of(self, values: dict[str, Any], *, key: str) -> Family:
        """Return the family of a row; `key` names a family that begins with this row."""
        number, head = values.get("household_number"), values.get("head_id_number") or values.get("head_name")
        relation = values.get("relation")
        is_head = relation is not None and is_self(relation)
        family = self._numbered_family(values, number, key) if self._by_number else self._next(head, is_head, key)
        family.head = family.head or head
        family.has_head = family.has_head or is_head
        self._current = family
        return family

    def _numbered_family(self, values: dict[str, Any], number: str | None, key: str) -> Family:
        if number is None:
            return self._current or Family(key)
        place = (values.get("township"), values.get("village"), number)
        if self._current is not None and self._current.number == number and place[:2] == (None, None):
            return self._current
        return self._numbered.setdefault(place, Family(key, number=number))

    def _next(self, head: str | None, is_head: bool, key: str) -> Family:
        current = self._current
        if current is None or not self._by_head:
            return Family(key)
        if head is not None and current.head is not None and head != current.head:
            return Family(key)
        if is_head and (current.has_head or head is None or current.head != head):
            return Family(key)
        return current
