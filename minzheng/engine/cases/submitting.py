"""Submission: the answers of a case go into the register, and what follows from them stands in the case."""

from __future__ import annotations

from datetime import date, datetime

from minzheng.engine.access.types import Actor
from minzheng.engine.cases.declaration import read_declaration
from minzheng.engine.cases.filing import file_declaration
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.readings import related_officers
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, FilingProblem
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import open_json

FILING = frozenset({"submit", "supplement"})
"""Steps with which a family says, or says again, how it is."""


def file_answers(case: Case, procedure: Procedure, *, by: Actor, on: date, at: datetime) -> None:
    """File what a family answered.

    Raises:
        CaseProblem: nothing was filled in.
        FilingProblem: something in it is wrong; everything wrong is named.
    """
    if case.answers is None:
        raise CaseProblem("还没有填写申请内容。", remedy="请填写后再提交。")
    declaration, faults = read_declaration(open_json(Sealed.ANSWERS, case.pk, case.answers), on=on)
    if declaration is None:
        raise FilingProblem(faults)
    filed = file_declaration(
        declaration, division=case.division_id, title=procedure.title, number=case.number, by=by.name, on=on, at=at
    )
    case.household, case.person = filed.household, filed.persons[0]
    case.near_relative = bool(related_officers([*(person.pk for person in filed.persons), *filed.left_out]))
    case.save(update_fields=["household", "person", "near_relative"])
