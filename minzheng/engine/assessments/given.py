"""One household that is given rather than recorded: in a file, in a form. Nothing is read from the database or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.population import Population
from minzheng.kernel.facts import FactKind, Level

Row = Mapping[str, int | None]
"""Whole numbers by the name of the fact (fen, code numbers, days, 0/1); None where nobody knows."""


def given_household(rows: Mapping[Level, Sequence[Row]], counts: Mapping[Level, Sequence[int]]) -> Population:
    """Return one household as rules read it.

    Args:
        rows: per level, its rows; the household itself is one row.
        counts: per level below the household, how many rows each row of the level above has.
    """
    offsets = {level: np.cumsum([0, *counts[level]]) for level in counts}
    values, unknown = {}, {}
    for every in rows.values():
        for name in {name for row in every for name in row}:
            fact = FACTS[name]
            said = [row.get(name) for row in every]
            needed = fact.required or (fact.default is None and fact.kind is not FactKind.CODE)
            values[name] = np.array([(fact.default or 0) if value is None else value for value in said], np.int64)
            missing = np.array(
                [value is None and (needed or name in row) for row, value in zip(every, said, strict=True)]
            )
            if missing.any():
                unknown[name] = missing
    return Population(FACTS, 1, offsets, values, unknown)
