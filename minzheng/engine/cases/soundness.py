"""What holds between a case and its log, and in the petty funds of the townships (临时救助意见2018 三（三）)."""

from __future__ import annotations

from collections.abc import Iterator

from minzheng.engine.database.soundness import Invariant, Tally, tally

_REMEDY = "办件被绕过程序改动。请停止办理该件，查审计，恢复备份后比对。"
_FUND_REMEDY = "备用金台账被绕过程序改动。请停止支出，与银行对账单核对，并查审计。"
_INVARIANTS = (
    Invariant(
        "cases.log", "每个办件的状态与办理记录的最后一条一致，记录不缺不重",
        """SELECT count(*) FROM cases_case c WHERE movements <> (SELECT count(*) FROM cases_movement m WHERE m.case_id = c.id)
           OR EXISTS (SELECT 1 FROM cases_movement m WHERE m.case_id = c.id AND m.serial = c.movements AND m.target <> c.state)""",
        _REMEDY,
    ),
    Invariant(
        "cases.imprest", "备用金的每一笔余额都等于前一笔加本笔，从不为负",
        """SELECT count(*) FROM (
               SELECT balance, serial, sum(amount) OVER of_fund AS added, row_number() OVER of_fund AS place
               FROM cases_imprestentry WINDOW of_fund AS (PARTITION BY fund_id ORDER BY serial)) e
           WHERE balance < 0 OR balance <> added OR serial <> place""",
        _FUND_REMEDY,
    ),
    Invariant(
        "cases.imprest_ceiling", "备用金不超过核定的限额",
        """SELECT count(*) FROM cases_imprestfund f JOIN LATERAL (
               SELECT balance FROM cases_imprestentry e WHERE e.fund_id = f.id ORDER BY serial DESC LIMIT 1) last ON true
           WHERE last.balance > f.ceiling""",
        _FUND_REMEDY,
    ),
)  # fmt: skip


def soundness() -> Iterator[Tally]:
    """Ask every invariant of cases and funds. The caller has set a scope that sees every case."""
    yield from tally(_INVARIANTS)
