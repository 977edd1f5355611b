"""The county as the rules read it, without a database in between."""

from datetime import UTC, date, datetime, time

import numpy as np

from minzheng.demo.county.county import County
from minzheng.demo.county.destitution import ABILITIES
from minzheng.demo.county.obligors import EVERYBODY
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.registry.population import CountyArrays
from minzheng.kernel.facts import FactKind, Level


def arrays_of(county: County, *, as_of: date) -> CountyArrays:
    """Return what the register would hold if everything were entered; identifiers are positions."""
    persons, households = county.persons, county.households
    items = {
        Level.INCOME: ("income_kind", county.incomes), Level.EXPENSE: ("expense_kind", county.expenses),
        Level.ASSET: ("asset_kind", county.assets), Level.OBLIGOR: ("obligor_relation", county.obligors),
    }  # fmt: skip
    values = {**households.facts, **persons.facts, "relation": persons.relation}
    for name, rows in items.values():
        values |= {name: rows.kind, **rows.facts}
    owners = {level: len(persons.household if level.parent is Level.MEMBER else households.village) for level in items}
    offsets = {level: rows.offsets(owners[level]) for level, (_, rows) in items.items()}
    offsets[Level.MEMBER] = np.searchsorted(persons.household, np.arange(len(households.village) + 1))
    first = offsets[Level.MEMBER][county.obligors.owner]
    values["supported_member"] = np.where(county.supports == EVERYBODY, 0, county.supports - first + 1)
    ids = {Level.HOUSEHOLD: len(households.village), Level.MEMBER: len(persons.household)}
    return CountyArrays(
        as_of=as_of,
        known_at=datetime.combine(as_of, time(), tzinfo=UTC),
        divisions=county.divisions(),
        ids={level: np.arange(count, dtype=np.int64) for level, count in ids.items()},
        offsets=offsets,
        values={name: column != 0 if FACTS[name].kind is FactKind.FLAG else column for name, column in values.items()},
        missing=dict.fromkeys(ABILITIES, persons.facts["asks_destitute_support"] == 0),
    )
