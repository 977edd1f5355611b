"""`minzheng list-routes`: every address of the product, and what is declared beside its view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from minzheng.surfaces.cli.database import configuration

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app = typer.Typer()


@app.command(help="列出全部网址：方法、对象、权限、数据级别；有没写明的，退出码为 1。")
def list_routes(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False) -> None:
    """List every address; exit 1 where one is not declared."""
    configuration()
    rows = routes()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        table = Table("网址", "方法", "对象", "权限", "数据级别")
        for row in rows:
            cells = (row["path"], " ".join(row["methods"]), row["about"], row["permission"], row["data_class"])
            table.add_row(*map(escape, cells))
        Console(width=160).print(table)
    raise typer.Exit(0 if all(row["declared"] for row in rows) else 1)


def routes() -> list[dict[str, Any]]:
    """Return one row for every address, in the order in which they are looked up; the same address once."""
    from django.urls import get_resolver

    found: dict[str, dict[str, Any]] = {}
    for path, view in _addresses(get_resolver().url_patterns):
        found.setdefault(path, _row(path, view))
    return list(found.values())


def _row(path: str, view: object) -> dict[str, Any]:
    from minzheng.surfaces.ui.routes import route_of

    declared = route_of(view)
    if declared is None:
        return {"path": path, "declared": False, "methods": [], "about": "", "permission": "没有写明", "data_class": ""}
    return {
        "path": path,
        "declared": True,
        "methods": list(declared.methods),
        "about": declared.about,
        "permission": declared.permission,
        "data_class": declared.data_class.name,
        "body": declared.body,
        "database": declared.database,
    }


def _addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, object]]:
    for each in patterns:
        path = before + str(each.pattern)
        inside = getattr(each, "url_patterns", None)
        if inside is None:
            yield path, getattr(each, "callback", None)
        else:
            yield from _addresses(inside, path)
