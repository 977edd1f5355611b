"""Cases and what hangs on them, as calls answer them: names masked unless somebody said what for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from minzheng.engine.cases.actions.viewing import CaseView
from minzheng.engine.cases.actions.viewing import DecisionLine as Decided
from minzheng.engine.cases.queries import QueueRow
from minzheng.engine.registry.types import HouseholdOnDay
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON, RELATION
from minzheng.kernel.names import mask_name

_ROW = (
    "number", "procedure", "title", "state", "state_title", "phase", "applicant", "division", "village", "township", "due",
    "handler", "opened_at", "movements",
)  # fmt: skip


def row_shown(row: QueueRow) -> dict[str, Any]:
    """A line of a list."""
    return {name: getattr(row, name) for name in _ROW} | {"lamp": row.lamp.value}


def names_shown(household: HouseholdOnDay | None, *, full: bool) -> Callable[[Any], Any]:
    """How plain JSON that may hold names of a family is shown: as it is, or with every name masked."""
    names = (
        [] if household is None or full else sorted((each.name for each in household.members), key=len, reverse=True)
    )

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            for name in names:
                value = value.replace(name, mask_name(name))
            return value
        if isinstance(value, Mapping):
            return {shown(key): shown(each) for key, each in value.items()}
        return [shown(each) for each in value] if isinstance(value, list | tuple) else value

    return shown


def case_shown(view: CaseView, *, unmask: frozenset[str], own: bool) -> dict[str, Any]:
    """A case that was opened.

    Args:
        view: the case.
        unmask: of names, answers, records: what is shown in full.
        own: whether a resident looks at their own.
    """
    shown = names_shown(view.household, full=own or "names" in unmask)
    members = view.household.members if view.household is not None else ()
    return row_shown(view.row) | {
        "version": view.case.version,
        "closed": view.case.closed,
        "outcome": view.case.outcome,
        "household": None if view.household is None else view.household.number,
        "members": [{"name": shown(each.name), "relation": RELATION.label(each.relation)} for each in members],
        "answers": dict(view.answers) if own or "answers" in unmask else None,
        "records": [
            {
                "id": each.id, "kind": each.kind, "title": each.title, "by": each.by, "at": each.at,
                "content": dict(each.content) if own or "records" in unmask else None,
            }
            for each in view.records
        ],
    }  # fmt: skip


def log_shown(view: CaseView, *, full: bool) -> list[dict[str, Any]]:
    """What happened to a case; what was said, for a purpose."""
    return [
        {
            "serial": each.serial, "step": each.step, "title": each.title, "by": each.by, "role": each.role, "at": each.at,
            "said": dict(each.said) if full else None,
        }
        for each in view.log
    ]  # fmt: skip


def decision_shown(each: Decided, names: Callable[[Any], Any]) -> dict[str, Any]:
    """A decision with what it stood on."""
    return {
        "id": each.id, "kind": each.kind, "result": None if each.result is None else BENEFIT_TYPE.key(each.result),
        "amount": each.amount, "persons": each.persons, "from_month": each.from_month,
        "reasons": [DECISION_REASON.label(code) for code in each.reasons], "at": each.at, "grounds": names(each.grounds),
    }  # fmt: skip
