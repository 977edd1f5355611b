"""Parameter declarations and values, from YAML to exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from minzheng.engine.rules.parameters import Parameter, ParameterProblem, ParameterType, ParameterValue
from minzheng.kernel.codes import ALL
from minzheng.laws.strict_yaml import Document

_KEYS = {
    "label",
    "type",
    "unit",
    "cite",
    "set_by",
    "by",
    "otherwise",
    "choices",
    "minimum",
    "maximum",
    "columns",
    "said",
    "values",
}
_ROW_KEYS = {"from", "until", "value", "source", "published", "invented", "warning"}
FEN = 100


def read_declarations(document: Document) -> Iterator[tuple[Parameter, list[ParameterValue]]]:
    """Parameters of one ``params/*.yaml`` with the values the nation sets.

    Raises:
        YamlProblem: with file and line, if a key is unknown or a value does not fit its type.
    """
    for name, body in document.data.items():
        parameter = _declared(document, name, body)
        yield (
            parameter,
            [
                _row(document, parameter, row, "", False, (name, "values", n))
                for n, row in enumerate(body.get("values", []))
            ],
        )


def read_values(document: Document, parameters: Mapping[str, Parameter], place: str) -> Iterator[ParameterValue]:
    """Values a locality sets.

    Raises:
        YamlProblem: for a parameter no matter declares, or a value that does not fit its type.
    """
    invented = bool(document.data.get("invented", False))
    for name, rows in document.data["parameters"].items():
        if name not in parameters:
            raise document.problem(f"参数 {name} 没有在任何事项的 params/ 中声明。", "parameters", name)
        for number, row in enumerate(rows):
            yield _row(document, parameters[name], row, place, invented, ("parameters", name, number))


def _declared(document: Document, name: str, body: Mapping[str, Any]) -> Parameter:
    unknown = sorted(set(body) - _KEYS)
    missing = sorted({"label", "type", "unit", "cite", "set_by"} - set(body))
    if unknown or missing:
        raise document.problem(
            f"参数 {name} 的声明{'多了 ' + '、'.join(unknown) if unknown else '缺少 ' + '、'.join(missing)}。", name
        )
    kind = _typed(document, name, body["type"])
    scale = FEN if kind is ParameterType.MONEY else 1
    return Parameter(
        name=name,
        label=body["label"],
        type=kind,
        unit=body["unit"],
        cite=body["cite"],
        set_by=body["set_by"],
        by=body.get("by"),
        choices=tuple((str(key), str(label)) for key, label in body.get("choices", {}).items()),
        otherwise=None if "otherwise" not in body else _exact(body["otherwise"]) * scale,
        minimum=None if "minimum" not in body else _exact(body["minimum"]) * scale,
        maximum=None if "maximum" not in body else _exact(body["maximum"]) * scale,
        columns=tuple((column, _typed(document, name, word)) for column, word in body.get("columns", {}).items()),
        said=tuple((str(column), str(words)) for column, words in body.get("said", {}).items()),
    )


def _typed(document: Document, name: str, word: str) -> ParameterType:
    if word not in set(ParameterType):
        raise document.problem(f"参数 {name} 的类型 {word} 不存在，可用：{'、'.join(ParameterType)}。", name)
    return ParameterType(word)


def _row(
    document: Document, parameter: Parameter, row: Mapping[str, Any], place: str, invented: bool, path: tuple[Any, ...]
) -> ParameterValue:
    unknown = sorted(set(row) - _ROW_KEYS)
    if unknown or not isinstance(row.get("from"), date) or "value" not in row:
        raise document.problem(
            f"参数“{parameter.label}”的一行应有 from（日期）和 value，可有 until、source、published、warning。", *path
        )
    try:
        value = read_value(parameter, row["value"])
    except (ParameterProblem, TypeError, ValueError, ArithmeticError) as problem:
        raise document.problem(f"参数“{parameter.label}”的值不合要求：{problem}", *path, "value") from problem
    return ParameterValue(
        parameter=parameter.name,
        place=place,
        since=row["from"],
        until=row.get("until"),
        value=value,
        source=row.get("source"),
        published=row.get("published"),
        invented=bool(row.get("invented", invented)),
        warning=row.get("warning"),
    )


def read_value(parameter: Parameter, raw: Any) -> Any:
    """The exact value a YAML value stands for: money in fen, shares as fractions.

    Raises:
        ParameterProblem: if the value does not fit the declared type or bounds; the message is a Chinese sentence.
    """
    if parameter.type is ParameterType.TABLE:
        return tuple(_band(parameter, row) for row in raw)
    if parameter.by is not None:
        return {key: _bounded(parameter, _single(parameter.type, value)) for key, value in _by_code(parameter.by, raw)}
    if parameter.type is ParameterType.CHOICE and raw not in dict(parameter.choices):
        raise ParameterProblem(f"{raw} 不在选项 {'、'.join(dict(parameter.choices))} 中")
    return _bounded(parameter, _single(parameter.type, raw))


def _band(parameter: Parameter, row: Any) -> dict[str, Any]:
    names = [column for column, _ in parameter.columns]
    if not isinstance(row, Mapping) or set(row) != set(names):
        raise ParameterProblem(f"每一档应有 {'、'.join(names)}")
    return {column: _single(kind, row[column]) for column, kind in parameter.columns}


def _by_code(codes: str, raw: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(raw, Mapping):
        raise ParameterProblem(f"应按{ALL[codes].title}分别写明，如 {{{next(iter(ALL[codes])).key}: …}}")
    for key, value in raw.items():
        yield ALL[codes].item(str(key)).key, value


def _bounded(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, Fraction):
        if parameter.minimum is not None and value < parameter.minimum:
            raise ParameterProblem("低于上级规定的下限")
        if parameter.maximum is not None and value > parameter.maximum:
            raise ParameterProblem("高于上级规定的上限")
    return value


def _single(kind: ParameterType, raw: Any) -> Any:
    if kind is ParameterType.FLAG:
        if not isinstance(raw, bool):
            raise ParameterProblem("应为 true 或 false")
        return raw
    if kind is ParameterType.CHOICE:
        return str(raw)
    if kind is ParameterType.CODES:
        return tuple(str(code) for code in raw)
    if kind is not ParameterType.MONEY:
        return _exact(raw)
    return _exact(raw["per_year"]) * FEN / 12 if isinstance(raw, Mapping) else _exact(raw) * FEN


def _exact(raw: Any) -> Fraction:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | str | Fraction):
        raise ParameterProblem("应为数字")
    return Fraction(raw)
