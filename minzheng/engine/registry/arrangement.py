"""From rows of the fact store to one column per fact."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.registry.binary_copy import Ints
from minzheng.engine.registry.facts import BY_NUMBER, STORED
from minzheng.engine.registry.reading_rule import FactRows, settle
from minzheng.engine.registry.structure import Structure, places_of
from minzheng.kernel.facts import Fact, FactKind, Level

Columns = dict[str, NDArray[Any]]
Masks = dict[str, NDArray[np.bool_]]

_ITEM_LEVELS = {Level.INCOME: "income_kind", Level.EXPENSE: "expense_kind"}
_KEY_BITS = 16


def arranged(structure: Structure, rows: FactRows) -> tuple[dict[Level, Ints], Columns, Masks]:
    """Return the row offsets of each level, the columns by fact name, and the rows where a fact is missing that is needed."""
    offsets = _offsets(structure)
    values: Columns = {
        "relation": structure.relations,
        "asset_kind": structure.asset_kinds,
        "obligor_relation": structure.obligor_relations,
    }
    missing: Masks = {}
    _add_supported(structure, offsets[Level.MEMBER], values, missing)
    found = _by_level(rows)
    for level, ids in structure.ids().items():
        _add_columns(found[level], ids, values, missing)
        _add_unrecorded(level, len(ids), values, missing)
    for level, kind in _ITEM_LEVELS.items():
        offsets[level] = _add_items(found[level], structure.person_ids, kind, values)
    return offsets, values, missing


def _offsets(structure: Structure) -> dict[Level, Ints]:
    bounds = np.arange(len(structure.household_ids) + 1)
    return {
        Level.MEMBER: np.searchsorted(structure.member_household, bounds),
        Level.ASSET: np.searchsorted(structure.asset_household, bounds),
        Level.OBLIGOR: np.searchsorted(structure.obligor_household, bounds),
    }


def _add_supported(structure: Structure, first: Ints, values: Columns, missing: Masks) -> None:
    """Add which member each obligor must support; of one who supports a person that is no member now nobody knows."""
    supports = structure.obligor_supports
    if not supports.any():
        return
    order = np.argsort(structure.person_ids, kind="stable")
    places, found = places_of(structure.person_ids[order], supports)
    members = order[places]
    here = found & (structure.member_household[members] == structure.obligor_household)
    values["supported_member"] = np.where(here, members - first[structure.obligor_household] + 1, 0)
    missing["supported_member"] = (supports > 0) & ~here


def _by_level(rows: FactRows) -> dict[Level, list[tuple[Fact, FactRows]]]:
    found: dict[Level, list[tuple[Fact, FactRows]]] = {level: [] for level in Level}
    for number, part in rows.by_name():
        fact = BY_NUMBER.get(number)
        if fact is not None and fact.kind is not FactKind.TEXT:
            found[fact.level].append((fact, part))
    return found


def _add_columns(found: list[tuple[Fact, FactRows]], ids: Ints, values: Columns, missing: Masks) -> None:
    order = np.argsort(ids, kind="stable")
    ascending = ids[order]
    for fact, rows in found:
        places, known = places_of(ascending, rows.subject)
        column, seen = settle(rows.take(known), order[places[known]], len(ids))
        values[fact.name] = _filled(fact, column, seen)
        if fact.required:
            missing[fact.name] = ~seen


def _add_unrecorded(level: Level, size: int, values: Columns, missing: Masks) -> None:
    """A required fact that nobody recorded is missing everywhere; any other is left to its default."""
    for fact in STORED.values():
        if fact.level is level and fact.required and fact.name not in values:
            values[fact.name] = _filled(fact, np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_))
            missing[fact.name] = np.ones(size, dtype=np.bool_)


def _add_items(found: list[tuple[Fact, FactRows]], person_ids: Ints, kind: str, values: Columns) -> Ints:
    """Add the income or expense items of the members and return the offsets: one row per person, key and item number."""
    order = np.argsort(person_ids, kind="stable")
    ascending = person_ids[order]
    known_rows, codes = [], []
    for _, rows in found:
        places, known = places_of(ascending, rows.subject)
        kept = rows.take(known)
        known_rows.append(kept)
        codes.append(order[places[known]] << 2 * _KEY_BITS | kept.key.astype(np.int64) << _KEY_BITS | kept.item)
    items = np.unique(np.concatenate(codes)) if codes else np.empty(0, dtype=np.int64)
    values[kind] = items >> _KEY_BITS & (1 << _KEY_BITS) - 1
    for (fact, _), kept, code in zip(found, known_rows, codes, strict=True):
        column, seen = settle(kept, np.searchsorted(items, code), len(items))
        values[fact.name] = _filled(fact, column, seen)
    return np.searchsorted(items >> 2 * _KEY_BITS, np.arange(len(person_ids) + 1))


def _filled(fact: Fact, column: Ints, seen: NDArray[np.bool_]) -> NDArray[Any]:
    column[~seen] = fact.default or 0
    return column.astype(np.bool_) if fact.kind is FactKind.FLAG else column
