"""A county, or one household, as arrays: what the rules are evaluated on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from minzheng.engine.registry.arrangement import arranged
from minzheng.engine.registry.binary_copy import Ints, read_columns
from minzheng.engine.registry.bitemporal import STILL_BELIEVED
from minzheng.engine.registry.reading_rule import FactRows
from minzheng.engine.registry.structure import Scope, Structure, load_structure
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.facts import Level

_COLUMNS = {"subject": 8, "value": 8, "recorded_at": 8, "valid_from": 4, "name": 2, "key": 2, "item": 2, "standing": 2}
_HELD = "recorded_at <= %s AND valid_from <= %s AND valid_until > %s"
_READ_EVERYTHING_ABOVE = 30_000
"""Persons in scope from which reading the whole store in one pass is faster than looking each of them up."""


@dataclass(frozen=True)
class CountyArrays:
    """Households with everything below them, column by column.

    Attributes:
        as_of: the day the values hold on.
        known_at: the instant of knowledge.
        divisions: 12-digit division code of each household.
        ids: identifiers of the rows of HOUSEHOLD, MEMBER (the persons), ASSET and OBLIGOR.
        offsets: for each level below the household, `offsets[level][i]:offsets[level][i+1]` are the rows of parent row `i`
            (the household for members, assets and obligors; the member for income and expense items).
        values: fact name → one value per row of its level; FLAG as bool, everything else as int64. A fact nobody ever
            recorded is left out: its default holds everywhere.
        missing: fact name → rows where what is needed is not recorded: a required fact, or which member an obligor supports.
    """

    as_of: date
    known_at: datetime
    divisions: Ints
    ids: Mapping[Level, Ints]
    offsets: Mapping[Level, Ints]
    values: dict[str, NDArray[Any]]
    missing: dict[str, NDArray[np.bool_]]

    @property
    def size(self) -> int:
        """Number of households."""
        return len(self.ids[Level.HOUSEHOLD])

    def mark_members(self, name: str, persons: Ints) -> None:
        """Set a member flag that other registers say (grants in force), true for `persons` and false for all others."""
        self.values[name] = np.isin(self.ids[Level.MEMBER], persons)


def load_population(
    *, as_of: date, known_at: datetime, division: DivisionCode | None = None, households: Iterable[int] | None = None
) -> CountyArrays:
    """Read the facts of a county, a division or chosen households into arrays.

    Args:
        as_of: the day the values shall hold on.
        known_at: the instant of knowledge (aware).
        division: everything within it.
        households: identifiers of households.
    """
    chosen = None if households is None else [int(household) for household in households]
    scope = Scope(as_of, known_at, division, chosen)
    with _one_snapshot(), connection.cursor() as cursor:
        structure = load_structure(cursor, scope)
        rows = _load_facts(cursor, structure, as_of, known_at)
    offsets, values, missing = arranged(structure, rows)
    return CountyArrays(as_of, known_at, structure.divisions, structure.ids(), offsets, values, missing)


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """Let all queries see the same state, also while a ledger is being confirmed."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _load_facts(cursor: Any, structure: Structure, as_of: date, known_at: datetime) -> FactRows:
    held = [known_at, as_of, as_of]
    if len(structure.person_ids) > _READ_EVERYTHING_ABOVE:
        return _fact_rows(cursor, [f"superseded_at > %s AND {_HELD}"], [known_at, *held])
    # Two branches, each the condition of one partial index: what is believed to this day, and what was believed then.
    branches = [
        (f"subject_kind = %s AND subject = ANY(%s) AND {belief} AND {_HELD}", [int(kind), ids.tolist(), *since, *held])
        for kind, ids in structure.subjects().items()
        for belief, since in (
            ("superseded_at = %s", [STILL_BELIEVED]),
            ("superseded_at <> %s AND superseded_at > %s", [STILL_BELIEVED, known_at]),
        )
        if len(ids)
    ]
    if not branches:
        return _fact_rows(cursor, ["false"], [])
    conditions, parameters = zip(*branches, strict=True)
    return _fact_rows(cursor, conditions, [value for each in parameters for value in each])


def _fact_rows(cursor: Any, conditions: Sequence[str], parameters: list[Any]) -> FactRows:
    columns = ", ".join(_COLUMNS)
    branches = [f"SELECT {columns} FROM registry_fact WHERE {condition}" for condition in conditions]  # noqa: S608 - constants
    return FactRows(**read_columns(cursor, " UNION ALL ".join(branches), parameters, _COLUMNS))
