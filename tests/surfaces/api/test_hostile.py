"""Whatever is sent, the answer is a problem in words, never an accident of the program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.surfaces.api.interface import PREFIX, schema
from minzheng.surfaces.api.problems import Refused
from minzheng.surfaces.api.reading import check_plain
from tests.engine.cases.conftest import VILLAGE, family
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_application import investigated
from tests.surfaces.api.test_walls import path_of

HOSTILE = {
    "nothing": b"",
    "no json": b"{",
    "no utf-8": b"\xff\xfe",
    "a list": b"[]",
    "deep": b'{"answers":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "rather deep": b'{"answers":' + b'{"a":' * 60 + b"1" + b"}" * 61,
    "a huge number": b'{"answers":{"a":' + b"9" * 5_000 + b"}}",
    "a big number": b'{"answers":{"a":' + b"9" * 30 + b"}}",
    "no number": b'{"answers":{"a":NaN}}',
    "endless": b'{"answers":{"a":1e999}}',
    "a zero": b'{"answers":{"a":"\\u0000"}}',
    "a zero as a key": b'{"answers":{"\\u0000":1}}',
    "half a character": b'{"answers":{"a":"\\ud800"}}',
    "of another type": b'{"answers":"x"}',
    "something more": b'{"answers":{},"more":1}',
}
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_CALLS = [
    (path, method.upper(), call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2])
    for path, calls in schema()["paths"].items()
    for method, call in calls.items()
    if "application/json" in call.get("requestBody", {}).get("content", {})
]
_SHAPES = schema()["components"]["schemas"]


def _bodies(shape: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies with the properties of a shape, each of its own type or of any."""
    properties = {name: _values(declared) | _JSON for name, declared in shape["properties"].items()}
    required = {name: properties[name] for name in shape.get("required", ())}
    return st.fixed_dictionaries(
        required, optional={name: properties[name] for name in properties.keys() - required.keys()}
    )


def _values(declared: dict[str, Any]) -> st.SearchStrategy[Any]:
    kinds = [declared, *declared.get("anyOf", ())]
    found = [_OF_TYPE[each["type"]] for each in kinds if each.get("type") in _OF_TYPE]
    return st.one_of(*found, *(st.just(declared["default"]) for _ in range("default" in declared)), _KNOWN)


_OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=50),
    "integer": st.integers(),
    "array": st.lists(st.text(max_size=20), max_size=4),
    "object": st.dictionaries(st.text(max_size=8), _JSON, max_size=4) | st.just(family()),
}
_KNOWN = st.sampled_from(
    [str(VILLAGE), "minimum_living_allowance.application", "WINDOW", "social_assistance", "马建国", "理由"]
)


@pytest.mark.parametrize("sent", HOSTILE)
@pytest.mark.parametrize("path", ["cases/{number}/answers", "cases"])
def test_a_body_that_could_do_harm_is_refused_in_words(sent: str, path: str, api: Api) -> None:
    number = investigated(api)
    raw = HOSTILE[sent]
    if path == "cases" and raw.startswith(b'{"answers":'):
        rest = {"procedure": "minimum_living_allowance.application", "division": str(VILLAGE)}
        raw = json.dumps(rest).encode()[:-1] + b"," + raw[1:]
    answer = api.call("clerk", "PUT" if path.endswith("answers") else "POST", path_of(PREFIX + path, number), raw=raw)
    assert 400 <= answer.status_code < 500, answer.content.decode()
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_body_of_another_kind_is_refused(api: Api) -> None:
    answer = api.client.post(f"{PREFIX}cases", {"a": 1}, headers={"X-Officer": "clerk"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported")


def test_what_may_be_kept_is_let_through() -> None:
    check_plain({"a": [1, 2.5, None, True, "中文𠮷"], "b": {"c": [{}] * 3}})
    for wrong in ({"a": 2**63}, {"a": -(2**70)}, ["\0"], {"\ud800": 1}, float("inf"), float("nan")):
        with pytest.raises(Refused):
            check_plain(wrong)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize(("path", "method", "shape"), _CALLS)
@given(data=st.data())
def test_no_body_that_the_document_allows_or_forbids_is_an_accident(
    path: str, method: str, shape: str, data: st.DataObject, api: Api
) -> None:
    number = _number(api)
    body = data.draw(_bodies(_SHAPES[shape]))
    raw = json.dumps(body).encode()
    answer = api.call("clerk", method, path_of(path, number), raw=raw, purpose="核对")
    assert answer.status_code < 500, f"{method} {path} {body!r}"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(max_size=60),
    name=st.sampled_from(["procedure", "state", "division", "after", "limit", "overdue", "unmask"]),
)
def test_no_address_is_an_accident(text: str, name: str, api: Api) -> None:
    number = _number(api)
    client: Client = api.client
    for path in (f"{PREFIX}cases", f"{PREFIX}cases/{number}", f"{PREFIX}notices", f"{PREFIX}standards"):
        value = text.encode("utf-8", "replace").decode()
        answer: Any = client.get(path, {name: value, "on": value}, headers={"X-Officer": "clerk"})
        assert answer.status_code < 500, f"{path} {name}={value!r}"


def _number(api: Api) -> str:
    """The one case of a test: examples share its database."""
    rows = api.done("village", "GET", "cases")["cases"]
    if rows:
        return str(rows[0]["number"])
    body = {"procedure": "minimum_living_allowance.application", "division": str(VILLAGE), "answers": family()}
    return str(api.done("village", "POST", "cases", body)["number"])
