"""What follows from a case: a change report, a review, a stop, a complaint, opened beside it for the same family."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from minzheng.engine.access.types import Actor
from minzheng.engine.cases.actions.opening import open_case
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.queries.following_up import could_follow
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, Channel
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.forms import Section
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import open_json

_OF_THE_FAMILY = frozenset({"grant", "change", "one_off"})
"""What a case may open that is the family's own and that it sees; what somebody complains of or reports is not."""
_AMONG_MEMBERS = (Section.INCOMES, Section.EXPENSES)


def open_follow_up(*, case: int | str, code: str, key: UUID, by: Actor, at: datetime) -> Case:
    """Open a case that follows from another. A form comes with what the family said last; promises are made anew.

    Args:
        case: the one it follows from.
        code: procedure.
        key: of the form that was sent: twice sent, it is opened once.
        by, at: who and when.

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: nothing of the kind follows from it.
    """
    found = find_case(case, by=by)
    procedure = next((each for each in could_follow(found, by=by) if each.code == code), None)
    if procedure is None:
        raise CaseProblem("从这件业务不能另行登记这一项，或者不由您登记。", remedy="请刷新页面后重新选择。")
    theirs = procedure.opens in _OF_THE_FAMILY
    return open_case(
        procedure=procedure, division=found.division_id, channel=Channel.WINDOW, answers=_last_said(found, procedure),
        household=found.household if theirs else None, person=found.person if theirs else None, related=found, key=key, by=by, at=at,
    )  # fmt: skip


def _last_said(case: Case, procedure: Procedure) -> dict[str, Any] | None:
    """What of the answers of a case another form asks too; None where it has none."""
    form = form_of(procedure)
    if form is None or case.answers is None or Section.MEMBERS not in form.sections:
        return None
    asked = {section.value for section in form.sections} - {Section.STATEMENTS.value}
    said: Mapping[str, Any] = open_json(Sealed.ANSWERS, case.pk, case.answers)
    kept = {name: value for name, value in said.items() if name in asked}
    left_out = {section.value for section in _AMONG_MEMBERS if section not in form.sections}
    members = [
        {name: value for name, value in member.items() if name not in left_out} for member in said.get("members", ())
    ]
    return {**kept, "members": members}
