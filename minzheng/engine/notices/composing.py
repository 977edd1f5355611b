"""A letter put together: template and values become blocks of text. A value is never read as markup of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Template, UndefinedError

from minzheng.engine.catalogue.letter_language import environment
from minzheng.engine.catalogue.letters import COMMON, LetterTemplate
from minzheng.engine.notices.blocks import Block, Runs, blocks_of, runs_of
from minzheng.engine.notices.literal import guarded
from minzheng.engine.notices.remedies import remedies
from minzheng.engine.notices.types import NoticeProblem
from minzheng.engine.notices.values import long_date, written


@dataclass(frozen=True)
class Document:
    """A letter as it is printed, before any format.

    Attributes:
        title: of the letter; no personal data, it becomes the title of the file.
        law: the articles it rests on, each as printed.
        remedies: paragraphs.
        receipt: whether a receipt is printed for whoever it is handed to (送达回证).
    """

    office: str
    number: str
    title: str
    addressee: str
    summary: Runs
    body: tuple[Block, ...]
    law: tuple[str, ...]
    remedies: tuple[str, ...]
    handler: str
    phone: str
    address: str
    issued_on: date
    receipt: bool = True

    @property
    def dated(self) -> str:
        """The date as printed."""
        return long_date(self.issued_on)

    @property
    def contact(self) -> str:
        """Who handles it and where to ask, as printed; what the place has not stated is left out."""
        said = (("经办人", self.handler), ("电话", self.phone), ("地址", self.address))
        return "　".join(f"{label}：{words}" for label, words in said if words)


def compose(template: LetterTemplate, snapshot: Mapping[str, Any], *, number: str, issued_on: date) -> Document:
    """Put a letter together.

    Args:
        template: as it was when the letter was issued.
        snapshot: what was kept of the letter: data, head, addressee, handler, law.
        number: as printed.
        issued_on: date of the letter.

    Raises:
        NoticeProblem: a placeholder has no value.
    """
    head: Mapping[str, str] = snapshot["head"]
    values = {
        **head, "number": number, "addressee": snapshot["addressee"], "handler": snapshot["handler"], "issued_on": long_date(issued_on),
        **written(snapshot["data"], template.placeholders),
    }  # fmt: skip
    return Document(
        office=head["office"],
        number=number,
        title=template.title,
        addressee=snapshot["addressee"],
        summary=runs_of(_filled(template.summary, values, template)),
        body=blocks_of(_filled(template.body, values, template)),
        law=tuple(snapshot["law"]),
        remedies=remedies(template.remedies, government=head["government"], court=head["court"]),
        handler=snapshot["handler"],
        phone=head["phone"],
        address=head["address"],
        issued_on=issued_on,
        receipt=template.receipt,
    )


def _filled(text: str, values: Mapping[str, Any], template: LetterTemplate) -> str:
    try:
        return _compiled(text).render(values)
    except UndefinedError as error:
        raise NoticeProblem(f"《{template.title}》中有没有填写的占位：{error}。", remedy="请补充后再制作。") from error
    except EmptyValue as error:
        labels = "、".join(each.label for each in (COMMON | dict(template.placeholders)).values() if each.optional)
        raise NoticeProblem(
            f"《{template.title}》写到了没有提供的内容（可省略的有：{labels}）。", remedy="请在模板中用 {% if %} 判断。"
        ) from error


class EmptyValue(ValueError):
    """An optional value that was not given is written all the same."""


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    return environment().overlay(finalize=_literal).from_string(text)


def _literal(value: Any) -> str:
    if value is None:
        raise EmptyValue
    return guarded(str(value))
