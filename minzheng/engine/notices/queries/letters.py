"""Letters: which there are, what they say, when they reached their reader."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from minzheng.engine.audit.types import Subject
from minzheng.engine.catalogue.letters import LetterTemplate, Remedies, read_letter
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.composing import Document, compose
from minzheng.engine.notices.models import Delivery, Letter
from minzheng.engine.notices.sealed import Sealed
from minzheng.engine.notices.types import DeliveryResult
from minzheng.kernel.deadlines import AppealDeadlines, appeal_deadlines


def letters_about(subject: Subject) -> list[Letter]:
    """The letters about a record, the oldest first, closed ones too."""
    return list(Letter.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("pk"))


def letter_numbered(*, word: str, year: int, serial: int) -> Letter | None:
    """The letter with a number."""
    return Letter.objects.filter(word=word, year=year, serial=serial).first()


def document_of(letter: Letter) -> Document:
    """The letter as it was issued, from what was kept of it. Raises TamperedError if that was altered."""
    template = _template(letter.source.text, letter.source.path)
    snapshot = open_json(Sealed.SNAPSHOT, letter.pk, letter.snapshot)
    return compose(template, snapshot, number=letter.number, issued_on=letter.issued_on)


def opposable_letters(subject: Subject, *, person: int | None) -> list[Letter]:
    """The letters about a record to a person that decide something against which reconsideration may be applied for, the newest first."""
    letters = Letter.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, addressee_person=person, closed_at__isnull=True
    )
    return [
        each
        for each in letters.select_related("source").order_by("-pk")
        if _template(each.source.text, each.source.path).remedies is Remedies.DECISION
    ]


@lru_cache(maxsize=256)
def _template(source: str, path: str) -> LetterTemplate:
    """Letters of a run share a template; reading it takes longer than filling it in."""
    return read_letter(source, path)


def deliveries_of(letter: Letter) -> list[Delivery]:
    """The attempts to hand a letter over, in the order they were recorded."""
    return list(letter.deliveries.order_by("pk"))


def served_on(letter: Letter) -> date | None:
    """The day a letter was served, None while it was not."""
    delivery = letter.deliveries.filter(result=DeliveryResult.SERVED).first()
    return None if delivery is None else delivery.served_on


def appeal_deadlines_of(letter: Letter) -> AppealDeadlines | None:
    """The last days for reconsideration and suit, None while the letter is not served: nothing runs before."""
    day = served_on(letter)
    return None if day is None else appeal_deadlines(day)
