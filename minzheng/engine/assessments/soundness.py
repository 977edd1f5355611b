"""What holds between a run and the results that stand in its partition, where no foreign key says so."""

from __future__ import annotations

from collections.abc import Iterator

from minzheng.engine.database.soundness import Invariant, Tally, tally

_REMEDY = "核算结果被绕过程序改动。请重新核算，并查数据库日志。"
_INVARIANTS = (
    Invariant(
        "assessments.whole", "每次核算的户数、人数与存下的结果一致",
        """SELECT count(*) FROM assessments_run r
           WHERE households <> (SELECT count(*) FROM assessments_householdresult h WHERE h.run_id = r.id)
              OR people <> (SELECT count(*) FROM assessments_personresult p WHERE p.run_id = r.id)""",
        _REMEDY,
    ),
    Invariant(
        "assessments.runs", "每个核算结果都属于一次核算",
        """SELECT (SELECT count(*) FROM assessments_householdresult h WHERE NOT EXISTS (SELECT 1 FROM assessments_run r WHERE r.id = h.run_id))
           + (SELECT count(*) FROM assessments_personresult p WHERE NOT EXISTS (SELECT 1 FROM assessments_run r WHERE r.id = p.run_id))""",
        _REMEDY,
    ),
)  # fmt: skip


def soundness() -> Iterator[Tally]:
    """Ask every invariant of the stored runs."""
    yield from tally(_INVARIANTS)
