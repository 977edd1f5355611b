"""Every address of the product says what it is for, and none is hidden from the list."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, path

from minzheng.surfaces.cli.list_routes import routes
from minzheng.surfaces.cli.main import main
from minzheng.surfaces.ui.routes import ANYONE

WORDS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def test_every_address_is_declared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list-routes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    for row in rows:
        assert row["declared"], row["path"]
        assert row["methods"], row["path"]
        assert set(row["methods"]) <= WORDS
        assert row["about"]
        assert row["permission"]
        assert row["data_class"] in {"L1", "L2", "L3", "L4"}
    paths = [row["path"] for row in rows]
    assert len(paths) == len(set(paths))
    assert {"/", "/healthz", "/desk/cases/<str:number>/", "/api/v1/cases/<number>"} <= set(paths)
    assert main(["list-routes"]) == 0
    assert "/desk/search" in capsys.readouterr().out


def test_what_is_personal_is_never_open_to_anyone() -> None:
    assert [row["path"] for row in routes() if row["permission"] == ANYONE and row["data_class"] in {"L3", "L4"}] == []


def test_every_call_of_the_interface_is_in_the_list_with_its_methods() -> None:
    from minzheng.surfaces.api.interface import schema

    listed = {row["path"].replace("<", "{").replace(">", "}"): set(row["methods"]) for row in routes()}
    for address, calls in schema()["paths"].items():
        assert listed[address] == {method.upper() for method in calls}


def test_a_view_without_a_declaration_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bare(request: Any) -> None: ...

    hidden: list[URLPattern] = [path("hidden", bare)]
    resolver = SimpleNamespace(url_patterns=[*get_resolver().url_patterns, *hidden])
    monkeypatch.setattr("django.urls.get_resolver", lambda: resolver)
    assert main(["list-routes"]) == 1
    printed = capsys.readouterr().out
    assert "/hidden" in printed
    assert "没有写明" in printed
