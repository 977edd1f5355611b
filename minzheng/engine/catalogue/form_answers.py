"""Answers held against a form: everything that is missing or does not fit, in Chinese, by place; stores nothing, raises nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from minzheng.engine.catalogue.form_schemas import json_schema
from minzheng.engine.catalogue.forms import Form, Section
from minzheng.kernel.characters import printable

_DEPTH = 6
"""How deep answers lie: a part, its list, a person, their list, an item, its value."""


@dataclass(frozen=True)
class AnswerFault:
    """Something wrong: where (``members.0.id_number``, positions from 0), and what to do."""

    path: str
    sentence: str


def check_answers(form: Form, answers: object) -> list[AnswerFault]:
    """Return everything wrong with answers to a form.

    Args:
        answers: parsed JSON of any shape; what is empty counts as not answered.
    """
    labels = {section.value: section.label for section in Section}
    labels |= {question.name: question.label for section in Section for question in form.questions(section)}
    found: dict[AnswerFault, None] = {}
    for error in Draft202012Validator(json_schema(form)).iter_errors(_answered(answers, _DEPTH)):
        found |= dict.fromkeys(_faults(error, labels))
    return list(found)


def _answered(given: Any, depth: int) -> Any:
    if depth and isinstance(given, Mapping):
        return {key: _answered(value, depth - 1) for key, value in given.items() if value is not None and value != ""}
    if depth and isinstance(given, list):
        return [_answered(value, depth - 1) for value in given]
    return given


def _faults(error: ValidationError, labels: Mapping[str, str]) -> Iterator[AnswerFault]:
    place = [str(part) for part in error.absolute_path]
    rule = cast("Mapping[str, Any]", error.schema)
    match error.validator:
        case "required":
            for name in cast("list[str]", error.validator_value):
                if name not in cast("Any", error.instance):
                    yield AnswerFault(".".join([*place, name]), f"请填写{labels.get(name, name)}")
        case "additionalProperties":
            for name in cast("Mapping[Any, Any]", error.instance):
                if name not in rule["properties"]:
                    shown = printable(name)
                    yield AnswerFault(".".join([*place, shown]), f"申请表没有“{shown}”这一项，请删去")
        case "not":
            (part,) = rule["not"]["properties"]
            yield AnswerFault(part, f"选了“否”，但{labels[part]}中填写了，请核对")
        case _:
            yield AnswerFault(
                ".".join(place), _sentence(error, rule, labels.get(place[-1], "") if place else "申请内容")
            )


def _sentence(error: ValidationError, rule: Mapping[str, Any], label: str) -> str:
    title = str(rule.get("title", label))
    match error.validator:
        case "contains":
            return f"选了“是”，请在{label}中逐项填写"
        case "const":
            return f"请阅读并同意：{title}"
        case "oneOf":
            return f"{title}不在可选范围内，请重新选择"
        case "minLength" | "maxLength":
            return f"{title}应为{rule.get('minLength', 0)}至{rule['maxLength']}个字"
        case "minItems":
            return f"{title}：请至少填写一项"
        case "maxItems":
            return f"{title}最多填写{error.validator_value}项"
        case _:
            return f"{title}格式不对，请按说明填写"
