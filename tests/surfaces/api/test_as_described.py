"""What the interface says of itself is what it does, whoever asks: schemathesis sends what the description allows and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from minzheng.engine.access.scopes import Scope
from minzheng.surfaces.api.interface import schema
from tests.engine.cases.conftest import POSTS, county
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_application import investigated

DESCRIBED = openapi.from_dict(schema())
CALLS = [each.ok() for each in DESCRIBED.get_all_operations()]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PROGRAM = "province"
ASKERS = ("", PROGRAM, *POSTS)
EXAMPLES = 12
APPLICATION = WSGIHandler()


@contextmanager
def connected() -> Iterator[None]:
    """Keep the connection of the test: the application closes its own after each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_call_that_is_described_is_tried() -> None:
    paths = schema()["paths"]
    assert {call.label for call in CALLS} == {
        f"{method.upper()} {path}" for path, methods in paths.items() for method in methods
    }


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_it_answers_as_it_says_whoever_asks(call: Any, api: Api) -> None:
    case = investigated(api)
    api.program(PROGRAM, *Scope)
    DESCRIBED.app = APPLICATION
    known = {"number": case, "step": "propose", "kind": "home_visit", "code": "minimum_living_allowance.application"}
    own = {name: value for name, value in known.items() if f"{{{name}}}" in call.path}

    def requests(mode: GenerationMode) -> st.SearchStrategy[Any]:
        made = call.as_strategy(generation_mode=mode)
        return made.map(lambda request: (request, False)) | made.map(lambda request: (request, True))

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(requests(GenerationMode.POSITIVE) | requests(GenerationMode.NEGATIVE), st.sampled_from(ASKERS))
    def asked(request: tuple[Any, bool], who: str) -> None:
        sent, there = request
        if there:
            sent.path_parameters = {**(sent.path_parameters or {}), **own}
        headers = {"X-Purpose": "check"}
        if who == PROGRAM:
            headers["Authorization"] = f"Bearer {api.tokens[PROGRAM]}"
        elif who:
            headers["X-Officer"] = who
        with connected():
            sent.call_and_validate(checks=CHECKS, headers=headers, app=APPLICATION)

    asked()


__all__ = ["county"]
