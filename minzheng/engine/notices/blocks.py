"""The part of Markdown that letters are written in: paragraphs, headings, lists, tables, bold. Nothing else is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from minzheng.engine.notices.literal import unguarded

_MARKDOWN = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis"])


@dataclass(frozen=True)
class Run:
    """A stretch of text."""

    text: str
    bold: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a heading."""

    runs: Runs
    heading: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; items are texts."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; the first row is its head."""

    rows: tuple[tuple[Runs, ...], ...]


Block: TypeAlias = Paragraph | Bullets | Grid


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read a text with wrapped values."""
    return tuple(_blocks(_MARKDOWN.parse(text)))


def runs_of(text: str) -> Runs:
    """Read a text as one paragraph's worth of runs."""
    return tuple(run for token in _MARKDOWN.parseInline(text) for run in _runs(token))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        inside = tokens[at + 1 : end]
        match tokens[at].type:
            case "heading_open":
                yield Paragraph(_joined(inside), heading=True)
            case "bullet_list_open" | "ordered_list_open":
                yield Bullets(tuple(map(_joined, _parts(inside))), ordered=tokens[at].type == "ordered_list_open")
            case "table_open":
                yield Grid(tuple(_rows(inside)))
            case _:
                yield Paragraph(_joined(inside))
        at = end + 1


def _end(tokens: Sequence[Token], start: int) -> int:
    level = tokens[start].level
    return next(at for at in range(start + 1, len(tokens)) if tokens[at].level == level and tokens[at].nesting < 0)


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        yield tokens[at + 1 : end]
        at = end + 1


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[Runs, ...]]:
    for section in _parts(tokens):
        for row in _parts(section):
            yield tuple(map(_joined, _parts(row)))


def _joined(tokens: Sequence[Token]) -> Runs:
    return tuple(run for token in tokens for run in _runs(token))


def _runs(token: Token) -> Iterator[Run]:
    bold = 0
    for child in token.children or ():
        if child.type in {"strong_open", "strong_close", "em_open", "em_close"}:
            bold += child.nesting
        elif child.type == "softbreak":
            continue
        elif text := unguarded(child.content):
            yield Run(text, bold > 0)
