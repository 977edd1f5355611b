"""Moving a case: one winner by compare-and-set, the clocks worked out anew, one line in its log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from minzheng.engine.access.actions import clients_to_tell
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.models import Callback, Case, Movement
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import Conflict
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.crash_points import crash_point
from minzheng.engine.database.sealed_values import next_id, seal_json

_WON = crash_point("cases.act.won", "办理：办件已到下一状态，决定、文书、公示、待遇还没有写入")
_BEFORE_COMMIT = crash_point("cases.act.before_commit", "办理：全部写入，还没有提交")


def won(
    case: Case, procedure: Procedure, target: str, *, step: str, at: datetime, log: Sequence[Movement], **changes: Any
) -> clocks.Due:
    """Take a case to a state if it still stands where it was seen; return its limits from then on.

    Args:
        case: as seen; brought up to date if it was won.
        procedure: its own.
        target: the state to come to.
        step: what moves it.
        at: when.
        log: its movements as seen.
        changes: further columns.

    Raises:
        Conflict: somebody else was first.
    """
    moved = [clocks.Moved(row.step, row.source, row.target, row.at) for row in log]
    moved.append(clocks.Moved(step, case.state, target, at))
    due, final = clocks.due(procedure, moved, state=target), procedure.states[target].final
    values = {
        "state": target, "movements": case.movements + 1, "closed": final, "in_time": clocks.kept(procedure, moved) if final else None, "step_due": due.step,
        "total_due": due.total, "due": due.nearest, "waits_for": next(iter(procedure.states[target].waits_for), ""), "paused": due.paused, "urged_at": None, **({"state_since": at} if target != case.state else {}), **changes,
    }  # fmt: skip
    if not Case.objects.filter(pk=case.pk, state=case.state, movements=case.movements).update(**values):
        raise lost(case, procedure)
    _WON()
    for name, value in values.items():
        setattr(case, name, value)
    return due


def lost(case: Case, procedure: Procedure) -> Conflict:
    """Say who came first."""
    case.refresh_from_db()
    last = case.log.order_by("-serial").first()
    title = procedure.states[case.state].title
    return Conflict(title=title, state=case.state, by=last.name if last else "", at=last.at if last else None)


def logged(
    case: Case, *, step: str, source: str, by: Actor, at: datetime, given: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None, key: UUID | None = None, role: str = "",
) -> Movement:  # fmt: skip
    """Add the line of what just happened to a case that was won."""
    row = next_id(Movement)
    movement = Movement.objects.create(
        id=row, case=case, serial=case.movements, step=step, source=source, target=case.state, actor_kind=by.kind,
        person=by.person, account=by.account, role=role or by.role, name=by.name, at=at, key=key, data=dict(data or {}),
        given=seal_json(Sealed.GIVEN, row, dict(given)) if given else None,
    )  # fmt: skip
    audit.record(
        action=f"cases.{step}", by=by, at=at, subject=Subject("case", case.pk), division=case.division_id,
        detail={"from": source, "to": case.state, "serial": movement.serial},
    )  # fmt: skip
    _put_down(case, movement)
    _BEFORE_COMMIT()
    return movement


def _put_down(case: Case, movement: Movement) -> None:
    """Put down which programs are to be told; of a restricted case none is."""
    clients = () if case.restricted else clients_to_tell(service=case.chapter, division=case.division_id)
    Callback.objects.bulk_create(Callback(client=each, movement=movement, due_at=movement.at) for each in clients)
