"""Figures, parameters and their sources in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from minzheng.engine.rules.parameters import Parameter, ParameterType, Setting
from minzheng.kernel.codes import ALL
from minzheng.kernel.money import format_yuan, round_half_up

UNCONFIRMED = "参数未确认"


def unit_words(value: Fraction, unit: str) -> str:
    """An exact figure with its unit; money that is no whole fen says what it exactly is."""
    if unit.startswith("元"):
        shown = f"{format_yuan(round_half_up(value))}{unit}"
        return shown if value.denominator == 1 else f"约 {shown}"
    if value.denominator == 1:
        return f"{value.numerator}{unit}"
    return f"约 {float(round(value, 4)):g}{unit}"


def setting_words(setting: Setting) -> tuple[str, str, str]:
    """A parameter's value, where it comes from, and what to beware of."""
    if setting.row is None:
        return UNCONFIRMED, "", f"{UNCONFIRMED}：{setting.parameter.set_by}尚未提供有依据的数值"
    row = setting.row
    source = f"{row.source or '没有依据文件'}，自 {row.since.isoformat()} 起"
    warning = row.warning or (
        "" if setting.confirmed else f"{UNCONFIRMED}：该值没有依据文件或者属于虚构数据，不能据以决定"
    )
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
        return "；".join(" ".join(_cell(kind, row[column]) for column, kind in parameter.columns) for row in value)
    return _single(parameter, value)


def _single(parameter: Parameter, value: Any) -> str:
    if parameter.type is ParameterType.CHOICE:
        return dict(parameter.choices)[value]
    if parameter.type is ParameterType.CODES:
        return "、".join(value) or "无"
    if parameter.type is ParameterType.FLAG:
        return "是" if value else "否"
    return percent(value) if parameter.unit == "%" else unit_words(value, parameter.unit)


def _cell(kind: ParameterType, value: Any) -> str:
    if kind is ParameterType.MONEY:
        return unit_words(value, "元")
    return f"不超过 {percent(value)}" if kind is ParameterType.SHARE else f"{value} 档"


def percent(value: Fraction) -> str:
    """A share as a percentage."""
    return f"{float(value * 100):g}%"
