"""Parameters as rules meet them: exact numbers, flags, lists, values by code and tables of bands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.levels import either_unknown
from minzheng.engine.rules.parameters import ParameterType, Setting


class ByCode:
    """A parameter with one value per code: ``dibao_standard[area]``."""

    def __init__(self, values: Mapping[str, Fraction], otherwise: Fraction | None = None) -> None:
        """Take exact values by code key, and the value of codes not named."""
        self.values, self.otherwise = values, otherwise

    def __getitem__(self, codes: Codes | str) -> Numbers:
        """The value of each row's code, or of one key; unknown where the parameter says nothing about the code."""
        if isinstance(codes, str):
            value = self.values.get(codes, self.otherwise)
            return Numbers.of(value or 0, unknown=None if value is not None else np.True_)
        if isinstance(codes.values, int):
            key = next((item.key for item in codes.codes if item.number == codes.values), "")
            found = self[key] if key else Numbers.of(0, unknown=np.True_)
            return Numbers(found.top, found.bottom, codes.table, either_unknown(found, codes))
        named = {key: self.values.get(key, self.otherwise) for key in (item.key for item in codes.codes)}
        numbers = {codes.codes.number(key): value for key, value in named.items() if value is not None}
        bottom = math.lcm(*(value.denominator for value in numbers.values()))
        return self._looked_up(codes, numbers, bottom)

    def _looked_up(self, codes: Codes, numbers: Mapping[int, Fraction], bottom: int) -> Numbers:
        tops = np.zeros(max(item.number for item in codes.codes) + 1, np.int64)
        silent = np.ones(len(tops), bool)
        for number, value in numbers.items():
            tops[number], silent[number] = int(value * bottom), False
        unknown: Any = silent.take(codes.values)
        unknown = unknown if codes.unknown is None else unknown | codes.unknown
        return Numbers(
            Bounded(tops.take(codes.values), int(tops.min()), int(tops.max())),
            bottom,
            codes.table,
            unknown if np.any(unknown) else None,
        )


class Bands:
    """A table parameter whose rows are tried in order: ``tiers.pick("per_person", income, at_most="max_ratio", of=standard)``."""

    def __init__(self, rows: tuple[Mapping[str, Any], ...] | None) -> None:
        """Take the rows; None where nobody has set them."""
        self.rows = rows

    def pick(self, wanted: str, measure: Numbers, *, at_most: str, of: Numbers) -> Numbers:
        """Column ``wanted`` of the first row where ``measure`` is at most the ``at_most`` share of ``of``; 0 if none."""
        if self.rows is None:
            return Numbers.of(0, unknown=np.True_)
        result = Numbers.of(0)
        for row in reversed(self.rows):
            result = Numbers.of(row[wanted]).or_else(measure <= of * row[at_most], result)
        return result


@lru_cache(maxsize=4096)
def as_rules_see(setting: Setting) -> Any:
    """The parameter's value in the form rules compute with; unknown where nobody has set it with a source."""
    value: Any = setting.row.value if setting.row is not None and setting.confirmed else None
    match setting.parameter.type:
        case ParameterType.CHOICE | ParameterType.CODES:
            return value
        case ParameterType.TABLE:
            return Bands(value)
        case ParameterType.FLAG:
            return Flags(np.bool_(bool(value)), None, np.True_ if value is None else None)
    if setting.parameter.by is not None:
        return ByCode({} if value is None else value, None if value is None else setting.parameter.otherwise)
    return Numbers.of(0 if value is None else value, unknown=np.True_ if value is None else None)
