"""Parameters as rules meet them: exact numbers, flags, lists, values by code and tables of bands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.coded import Codes
from minzheng.engine.rules.columns import Flags, Numbers
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.parameters import ParameterType, Setting
from minzheng.kernel.codes import CodeList


class ByCode:
    """A parameter with one value per code: ``dibao_standard[area]``."""

    def __init__(self, values: Mapping[str, Fraction], otherwise: Fraction | None = None) -> None:
        """Take exact values by code key, and the value of codes not named."""
        self.values, self.otherwise = values, otherwise
        self._tables: dict[CodeList, _ValueTable] = {}

    def __getitem__(self, codes: Codes | str) -> Numbers:
        """The value of each row's code, or of one key; unknown where the parameter says nothing about the code."""
        if isinstance(codes, str):
            value = self.values.get(codes, self.otherwise)
            return Numbers.of(value or 0, unknown=None if value is not None else np.True_)
        table = self._tables.get(codes.codes)
        if table is None:
            table = self._tables[codes.codes] = _ValueTable.of(codes.codes, self.values, self.otherwise)
        if isinstance(codes.values, int):
            silent = bool(table.silent[codes.values])
            top = Bounded.of(int(table.tops[codes.values]))
            return Numbers(top, table.bottom, codes.table, True if silent else codes.unknown)
        unknown: Any = table.silent.take(codes.values)
        unknown = unknown if codes.unknown is None else unknown | codes.unknown
        top = Bounded(table.tops.take(codes.values), table.low, table.high)
        return Numbers(top, table.bottom, codes.table, unknown if np.any(unknown) else None)


@dataclass(frozen=True)
class _ValueTable:
    """Values by code number: numerators over one denominator, and the numbers nothing is said about."""

    tops: NDArray[np.int64]
    silent: NDArray[np.bool_]
    bottom: int
    low: int
    high: int

    @classmethod
    def of(cls, codes: CodeList, values: Mapping[str, Fraction], otherwise: Fraction | None) -> _ValueTable:
        named = {item.number: values.get(item.key, otherwise) for item in codes}
        numbers = {number: value for number, value in named.items() if value is not None}
        bottom = math.lcm(*(value.denominator for value in numbers.values()))
        tops = np.zeros(max(named) + 1, np.int64)
        silent = np.ones(len(tops), bool)
        for number, value in numbers.items():
            tops[number], silent[number] = int(value * bottom), False
        return cls(tops, silent, bottom, int(tops.min()), int(tops.max()))


class Bands:
    """A table parameter whose rows are tried in order: ``tiers.pick("per_person", income, at_most="max_ratio", of=standard)``."""

    def __init__(self, rows: tuple[Mapping[str, Any], ...] | None) -> None:
        """Take the rows; None where nobody has set them."""
        self.rows = rows

    def pick(self, wanted: str, measure: Numbers, *, at_most: str, of: Numbers | int = 1) -> Numbers:
        """Column ``wanted`` of the first row where ``measure`` is at most ``at_most`` (a share of ``of``, where given); 0 if none."""
        if self.rows is None:
            return Numbers.of(0, unknown=np.True_)
        result = Numbers.of(0)
        for row in reversed(self.rows):
            result = Numbers.of(row[wanted]).or_else(measure <= of * row[at_most], result)
        return result

    def reached(self, wanted: str, measure: Numbers, *, above: str) -> Numbers:
        """Column ``wanted`` of the row with the highest ``above`` that ``measure`` exceeds; 0 if none."""
        if self.rows is None:
            return Numbers.of(0, unknown=np.True_)
        result = Numbers.of(0)
        for row in sorted(self.rows, key=itemgetter(above)):
            result = Numbers.of(row[wanted]).or_else(measure > row[above], result)
        return result

    def graduated(self, rate: str, measure: Numbers, *, above: str) -> Numbers:
        """Each part of ``measure`` at its own row's rate: what exceeds a row's ``above``, up to the next row's."""
        if self.rows is None:
            return Numbers.of(0, unknown=np.True_)
        result, before = Numbers.of(0), Fraction(0)
        for row in sorted(self.rows, key=itemgetter(above)):
            result += (measure - row[above]).extreme(0, np.maximum) * (row[rate] - before)
            before = row[rate]
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
            return Flags(bool(value), None, True if value is None else None)
    if setting.parameter.by is not None:
        return ByCode({} if value is None else value, None if value is None else setting.parameter.otherwise)
    return Numbers.of(0 if value is None else value, unknown=True if value is None else None)
