"""What is refused is recorded, and stays recorded although the refusal undoes the transaction it happened in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any

from minzheng.engine.access.types import AccessProblem, Denial
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit import queries as audit_queries
from minzheng.engine.audit.types import Outcome, Subject, Who

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def denied(
    sentence: str,
    *,
    action: str,
    by: Who,
    at: datetime,
    subject: Subject | None = None,
    division: int | None = None,
    detail: Mapping[str, Any] = _NOTHING,
) -> AccessProblem:
    """Record a refusal and return the problem to raise.

    Args:
        sentence: Chinese, for the person who is refused.
        action: what was tried.
        by: who tried.
        at: when.
        subject: on which record.
        division: where the record belongs.
        detail: as `audit.actions.record` takes it.
    """
    event = audit.record(
        action=action, by=by, at=at, subject=subject, division=division, outcome=Outcome.DENIED, detail=detail
    )
    return AccessProblem(
        sentence,
        Denial(action=action, by=by, at=at, subject=subject, division=division, detail=dict(detail), event=event),
    )


@contextmanager
def denials_kept() -> Iterator[None]:
    """Run a block outside whose transaction a refusal must survive: what was rolled back with it is recorded again.

    Wrap it around the transaction, not the transaction around it.
    """
    try:
        yield
    except AccessProblem as problem:
        denial = problem.denial
        if denial is not None and not audit_queries.has_event(denial.event):
            again = denied(
                str(problem), action=denial.action, by=denial.by, at=denial.at, subject=denial.subject,
                division=denial.division, detail=denial.detail,
            )  # fmt: skip
            problem.denial = again.denial
        raise
