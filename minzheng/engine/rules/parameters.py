"""Dated parameters: every number has a unit, a citation and a period, and the nearest division's value wins.

A parameter is declared once by the matter that needs it (name, label, type, unit, who sets it, article). Its values come
from the nation (beside the declaration) or from a locality. A value without a source is *unconfirmed* (参数未确认): rules
that need it yield "unknown", never a decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

Value: TypeAlias = "Fraction | bool | str | tuple[str, ...] | tuple[Mapping[str, Any], ...] | Mapping[str, Fraction]"


class ParameterType(StrEnum):
    """What kind of value a parameter has."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    CODES = "codes"
    TABLE = "table"


class ParameterProblem(ValueError):
    """A declaration or value that cannot stand; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Parameter:
    """A declared parameter.

    Attributes:
        by: name of the code list whose codes the value depends on (``area``); None for one value.
        otherwise: value of codes a row does not name.
        choices: permitted values of a CHOICE with their Chinese labels.
        minimum, maximum: bounds set above that bind every locality.
        columns: for a TABLE, the type of each column.
        said: for a TABLE, how a column's value is worded, "{}" standing for it, where not as its type always is.
        set_by: who sets it, as shown ("国家", "省", "州市", "县").
    """

    name: str
    label: str
    type: ParameterType
    unit: str
    cite: str
    set_by: str
    by: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    otherwise: Fraction | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    columns: tuple[tuple[str, ParameterType], ...] = ()
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ParameterValue:
    """One dated row of values.

    Attributes:
        place: division code prefix the row holds for ("" for the nation).
        since, until: first and last day; ``until`` None while in force.
        source: document that sets it; None makes the row unconfirmed.
        invented: a demonstration value that no real county may use.
        warning: a sentence every result that used the row must carry.
    """

    parameter: str
    place: str
    since: date
    until: date | None
    value: Value
    source: str | None
    published: date | None = None
    invented: bool = False
    warning: str | None = None

    def holds(self, on: date) -> bool:
        """Whether the row is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def confirmed(self, *, demo: bool) -> bool:
        """Whether a decision may stand on this row."""
        return self.source is not None and (demo or not self.invented)


@dataclass(frozen=True, eq=False)
class Setting:
    """A parameter as it stands at one place on one day; ``row`` None where nobody has set it."""

    parameter: Parameter
    row: ParameterValue | None
    confirmed: bool


class ParameterBook:
    """All declared parameters with all their dated values.

    Raises:
        ParameterProblem: for an undeclared name, a period that ends before it starts, or overlapping periods at one place.
    """

    def __init__(self, parameters: Iterable[Parameter], values: Iterable[ParameterValue]) -> None:
        """Check names and periods."""
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self._rows: dict[str, list[ParameterValue]] = defaultdict(list)
        for row in values:
            self._add(row)

    def _add(self, row: ParameterValue) -> None:
        parameter = self.parameters.get(row.parameter)
        if parameter is None:
            raise ParameterProblem(f"参数 {row.parameter} 没有在任何事项的 params/ 中声明")
        if row.until is not None and row.until < row.since:
            raise ParameterProblem(f"参数“{parameter.label}”自{row.since}起的一行，结束日期早于开始日期")
        for other in self._rows[row.parameter]:
            if other.place == row.place and _overlap(other, row):
                raise ParameterProblem(
                    f"参数“{parameter.label}”在同一地区（{row.place or '全国'}）{max(other.since, row.since)}当日有两个值"
                )
        self._rows[row.parameter].append(row)

    def setting(self, name: str, *, place: str, on: date, demo: bool = False) -> Setting:
        """The value of the nearest division whose period contains the day."""
        rows = [row for row in self._rows[name] if row.holds(on) and place.startswith(row.place)]
        row = max(rows, key=lambda candidate: len(candidate.place), default=None)
        return Setting(self.parameters[name], row, row is not None and row.confirmed(demo=demo))

    def at(self, *, place: str, on: date, demo: bool = False) -> dict[str, Setting]:
        """Every parameter at one place on one day."""
        return {name: self.setting(name, place=place, on=on, demo=demo) for name in self.parameters}

    def places(self) -> list[str]:
        """Division prefixes that set a value of their own, longest first."""
        return sorted(
            {row.place for rows in self._rows.values() for row in rows}, key=lambda place: (-len(place), place)
        )

    def change_dates(self) -> list[date]:
        """Days on which any value starts."""
        return sorted({row.since for rows in self._rows.values() for row in rows})


def _overlap(first: ParameterValue, second: ParameterValue) -> bool:
    return (second.until is None or first.since <= second.until) and (
        first.until is None or second.since <= first.until
    )
