"""Explanations as data, as Chinese text, and as a page that needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from minzheng.engine.rules.explanation import Node

_KINDS = {"rule": "计算", "condition": "条件", "fact": "事实", "parameter": "标准"}


@dataclass(frozen=True)
class Line:
    """A node in its place: what is explained earlier is not explained again."""

    node: Node
    repeated: bool = False
    lines: list[Line] = field(default_factory=list)


def outline(node: Node, *, full: bool = False, seen: set[tuple[str, str]] | None = None) -> Line:
    """The tree to show.

    Args:
        full: also show what changed nothing, what rests on nothing but defaults, and why a nought is nought.
    """
    seen = set() if seen is None else seen
    key = (node.name, node.about)
    if key in seen:
        return Line(node, repeated=bool(node.formula))
    seen.add(key)
    shown = [*node.children, *(node.others if full else ())]
    if not full:
        shown = (
            []
            if node.zero and len(seen) > 1
            else [child for child in shown if child.recorded or child.kind in {"parameter", "condition"}]
        )
    return Line(node, lines=[outline(child, full=full, seen=seen) for child in shown])


def as_data(line: Line) -> dict[str, Any]:
    """The tree as plain data, ready for JSON."""
    node = line.node
    words = {key: getattr(node, key) for key in ("kind", "name", "label", "about", "value", "source", "warning")}
    if line.repeated:
        return {**words, "repeated": True}
    basis = [{"article": basis.article, "gist": basis.gist} for basis in node.basis]
    return {
        **words,
        "formula": node.formula,
        "figures": node.figures,
        "basis": basis,
        "because": [as_data(child) for child in line.lines],
    }


def as_text(line: Line) -> str:
    """The tree as lines of text."""
    return "\n".join(_lines(line, "", ""))


def _lines(line: Line, lead: str, below: str) -> Iterator[str]:
    node = line.node
    about = f"〔{node.about}〕" if node.about else ""
    source = f"　← {node.source}" if node.source else ""
    yield f"{lead}{about}{node.label}：{node.value}{'（见上）' if line.repeated else source}"
    if line.repeated:
        return
    yield from (f"{below}{'│' if line.lines else ' '}     {reason}" for reason in _reasons(node))
    for number, child in enumerate(line.lines):
        last = number == len(line.lines) - 1
        yield from _lines(child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "))


def _reasons(node: Node) -> Iterator[str]:
    if node.formula:
        yield f"＝ {node.formula}"
    if node.figures and node.figures != node.value:
        yield f"＝ {node.figures}"
    yield from (f"依据 {basis.article}" for basis in node.basis)
    if node.warning:
        yield f"！{node.warning}"


def as_html(line: Line, *, title: str) -> str:
    """The tree as one page: nested ``details``, readable without script, on a phone and on paper."""
    return _template().render(line=line, title=title, kinds=_KINDS)


@cache
def _template() -> Template:
    loader = PackageLoader("minzheng.engine.rules")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("explanation.html")
