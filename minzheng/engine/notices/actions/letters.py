"""Letters are issued, superseded, withdrawn; never changed, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject, Who
from minzheng.engine.catalogue.letters import LetterTemplate, Writer
from minzheng.engine.database.sealed_values import next_id, seal_json
from minzheng.engine.notices.composing import compose
from minzheng.engine.notices.models import Letter, TemplateSource
from minzheng.engine.notices.numbering import next_serial
from minzheng.engine.notices.putting_down import put_down
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import Addressee, NoticeProblem


@transaction.atomic
def issue_letter(
    *, template: LetterTemplate, data: Mapping[str, Any], addressee: Addressee, subject: Subject, division: int,
    by: Who, at: datetime, writer: Writer = Writer.TOWNSHIP,
) -> Letter:  # fmt: skip
    """Issue a letter: give it its number, keep what it says, sealed.

    Args:
        template: from `catalogue.letters.letters_of`.
        data: values by placeholder; what the template does not ask for is not kept. Dates are `date`, months `Month`, money fen,
            lists of mappings.
        addressee: whom it is for.
        subject: what it is about, e.g. ``Subject("case", 12)``.
        division: code of the division the record belongs to (12 digits); a township's letter is written by its township.
        by: who issues it; their name is printed as the handler's.
        at: when (aware); its local day is the date of the letter.
        writer: whose it is where the template leaves that to whoever decides.

    Raises:
        NoticeProblem: something is missing, of another kind, or no law that the letter rests on applies that day.
    """
    day = at.astimezone().date()
    word, snapshot = put_down(
        template, data, addressee=addressee.name, handler=by.name, division=division, on=day, writer=writer
    )
    compose(template, snapshot, number="", issued_on=day)
    row = next_id(Letter)
    letter = Letter.objects.create(
        id=row, word=word, year=day.year, serial=next_serial(word, day.year), template=template.name, code=template.code,
        version=template.version, title=template.title, source=_source(template, at),
        snapshot=seal_json(Sealed.SNAPSHOT, row, snapshot), addressee=addressee.name, addressee_person=addressee.person,
        subject_kind=subject.kind, subject_id=subject.id, division=division, issued_on=day, issued_at=at, issued_by=by.name,
        issuer=by.person,
    )  # fmt: skip
    _record("notices.issue_letter", letter, by=by, at=at, template=template.name, about=[subject.kind, subject.id])
    return letter


@transaction.atomic
def supersede_letter(*, letter: Letter, by_letter: Letter, reason: str, by: Who, at: datetime) -> Letter:
    """Say that a later letter about the same thing takes the place of an earlier one.

    Raises:
        NoticeProblem: no reason, another subject, not later, or the letter is closed already.
    """
    if (letter.subject_kind, letter.subject_id) != (
        by_letter.subject_kind,
        by_letter.subject_id,
    ) or by_letter.pk <= letter.pk:
        raise NoticeProblem("只能由同一件事项的后一份文书代替前一份。", remedy="请核对文号。")
    return _close(letter, reason=reason, superseded_by=by_letter, by=by, at=at)


@transaction.atomic
def withdraw_letter(*, letter: Letter, reason: str, by: Who, at: datetime) -> Letter:
    """Take a letter back. Raises NoticeProblem without a reason, or if it is closed already."""
    return _close(letter, reason=reason, superseded_by=None, by=by, at=at)


def _close(letter: Letter, *, reason: str, superseded_by: Letter | None, by: Who, at: datetime) -> Letter:
    if not reason.strip():
        raise NoticeProblem("没有写明理由。", remedy="请写明为什么撤回或者代替这份文书。")
    closed = Letter.objects.filter(pk=letter.pk, closed_at=None).update(
        superseded_by=superseded_by, closed_at=at, closed_by=by.name, closed_reason=reason.strip()
    )
    if not closed:
        raise NoticeProblem(f"{letter.number} 已经撤回或者被代替。", remedy="请查看最新的一份。")
    letter.refresh_from_db()
    action = "notices.withdraw_letter" if superseded_by is None else "notices.supersede_letter"
    detail = {} if superseded_by is None else {"superseded_by": superseded_by.pk}
    _record(action, letter, by=by, at=at, **detail)
    return letter


def _record(action: str, letter: Letter, *, by: Who, at: datetime, **detail: Any) -> None:
    subject = Subject("letter", letter.pk)
    detail |= {"number": letter.number}
    audit.record(action=action, by=by, at=at, subject=subject, division=letter.division, detail=detail)


def _source(template: LetterTemplate, at: datetime) -> TemplateSource:
    kept_source, _ = TemplateSource.objects.get_or_create(
        sha256=template.sha256, defaults={"path": template.path, "text": template.source, "first_used_at": at}
    )
    return kept_source
