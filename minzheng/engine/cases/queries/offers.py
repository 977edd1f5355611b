"""What somebody can do with a case now, and what each step still needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import clocks, gates
from minzheng.engine.cases.context import Context, roles_on
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.readings import Readings
from minzheng.engine.cases.types import Given
from minzheng.engine.catalogue.procedures import Step
from minzheng.kernel.codes import DECISION_REASON

_GIVEN = frozenset({"reason", "supplement_list"})
"""Gates that what is filled in with the step passes."""


@dataclass(frozen=True)
class Offer:
    """A step somebody may do.

    Attributes:
        step: its key; title: the words on the button.
        asks: what is filled in with it: reason, supplement_list, places, reasons.
        reasons: code → words of what an officer may give as the reason, where the rules find none.
        missing: sentences on what must be done before.
        law: the article it rests on.
    """

    step: str
    title: str
    asks: tuple[str, ...]
    missing: tuple[str, ...]
    law: str | None
    decides: str | None
    reasons: Mapping[str, str]


def offers(case: Case, *, by: Actor, at: datetime, known: Readings | None = None) -> tuple[Offer, ...]:
    """List the steps that somebody's roles may do from where a case stands, as declared.

    Args:
        case, by, at: which, who and when.
        known: what was read about the case at that instant already.
    """
    procedure = procedure_of(case)
    held = roles_on(case, by, on=clocks.local_day(at))
    known = known or Readings(case, at)
    return tuple(
        _offer(Context(case, procedure, step, by, at, Given(), known), step)
        for step in procedure.steps_from(case.state)
        if by.kind is ActorKind.SYSTEM or held & {Role(role) for role in step.by}
    )


def _offer(context: Context, step: Step) -> Offer:
    asks = [need.gate for need in step.needs if need.gate in _GIVEN]
    if step.notice is not None:
        asks.append("places")
    refuses = any(need.gate == "refusable" for need in step.needs)
    if refuses:
        asks.append("reasons")
    missing = tuple(sentence for gate, sentence in gates.missing(context).items() if gate not in _GIVEN)
    reasons = {code: DECISION_REASON.label(code) for code in sorted(gates.BY_OFFICER)} if refuses else {}
    return Offer(step.key, step.title, tuple(asks), missing, step.law, step.decides, reasons)
