"""Reading a letter, for every surface alike: it belongs to a case that the reader may open, and reading it is an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import actions
from minzheng.engine.notices import queries as notices
from minzheng.engine.notices.composing import Document


def read_letter(case: int | str, letter: int, *, by: Actor, at: datetime) -> Document | None:
    """Return a letter about a case as it was issued, None if the case has no such letter.

    Args:
        case: its identifier or number.
        letter: identifier of the letter.
        by: who reads; their scope is in force.
        at: when.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: a purpose is needed and none was given.
        TamperedError: what was kept of the letter was altered.
    """
    view = actions.view_case(case, by=by, at=at)
    found = next((each for each in notices.letters_about(Subject("case", view.case.pk)) if each.pk == letter), None)
    if found is None:
        return None
    return _opened(found, by=by, at=at)


def undelivered_letters(case: int | str, *, by: Actor, at: datetime) -> list[Document]:
    """Return the letters about a case that wait to be handed over, each look an event.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: a purpose is needed and none was given.
        TamperedError: what was kept of one was altered.
    """
    view = actions.view_case(case, by=by, at=at)
    waiting = [
        each
        for each in notices.letters_about(Subject("case", view.case.pk))
        if each.closed_at is None and notices.served_on(each) is None
    ]
    return [_opened(each, by=by, at=at) for each in waiting]


def _opened(letter: Any, *, by: Actor, at: datetime) -> Document:
    persons = [] if letter.addressee_person is None else [letter.addressee_person]
    audit.record(
        action="notices.letter.view", by=by, at=at, subject=Subject("letter", letter.pk), division=letter.division,
        detail={"persons": persons},
    )  # fmt: skip
    return notices.document_of(letter)
