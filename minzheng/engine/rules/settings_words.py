"""Figures, parameters and their sources in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from minzheng.engine.rules.parameters import Parameter, ParameterType, Setting
from minzheng.kernel.codes import ALL
from minzheng.kernel.money import format_yuan, round_half_up

UNCONFIRMED = "参数未确认"


_SPOKEN = {"月": "个月", "元/期": "元/核算期"}
"""Units that are said otherwise than they are declared."""

_TABLE_UNITS = {ParameterType.MONEY: "元"}
"""What a column of a table is counted in, by its type."""

_DECIMALS = 10_000


def unit_words(value: Fraction | int, unit: str) -> str:
    """An exact figure with its unit; “约” stands before what had to be rounded to be shown.

    Args:
        value: fen where the unit is money, else the number itself.
    """
    spoken = _SPOKEN.get(unit, unit)
    if unit.startswith("元"):
        if value.denominator == 1:
            return f"{format_yuan(value.numerator)}{spoken}"
        return f"约 {format_yuan(round_half_up(Fraction(value)))}{spoken}"
    if value.denominator == 1:
        return f"{value.numerator}{spoken}"
    if (value * _DECIMALS).denominator == 1:
        return f"{_decimal(Fraction(value))}{spoken}"
    return f"约 {_decimal(Fraction(round(value * _DECIMALS), _DECIMALS))}{spoken}"


def constant_words(value: Fraction, unit: str) -> str:
    """A number written in a rule, in the unit of what it is compared with; a nought of money needs no decimals."""
    return "0元" if unit.startswith("元") and not value else unit_words(value, unit)


def _decimal(value: Fraction) -> str:
    """At most four decimals, without trailing noughts."""
    whole, rest = divmod(abs(value) * _DECIMALS, _DECIMALS)
    decimals = f"{int(rest):04d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{int(whole)}" + (f".{decimals}" if decimals else "")


def setting_words(setting: Setting) -> tuple[str, str, str]:
    """A parameter's value, where it comes from, and what to beware of."""
    if setting.row is None:
        return UNCONFIRMED, "", f"{UNCONFIRMED}：{setting.parameter.set_by}尚未提供有依据的数值"
    row = setting.row
    source = f"{row.source or '没有依据文件'}，自 {row.since.isoformat()} 起"
    doubt = "该值属于虚构数据" if row.invented else "该值没有依据文件"
    warning = row.warning or ("" if setting.confirmed else f"{UNCONFIRMED}：{doubt}，不能据以决定")
    return _value_words(setting.parameter, row.value), source, warning


def words_for_code(setting: Setting, key: str) -> str:
    """The value of a parameter for one code."""
    values = setting.row.value if setting.row else None
    if not isinstance(values, Mapping):
        return UNCONFIRMED
    value = values.get(key, setting.parameter.otherwise)
    return UNCONFIRMED if value is None else _single(setting.parameter, value)


def _value_words(parameter: Parameter, value: Any) -> str:
    if parameter.by is not None and isinstance(value, Mapping):
        codes = ALL[parameter.by]
        return "；".join(f"{codes.label(key)} {_single(parameter, item)}" for key, item in value.items())
    if parameter.type is ParameterType.TABLE:
        return "；".join(
            " ".join(_cell(parameter, column, kind, row[column]) for column, kind in parameter.columns) for row in value
        )
    return _single(parameter, value)


def _single(parameter: Parameter, value: Any) -> str:
    if parameter.type is ParameterType.CHOICE:
        return dict(parameter.choices)[value]
    if parameter.type is ParameterType.CODES:
        return "；".join(_labels(value)) or "无"
    if parameter.type is ParameterType.FLAG:
        return "是" if value else "否"
    return percent(value) if parameter.unit == "%" else unit_words(value, parameter.unit)


def _cell(parameter: Parameter, column: str, kind: ParameterType, value: Any) -> str:
    words = dict(parameter.said).get(column)
    if words is not None:
        return words.format(
            percent(value) if kind is ParameterType.SHARE else unit_words(value, _TABLE_UNITS.get(kind, ""))
        )
    if kind is ParameterType.MONEY:
        return unit_words(value, "元")
    return f"不超过 {percent(value)}" if kind is ParameterType.SHARE else f"{value} 档"


def _labels(keys: tuple[str, ...]) -> list[str]:
    """Labels of listed codes: a list parameter names no code list, so the one that has all its keys is taken."""
    fitting = [codes for codes in ALL.values() if all(key in codes for key in keys)]
    return [fitting[0].label(key) for key in keys] if len(fitting) == 1 else list(keys)


def percent(value: Fraction) -> str:
    """A share as a percentage."""
    return unit_words(value * 100, "%")
