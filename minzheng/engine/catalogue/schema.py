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


def check(document: Document, name: str) -> None:
    """Refuse a document that does not fit its schema.

    Raises:
        YamlProblem: the first thing wrong, by line; the message says what was expected.
    """
    errors = sorted(_validator(name).iter_errors(document.data), key=lambda error: document.line(*error.absolute_path))
    if errors:
        error = errors[0]
        raise document.problem(_sentence(error), *error.absolute_path)


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
            return f"应为{_TYPES[str(wanted)]}"
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
    known = list(rule.get("properties", {}))
    found = [name for name in instance if name not in known]
    near = difflib.get_close_matches(str(found[0]), known, n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    return f"不认识 {'、'.join(map(str, found))}，{hint}可用：{'、'.join(known)}"
