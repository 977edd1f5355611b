"""What was imported, and what was wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.matching.layouts import all_layouts
from minzheng.engine.matching.problems import RowProblem

_QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True)
class BatchReport:
    """A batch as an operator reads it.

    `reasons` counts refused rows by their first reason; `data_rows` is accepted + rejected.
    """

    batch: Batch
    layout_title: str
    state_label: str
    warnings: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def data_rows(self) -> int:
        """How many data rows the file has."""
        return self.batch.accepted + self.batch.rejected


def list_batches(*, limit: int = 50) -> list[Batch]:
    """Return the latest batches, the newest first."""
    return list(Batch.objects.order_by("-pk")[:limit])


def report(*, batch: int) -> BatchReport:
    """Return what is known of a batch. Raises LedgerProblem if there is none."""
    found = Batch.objects.filter(pk=batch).first() if 0 < batch < 2**63 else None
    if found is None:
        raise LedgerProblem(f"没有第{batch}批。", remedy="用 minzheng imports list 查看所有批次。")
    problems = list(problems_of(batch=batch))
    refused: dict[tuple[str, int], str] = {}
    for problem in problems:
        if problem.rejects:
            refused.setdefault((problem.sheet, problem.row), problem.reason)
    reasons = Counter(_kind(reason) for reason in refused.values())
    layout = all_layouts().get(found.layout)
    return BatchReport(
        found, layout.title if layout else "", BatchState(found.state).label, sum(not problem.rejects for problem in problems),
        tuple(reasons.most_common()),
    )  # fmt: skip


def problems_of(*, batch: int) -> Iterator[RowProblem]:
    """Yield everything found in a batch, in the order of the file; values are masked."""
    rows = StagedRow.objects.filter(batch=batch).exclude(problems=[]).order_by("position")
    for problems in rows.values_list("problems", flat=True).iterator(chunk_size=2_000):
        yield from (RowProblem(**problem) for problem in problems)


def _kind(reason: str) -> str:
    """The reason without what differs from row to row."""
    return _QUOTED.sub("“…”", reason.partition("：")[0])
