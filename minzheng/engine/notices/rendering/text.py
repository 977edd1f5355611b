"""A letter as plain text, as it is read aloud or compared."""

from __future__ import annotations

from collections.abc import Iterator

from minzheng.engine.notices.blocks import Block, Bullets, Grid, Paragraph, Runs
from minzheng.engine.notices.composing import Document


def as_text(said: Document) -> str:
    """The letter, a line for each paragraph, item and row."""
    head = (said.office, said.title, said.number, f"{said.addressee}：", _words(said.summary))
    tail = (said.contact, said.office, said.dated)
    body = (line for block in said.body for line in _lines(block))
    law = (f"依据：{'；'.join(said.law)}",) if said.law else ()
    return "\n".join((*head, *body, *law, *said.remedies, *tail)) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs, heading):
            yield f"【{_words(runs)}】" if heading else _words(runs)
        case Bullets(items, ordered):
            for number, item in enumerate(items, 1):
                yield f"{number}. {_words(item)}" if ordered else f"· {_words(item)}"
        case Grid(rows):
            for row in rows:
                yield " | ".join(map(_words, row))


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)
