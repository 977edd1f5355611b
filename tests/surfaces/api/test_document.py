"""The document of the interface, the page to try it on, and what anybody may read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.actions.callbacks import body_of
from minzheng.surfaces.api.interface import schema
from minzheng.surfaces.api.reference import page
from tests.engine.cases.conftest import County
from tests.surfaces.api.conftest import BASE, Api


def test_the_document_is_openapi_31_and_says_in_chinese_what_each_call_is_for(api: Api) -> None:
    found = api.done("", "GET", "openapi.json")
    assert found == json.loads(json.dumps(schema()))
    assert found["openapi"].startswith("3.1")
    for calls in found["paths"].values():
        for call in calls.values():
            assert any("\u4e00" <= character <= "\u9fff" for character in call["summary"])
            assert call["description"]


def test_the_page_needs_nothing_from_elsewhere_and_nothing_inline(api: Api) -> None:
    found = api.client.get(f"{BASE}docs")
    assert "unsafe" not in found["Content-Security-Policy"]
    assert "http" not in found.content.decode()
    assert "<script>" not in found.content.decode()
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "try.js"):
        assert f"{BASE}docs/{name}" in found.content.decode()
        assert api.client.get(f"{BASE}docs/{name}").status_code == 200
    assert api.client.get(f"{BASE}docs/interface.py").status_code == 404


def test_anybody_reads_the_services_and_how_they_are_carried_out(api: Api) -> None:
    services = {each["name"]: each for each in api.done("", "GET", "services")}
    (code,) = [
        each["code"]
        for each in services["minimum_living_allowance"]["procedures"]
        if each["code"].endswith(".application")
    ]
    procedure = api.done("", "GET", f"procedures/{code}")
    steps = {each["key"]: each for each in procedure["steps"]}
    assert steps["confirm"]["by"] == ["county_lead"]
    assert {each["key"] for each in procedure["records"]} >= {"authorisation", "home_visit", "verification"}


@pytest.mark.parametrize("on", ["", "?on=2026-08-03"])
def test_anybody_reads_the_standards_with_source_and_article(on: str, api: Api) -> None:
    found = api.done("", "GET", f"standards{on}")
    assert any(each["confirmed"] and each["source"] for each in found)
    assert all(each["label"] and each["articles"] is not None for each in found)


def test_the_reference_page_is_what_is_declared(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert written == page(), "python -m minzheng.surfaces.api.reference docs/reference/api.md"


def test_what_programs_are_told_is_what_the_document_says(county: County) -> None:
    """The body of a real call is valid under the declared schema."""
    case = county.accepted()
    with scoped(SYSTEM):
        body = json.loads(body_of(case.log.order_by("serial").last()))  # type: ignore[arg-type]
    document = schema()
    assert document["openapi"].startswith("3.1")
    (call,) = document["webhooks"].values()
    declared = call["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**declared, "components": document["components"]})
    assert list(validator.iter_errors(body)) == []
    assert list(validator.iter_errors({**body, "name": "马建国"}))
