"""Who and what there is on a day: households, their members, assets and obligors, as sorted arrays of identifiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.registry.binary_copy import Ints, read_columns
from minzheng.engine.registry.types import SubjectKind
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.facts import Level

_KNOWN = "{0}.recorded_at <= %s AND {0}.superseded_at > %s"


@dataclass(frozen=True)
class Scope:
    """What to look at: a day, an instant of knowledge, and optionally a division or chosen households."""

    as_of: date
    known_at: datetime
    division: DivisionCode | None = None
    households: Sequence[int] | None = None

    def chosen(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on `h` (registry_household) with its parameters."""
        terms = [_KNOWN.format("h")]
        values: list[Any] = [self.known_at, self.known_at]
        if self.division is not None:
            terms.append("h.division_id BETWEEN %s AND %s")
            values += [self.division.number, self.division.last_number]
        if self.households is not None:
            terms.append("h.id = ANY(%s)")
            values.append(list(self.households))
        return " AND ".join(terms), values

    def dated(self, table: str, columns: str) -> tuple[str, list[Any]]:
        """Return the query for the rows of a dated table that belong to the chosen households."""
        condition, values = self.chosen()
        query = (
            f"SELECT {columns} FROM {table} r JOIN registry_household h ON h.id = r.household_id "  # noqa: S608 - constants
            f"WHERE {_KNOWN.format('r')} AND r.period @> %s AND {condition}"
        )
        return query, [self.known_at, self.known_at, self.as_of, *values]


@dataclass(frozen=True)
class Structure:
    """Identifiers of everything in scope; rows below a household are sorted by its position."""

    household_ids: Ints
    divisions: Ints
    member_household: Ints
    person_ids: Ints
    relations: Ints
    asset_household: Ints
    asset_ids: Ints
    asset_kinds: Ints
    obligor_household: Ints
    obligor_ids: Ints
    obligor_relations: Ints
    obligor_supports: Ints
    """The person each obligor must support; 0 where none is recorded."""

    def ids(self) -> dict[Level, Ints]:
        """Identifiers of the rows of each level that has some: households, persons, assets, obligors."""
        return {
            Level.HOUSEHOLD: self.household_ids,
            Level.MEMBER: self.person_ids,
            Level.ASSET: self.asset_ids,
            Level.OBLIGOR: self.obligor_ids,
        }

    def subjects(self) -> dict[SubjectKind, Ints]:
        """The same identifiers by the kind of subject that facts are about."""
        return {SubjectKind.of(level): ids for level, ids in self.ids().items()}


def load_structure(cursor: Any, scope: Scope) -> Structure:
    """Read who and what there is, in one question. Households without a member on the day are left out."""
    condition, values = scope.chosen()
    branches = [(f"SELECT {_HOUSEHOLDS} FROM registry_household h WHERE {condition}", values)]  # noqa: S608 - constants
    branches += [
        scope.dated(table, f"{part}::int2, {columns}") for part, (table, columns) in enumerate(_BELOW, start=1)
    ]
    queries, parameters = zip(*branches, strict=True)
    found = read_columns(
        cursor, " UNION ALL ".join(queries), [value for each in parameters for value in each], _COLUMNS
    )
    households, members, assets, obligors = (_part(found, part) for part in range(4))
    households = _sorted(households, "household")
    inhabited = np.isin(households["household"], members["household"])
    ids = households["household"][inhabited]
    members = _placed(members, ids, order=("id", "code"))
    assets, obligors = _placed(assets, ids, order=("id",)), _placed(obligors, ids, order=("id",))
    return Structure(
        ids, households["id"][inhabited],
        members["place"], members["id"], members["code"],
        assets["place"], assets["id"], assets["code"],
        obligors["place"], obligors["id"], obligors["code"], obligors["supports"],
    )  # fmt: skip


_COLUMNS = {"part": 2, "household": 8, "id": 8, "code": 2, "supports": 8}
_HOUSEHOLDS = "0::int2, h.id, h.division_id, 0::int2, 0::int8"
"""A household stands for itself, its division in the place of what is below."""
_BELOW = (
    ("registry_membership", "r.household_id, r.person_id, r.relation, 0::int8"),
    ("registry_asset", "r.household_id, r.id, r.kind, 0::int8"),
    ("registry_obligor", "r.household_id, r.id, r.relation, COALESCE(r.supports_id, 0)"),
)


def places_of(ids: Ints, sought: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return for each sought identifier its place in the ascending `ids`, and whether it is there at all."""
    places = np.searchsorted(ids, sought)
    places[places == len(ids)] = 0
    found = ids[places] == sought if len(ids) else np.zeros(len(sought), dtype=np.bool_)
    return places, found


def _part(rows: dict[str, NDArray[Any]], part: int) -> dict[str, NDArray[Any]]:
    chosen = rows["part"] == part
    return {name: column[chosen] for name, column in rows.items() if name != "part"}


def _placed(rows: dict[str, NDArray[Any]], household_ids: Ints, *, order: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    places, found = places_of(household_ids, rows["household"])
    kept = {"place": places[found]}
    kept |= {name: column[found].astype(np.int64) for name, column in rows.items() if name != "household"}
    sorting = np.lexsort((*(kept[name] for name in order), kept["place"]))
    return {name: column[sorting] for name, column in kept.items()}


def _sorted(rows: dict[str, NDArray[Any]], by: str) -> dict[str, NDArray[Any]]:
    order = np.argsort(rows[by], kind="stable")
    return {name: column[order] for name, column in rows.items()}
