"""The reference page of the interface: `python -m minzheng.surfaces.api.reference docs/reference/api.md`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_HEAD = """# 接口一览

本页由 `minzheng/surfaces/api` 的声明生成。完整的 OpenAPI 3.1 文档在运行中的服务上：`/api/v1/openapi.json`；可以试用：`/api/v1/docs`。
怎样接入见 [接口](../how-to/接口.md)。

| 方法 | 网址 | 做什么 | 谁可以 |
|---|---|---|---|
"""
_SCOPES = """
## 程序的权限

| 权限 | 意思 | 以什么岗位行事 |
|---|---|---|
"""


def page() -> str:
    """Return the page: one row for every call, then each call with what it takes."""
    from minzheng.engine.access.scopes import Scope
    from minzheng.surfaces.api.interface import schema

    document = schema()
    calls = [(path, method, call) for path, each in document["paths"].items() for method, call in each.items()]
    rows = "".join(_row(path, method, call) for path, method, call in calls)
    scopes = "".join(f"| `{each}` | {each.label} | {each.role.label} |\n" for each in Scope)
    shapes = document["components"]["schemas"]
    told = [(name, "POST", each["post"]) for name, each in document["webhooks"].items()]
    return _HEAD + rows + _SCOPES + scopes + "".join(_call(*each, shapes) for each in [*calls, *told])


def _row(path: str, method: str, call: Mapping[str, Any]) -> str:
    who = "持令牌或已登录" if "security" in call else "任何人"
    return f"| {method.upper()} | `{path}` | {call['summary']} | {who} |\n"


def _call(path: str, method: str, call: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    lines = [*_parameters(call), *_body(call, shapes)]
    table = "\n| 名称 | 在哪里 | 必填 | 说明 |\n|---|---|---|---|\n" + "".join(lines) if lines else ""
    return f"\n## {call['summary']}\n\n`{method.upper()} {path}`\n\n{call['description']}\n{table}"


def _parameters(call: Mapping[str, Any]) -> Iterator[str]:
    places = {"path": "网址", "query": "查询", "header": "标头"}
    for each in call.get("parameters", ()):
        yield _line(each["name"], places[each["in"]], each["schema"], required=each.get("required", False))


def _body(call: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[str]:
    for kind, content in call.get("requestBody", {}).get("content", {}).items():
        declared = content["schema"]
        shape = shapes[declared["$ref"].rpartition("/")[2]] if "$ref" in declared else declared
        for name, row in shape["properties"].items():
            place = "JSON" if kind == "application/json" else "表单"
            yield _line(name, place, row, required=name in shape.get("required", ()))


def _line(name: str, place: str, declared: Mapping[str, Any], *, required: bool) -> str:
    return f"| `{name}` | {place} | {'是' if required else ''} | {declared.get('description', '')} |\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.project.settings")
    import django

    django.setup()
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
