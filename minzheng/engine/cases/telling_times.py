"""Until when somebody who was told may answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Movement
from minzheng.engine.catalogue.procedures import Procedure, Step


def answer_by(step: Step, at: datetime) -> date | None:
    """The last day to answer what a step tells at an instant; None where no time is set."""
    return None if step.answer_within is None else clocks.last_day(clocks.end_of(step.answer_within, at))


def answer_until(procedure: Procedure, log: Sequence[Movement]) -> date | None:
    """The last day to answer what was told last; None where nothing that wants an answer was told."""
    told = ((procedure.steps.get(move.step), move.at) for move in reversed(log))
    return next((answer_by(step, at) for step, at in told if step is not None and step.answer_within is not None), None)
