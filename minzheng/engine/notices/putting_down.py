"""What is kept of a letter: whose it is, whom it is for, what it says and the law it rests on, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from minzheng.engine.catalogue.letterheads import Letterhead, Office, letterhead
from minzheng.engine.catalogue.letters import LetterTemplate, Writer
from minzheng.engine.notices.composing import Document, compose
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.notices.types import NoticeKind, NoticeProblem
from minzheng.engine.notices.values import TURNING, kept
from minzheng.engine.registry.models import Division

_COUNTY = 10**6
_TOWNSHIP = 10**3


def put_down(
    template: LetterTemplate, data: Mapping[str, Any], *, addressee: str, handler: str, division: int, on: date, writer: Writer,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """Return the word of the number (文号中的机关代字) and everything that is kept of a letter.

    Args:
        template, data: what it says; values the template does not ask for are left out.
        addressee, handler: as printed.
        division: code of the division it concerns (12 digits).
        on: its date.
        writer: whose it is where the template leaves that to whoever decides.

    Raises:
        NoticeProblem: something is missing, of another kind, or no law that the letter rests on applies that day.
    """
    head = letterhead(county=settings.MINZHENG.locality, demo=settings.MINZHENG.demo)
    written_by = writer if template.writer is Writer.DECIDER else template.writer
    township = _township(division) if written_by is Writer.TOWNSHIP else None
    word = head.word(template.series, township=None if township is None else township.name)
    return word, {
        "data": kept(data, template.placeholders),
        "head": _printed_head(head, head.bureau if township is None else head.township(township.code, township.name)),
        "addressee": _addressee(addressee),
        "handler": handler,
        "law": _law(template, on),
    }


def sheet_of(notices: Sequence[PublicNotice], template: LetterTemplate, *, on: date) -> Document:
    """Return the sheet that hangs in the village: what the masking policy let through of each notice, nothing else.

    Args:
        notices: of one kind, village and period (`queries.hung_beside`), at least one.
        template: the list (N05).
        on: the day it is printed.
    """
    first = notices[0]
    data = {
        "kind": NoticeKind(first.kind).label,
        "village": first.content["village"],
        "from_on": first.posted_on,
        "until_on": first.ends_on,
        "complaint_phone": first.content["complaint_phone"],
        "households": [
            {name: each.content[name] or None for name in ("name", "group", "persons", "category", "amount")}
            for each in notices
        ],
    }
    _, snapshot = put_down(
        template, data, addressee="全体村（居）民", handler="", division=first.division, on=on, writer=Writer.TOWNSHIP
    )
    return compose(template, snapshot, number="", issued_on=first.posted_on)


def _township(division: int) -> Division:
    code = division // _TOWNSHIP * _TOWNSHIP
    found = Division.objects.filter(code=code).first() if code % _COUNTY else None
    if found is None:
        raise NoticeProblem(f"行政区划 {division} 不属于已登记的乡镇，不能制作乡镇文书。", remedy="请核对区划代码。")
    return found


def _printed_head(head: Letterhead, office: Office) -> dict[str, str]:
    return {
        "office": office.name, "phone": office.phone, "address": office.address, "government": head.government, "court": head.court,
    }  # fmt: skip


def _addressee(addressee: str) -> str:
    name = addressee.strip()
    if not name or any(
        "\ud800" <= character <= "\udfff" or character < " " or character in TURNING for character in name
    ):
        raise NoticeProblem("收件人姓名为空，或者含有不能保存的字符。", remedy="请核对姓名。")
    return name


def _law(template: LetterTemplate, day: date) -> list[str]:
    found = template.citations(day)
    if template.law and not found:
        raise NoticeProblem(f"《{template.title}》所依据的法律在 {day} 都不适用。", remedy="请核对日期或者文书模板。")
    return list(found)
