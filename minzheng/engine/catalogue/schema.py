"""Checks declarations against a JSON schema and says in Chinese what is wrong, where, and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from minzheng.laws.strict_yaml import Document, load

_TYPES = {
    "object": "若干“名称: 内容”", "array": "列表", "string": "文字", "integer": "整数", "boolean": "true 或 false",
}  # fmt: skip


@cache
def schema(name: str) -> Mapping[str, Any]:
    """The JSON schema of one kind of declaration ("procedure", "matter", "form")."""
    file = resources.files("minzheng.engine.catalogue.schemas") / f"{name}.yaml"
    return cast("Mapping[str, Any]", load(file.read_text(encoding="utf-8"), f"schemas/{name}.yaml"))


@cache
def _validator(name: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema(name))
    return Draft202012Validator(schema(name))


def check(document: Document, name: str, *, partly: tuple[str, ...] | None = None) -> None:
    """Refuse a document that does not fit its schema.

    Args:
        partly: the place in which something may be missing, because other documents say it.

    Raises:
        YamlProblem: the first thing wrong, by line; the message says what was expected.
    """
    errors = [
        each
        for each in _validator(name).iter_errors(document.data)
        if each.validator != "required" or tuple(each.absolute_path) != partly
    ]
    if errors:
        error = min(errors, key=lambda error: document.line(*_place(error)))
        raise document.problem(_sentence(error), *_place(error))


def _place(error: ValidationError) -> tuple[Any, ...]:
    """Where a reader must look: at the name that is not known, not at the mapping round it."""
    path = tuple(error.absolute_path)
    if error.validator != "additionalProperties" or isinstance(error.validator_value, Mapping):
        return path
    return (*path, next(name for name in cast("Any", error.instance) if name not in _known(cast("Any", error.schema))))


def _known(rule: Mapping[str, Any]) -> list[str]:
    return list(rule.get("properties", {}))


def _sentence(error: ValidationError) -> str:
    place = "·".join(str(part) for part in error.absolute_path) or "文件"
    return f"{place}：{_expected(error)}。"


def _expected(error: ValidationError) -> str:
    wanted, rule = error.validator_value, cast("Mapping[str, Any]", error.schema)
    match error.validator:
        case "required":
            missing = [name for name in cast("Iterable[str]", wanted) if name not in cast("Any", error.instance)]
            return "缺少 " + "、".join(_named(rule, name) for name in missing)
        case "additionalProperties":
            return _unknown(rule, cast("Mapping[str, Any]", error.instance))
        case "type":
            return f"应为{_TYPES[str(wanted)]}" + (f"，{rule['description']}" if "description" in rule else "")
        case "enum":
            return f"应为 {'、'.join(map(str, cast('Iterable[Any]', wanted)))} 之一，现为 {error.instance}"
        case "pattern":
            return str(rule.get("description", f"写法应符合 {wanted}"))
        case "minLength" | "minItems" | "minProperties":
            return f"至少 {wanted} 项"
        case _:
            return str(rule.get("description", rule.get("title", "内容不合要求")))


def _named(rule: Mapping[str, Any], name: str) -> str:
    title = rule.get("properties", {}).get(name, {}).get("title")
    return f"{name}（{title}）" if title else name


def _unknown(rule: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    known = _known(rule)
    found = [name for name in instance if name not in known]
    near = difflib.get_close_matches(str(found[0]), known, n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    return f"不认识 {'、'.join(map(str, found))}，{hint}可用：{'、'.join(known)}"
