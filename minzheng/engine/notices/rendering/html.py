"""A letter as a page: no script, no style, every text escaped."""

from __future__ import annotations

from html import escape

from minzheng.engine.notices.blocks import Block, Bullets, Grid, Paragraph, Runs
from minzheng.engine.notices.composing import Document


def as_html(said: Document) -> str:
    """The letter as one page of HTML."""
    body = "".join(map(_block, said.body))
    law = "".join(f"<li>{escape(each)}</li>" for each in said.law)
    remedies = "".join(f"<p>{escape(each)}</p>" for each in said.remedies)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(said.title)}</title>'
        f"<h1>{escape(said.office)}<br>{escape(said.title)}</h1><p>{escape(said.number)}</p><p>{escape(said.addressee)}：</p>"
        f"<p><strong>{_words(said.summary)}</strong></p>{body}<ul>{law}</ul>{remedies}"
        f"<p>{escape(said.contact)}</p><p>{escape(said.dated)}</p></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs, heading):
            return f"<h2>{_words(runs)}</h2>" if heading else f"<p>{_words(runs)}</p>"
        case Bullets(items, ordered):
            kind = "ol" if ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{_words(each)}</li>' for each in items)}</{kind}>"
        case Grid(rows):
            cells = ("".join(f"<td>{_words(cell)}</td>" for cell in row) for row in rows)
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _words(runs: Runs) -> str:
    return "".join(f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text) for run in runs)
