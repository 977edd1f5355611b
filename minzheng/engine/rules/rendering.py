"""Explanations as data, as Chinese text, and as a page that needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template

from minzheng.engine.rules.explanation import UNKNOWN, Node

_KINDS = {"rule": "计算", "condition": "条件", "fact": "事实", "parameter": "标准", "date": "日期"}
_ANSWERS = {"是": "yes", "否": "no"}


@dataclass(slots=True)
class Line:
    """A node in its place.

    Attributes:
        repeated: it is explained earlier and not again here.
        bare: it stands without reasons, for a nought adds nothing.
    """

    node: Node
    repeated: bool = False
    bare: bool = False
    lines: list[Line] = field(default_factory=list)


def outline(node: Node, *, full: bool = False, seen: set[Node] | None = None) -> Line:
    """The tree to show.

    Args:
        full: also show what changed nothing, what rests on nothing but defaults, and why a nought is nought.
    """
    seen = set() if seen is None else seen
    if node in seen:
        return Line(node, repeated=bool(node.formula))
    seen.add(node)
    if full:
        shown = [*node.children, *node.others]
    elif node.zero and node.kind == "rule" and len(seen) > 1:
        return Line(node, bare=True)
    else:
        shown = [child for child in node.children if child.recorded or child.kind in {"parameter", "condition"}]
    return Line(node, lines=[outline(child, full=full, seen=seen) for child in shown])


def outlines(nodes: Iterable[Node], *, full: bool = False) -> list[Line]:
    """Several trees; what one explains the next does not explain again."""
    seen: set[Node] = set()
    return [outline(node, full=full, seen=seen) for node in nodes]


def as_data(line: Line) -> dict[str, Any]:
    """The tree as plain data, ready for JSON."""
    node = line.node
    words = {
        "kind": node.kind,
        "name": node.name,
        "label": node.label,
        "about": node.about,
        "value": node.value,
        "source": node.source,
        "warning": node.warning,
    }
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


def as_text(*lines: Line) -> str:
    """Trees as lines of text; the sentence and the articles of a rule are printed where it is met first."""
    told: set[str] = set()
    return "\n".join(text for line in lines for text in _lines(line, "", "", told))


def _lines(line: Line, lead: str, below: str, told: set[str]) -> Iterator[str]:
    node = line.node
    about = f"〔{node.about}〕" if node.about else ""
    source = f"　← {node.source}" if node.source else ""
    yield f"{lead}{about}{node.label}：{node.value}{'（见上）' if line.repeated else source}"
    if line.repeated or line.bare:
        return
    yield from (f"{below}{'│' if line.lines else ' '}     {reason}" for reason in _reasons(node, told))
    for number, child in enumerate(line.lines):
        last = number == len(line.lines) - 1
        yield from _lines(child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "), told)


def _reasons(node: Node, told: set[str]) -> Iterator[str]:
    new = node.name not in told
    told.add(node.name)
    if new and node.formula and not node.formula_in_figures:
        yield f"＝ {node.formula}"
    if node.figures:
        yield f"＝ {node.figures}"
    if new:
        yield from (f"依据 {basis.article}" for basis in node.basis)
    if node.warning:
        yield f"！{node.warning}"


def as_html(*lines: Line, title: str) -> str:
    """Trees as one page: nested ``details``, readable without script, on a phone and on paper."""
    return rendered(_page(), lines, title=title)


def rendered(page: Template, lines: Sequence[Line], **given: Any) -> str:
    """A page that holds trees; pages of other packages extend ``explanation.html``."""
    numbers: dict[Node, int] = {}

    def anchor(node: Node) -> str:
        return f"n{numbers.setdefault(node, len(numbers) + 1)}"

    return page.render(lines=lines, kinds=_KINDS, answers=_ANSWERS, unknown=UNKNOWN, anchor=anchor, **given)


def page_environment(*packages: str) -> Environment:
    """Templates of packages, those of explanations among them; what is undefined is an error, all text is escaped."""
    loader = ChoiceLoader([PackageLoader(package) for package in (*packages, "minzheng.engine.rules")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _page() -> Template:
    return page_environment().get_template("explanation.html")
