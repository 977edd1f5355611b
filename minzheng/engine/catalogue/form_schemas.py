"""The JSON schema (2020-12) of the answers to a form, for programs that send them; derived, never written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from minzheng.engine.catalogue.forms import (
    FIELDS,
    KIND_FACTS,
    MOST_ITEMS,
    MOST_MEMBERS,
    Condition,
    Form,
    Kind,
    Question,
    Section,
    Statement,
)

_AMOUNT, _AMOUNT_OR_LESS = r"^[0-9]{1,13}(\.[0-9]{1,2})?$", r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
_OF_KIND: Mapping[Kind, Mapping[str, Any]] = {
    Kind.FLAG: {"type": "boolean"},
    Kind.NUMBER: {"anyOf": [{"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"}, {"type": "number"}]},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.NAME: {"type": "string", "minLength": 2, "maxLength": 50},
    Kind.ID_NUMBER: {"type": "string", "minLength": 15, "maxLength": 18},
    Kind.PHONE: {"type": "string", "maxLength": 40},
    Kind.BANK_CARD: {"type": "string", "minLength": 12, "maxLength": 40},
    Kind.MEMBER: {"type": "integer", "minimum": 0},
    Kind.PROMISE: {"const": True},
}


def json_schema(form: Form) -> dict[str, Any]:
    """Return the schema of a form's answers.

    What needs looking up (check digits, days) is tested when a case is submitted.
    """
    parts = {section.value: _part(form, section) for section in Section if _is_part(form, section)}
    required = [name for name in ("members", "account", "contact", "statements") if _needs(parts.get(name))]
    agreements = [each for said in form.statements.values() for each in _agreements(said)]
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:minzheng:form:{form.name}:{form.version}",
        "title": form.title,
        "type": "object",
        "additionalProperties": False,
        "properties": parts,
        "required": required,
    }
    return {**body, "allOf": agreements} if agreements else body


def _agreements(said: Statement) -> Iterator[dict[str, Any]]:
    """A yes wants an item of the kinds it speaks of, a no wants none."""
    if said.lists is None:
        return
    kind = next(
        (name for name, section in KIND_FACTS.items() if section is said.lists),
        next((each.name for each in FIELDS.get(said.lists, ()) if each.kind is Kind.CODE), ""),
    )
    item: dict[str, Any] = {"type": "object", "required": [kind]}
    if said.kinds:
        item["properties"] = {kind: {"enum": list(said.kinds)}}
    some = {"properties": {said.lists.value: {"contains": item}}, "required": [said.lists.value]}
    for answer, then in ((True, some), (False, {"not": some})):
        asked = {"properties": {said.key: {"const": answer}}, "required": [said.key]}
        yield {"if": {"properties": {"statements": asked}, "required": ["statements"]}, "then": then}


def _is_part(form: Form, section: Section) -> bool:
    return section in form.sections and not section.per_member


def _needs(part: Mapping[str, Any] | None) -> bool:
    return part is not None and bool(part.get("required") or part.get("minItems"))


def _part(form: Form, section: Section) -> dict[str, Any]:
    body = _object(form, section)
    if not section.repeats:
        return body
    listed = {
        "title": section.label,
        "type": "array",
        "maxItems": MOST_MEMBERS if section is Section.MEMBERS else MOST_ITEMS,
        "items": body,
    }
    return {**listed, "minItems": 1} if section is Section.MEMBERS else listed


def _object(form: Form, section: Section) -> dict[str, Any]:
    questions = list(form.questions(section))
    properties: dict[str, Any] = {question.name: _property(question) for question in questions}
    if section is Section.MEMBERS:
        own = (each for each in (Section.INCOMES, Section.EXPENSES) if each in form.sections)
        properties |= {each.value: _part(form, each) for each in own}
    if section is Section.STATEMENTS:
        properties |= {
            f"{each.key}_detail": {"title": each.explain, "type": "string", "maxLength": each.longest}
            for each in form.statements.values()
            if each.explain
        }
    body: dict[str, Any] = {
        "title": section.label,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": [question.name for question in questions if question.required and question.when is None],
    }
    sometimes = list(_sometimes(questions))
    return {**body, "allOf": sometimes} if sometimes else body


def _sometimes(questions: Iterable[Question]) -> Iterable[dict[str, Any]]:
    for question in questions:
        if question.required and question.when is not None:
            yield {"if": _if(question.when), "then": {"required": [question.name]}}


def _if(condition: Condition) -> dict[str, Any]:
    met = {
        "properties": {name: {"enum": list(values)} for name, values in condition.values.items()},
    }
    # An `unless` is met where something else was said; nothing said counts as the default, which forms exclude.
    return {"not": met} if condition.negated else {**met, "required": list(condition.values)}


def _property(question: Question) -> dict[str, Any]:
    body: dict[str, Any] = {"title": question.label}
    if question.help:
        body["description"] = question.help
    if question.kind is Kind.CODE:
        choices = [(code.key, code.label) for code in question.codes or ()]
        return {**body, "oneOf": [{"const": key, "title": label} for key, label in choices]}
    if question.kind is Kind.TEXT:
        return {**body, "type": "string", "minLength": question.shortest, "maxLength": question.longest}
    if question.kind is Kind.MONEY:
        number = {"type": "number"} if question.negative else {"type": "number", "minimum": 0}
        text = {"type": "string", "pattern": _AMOUNT_OR_LESS if question.negative else _AMOUNT}
        return {**body, "anyOf": [text, number]}
    return {**body, **_OF_KIND[question.kind]}
