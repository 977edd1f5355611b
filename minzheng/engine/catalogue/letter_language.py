"""The placeholder language of letters: `{{ name }}`, `{% for row in rows %}`, `{% if name %}` and nothing else.

A letter is checked when it is read, so that no letter fails in front of an officer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Kind(StrEnum):
    """What a placeholder holds."""

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    MONEY = "money"
    COUNT = "count"
    FLAG = "flag"
    LIST = "list"


@dataclass(frozen=True)
class Placeholder:
    """One thing a letter is told.

    Attributes:
        name: as the body writes it.
        label: its Chinese name, for the officer who has not given it.
        kind: what it holds.
        optional: whether the letter may be written without it.
        columns: of the rows of a list.
    """

    name: str
    label: str
    kind: Kind
    optional: bool = False
    columns: Mapping[str, Placeholder] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Something in a body that is not the language, with its line (from 1)."""

    line: int
    message: str


_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or,
    nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The language itself; whoever renders adds how a value is written."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def faults(source: str, placeholders: Mapping[str, Placeholder]) -> list[Fault]:
    """Everything wrong with a text: what is no part of the language, unknown names, names declared in vain."""
    return _examine(source, placeholders)[0]


def names_in(source: str, placeholders: Mapping[str, Placeholder]) -> set[str]:
    """The declared names that a text uses."""
    return _examine(source, placeholders)[1]


def _examine(source: str, placeholders: Mapping[str, Placeholder]) -> tuple[list[Fault], set[str]]:
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        return [Fault(error.lineno, "占位写法有误，请检查 {{ }}、{% %} 是否成对。")], set()
    reader = _Reader(placeholders)
    found = [fault for node in tree.body for fault in reader.read(node, {})]
    return found, reader.used


class _Reader:
    """Walks the tree of a body with the rows in scope."""

    def __init__(self, placeholders: Mapping[str, Placeholder]) -> None:
        self._placeholders = placeholders
        self.used: set[str] = set()

    def read(self, node: nodes.Node, rows: Mapping[str, Placeholder]) -> Iterator[Fault]:
        if not isinstance(node, _ALLOWED):
            yield Fault(node.lineno, "文书中只能使用占位、循环（for）和条件（if）。")
        elif isinstance(node, nodes.For):
            yield from self._loop(node, rows)
        elif isinstance(node, nodes.Getattr):
            yield from self._column(node, rows)
        elif isinstance(node, nodes.Name):
            yield from self._name(node, rows)
        else:
            for child in node.iter_child_nodes():
                yield from self.read(child, rows)

    def _loop(self, node: nodes.For, rows: Mapping[str, Placeholder]) -> Iterator[Fault]:
        listed = self._placeholders.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
        if listed is None or listed.kind is not Kind.LIST or not isinstance(node.target, nodes.Name) or node.recursive:
            yield Fault(node.lineno, "循环应写作 {% for row in rows %}，rows 是声明为 list 的占位。")
            return
        self.used.add(listed.name)
        inner = {**rows, node.target.name: listed}
        for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
            yield from self.read(child, inner)

    def _column(self, node: nodes.Getattr, rows: Mapping[str, Placeholder]) -> Iterator[Fault]:
        row = rows.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if row is None:
            yield Fault(node.lineno, f"“.{node.attr}”前面应是循环中的一行。")
        elif node.attr not in row.columns:
            yield Fault(node.lineno, f"占位 {row.name} 没有 {node.attr} 这一栏，可用：{'、'.join(row.columns)}。")

    def _name(self, node: nodes.Name, rows: Mapping[str, Placeholder]) -> Iterator[Fault]:
        if node.name in rows:
            yield Fault(node.lineno, f"应写明 {node.name} 的哪一栏。")
        elif node.name not in self._placeholders:
            known = "、".join(sorted(self._placeholders))
            yield Fault(node.lineno, f"占位 {node.name} 没有声明，可用：{known}。")
        else:
            self.used.add(node.name)
