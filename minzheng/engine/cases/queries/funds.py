"""The petty funds of townships as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Subquery

from minzheng.engine.access.scoping import visible
from minzheng.engine.access.types import Actor
from minzheng.engine.cases.models import ImprestEntry, ImprestFund


@dataclass(frozen=True)
class FundRow:
    """The fund of a township; amounts in fen, `reconciled` the last day that was held against the bank's statement."""

    division: int
    name: str
    ceiling: int
    balance: int
    reconciled: date | None


def fund_rows(*, by: Actor) -> tuple[FundRow, ...]:
    """The funds somebody answers for, by township."""
    last = ImprestEntry.objects.filter(fund=OuterRef("pk")).order_by("-serial").values("balance")[:1]
    found = visible(ImprestFund.objects.all(), by).annotate(
        balance=Subquery(last), reconciled=Max("reconciliations__until")
    )  # fmt: skip
    rows = found.order_by("division").values_list("division", "division__name", "ceiling", "balance", "reconciled")
    return tuple(FundRow(code, name, ceiling, balance or 0, until) for code, name, ceiling, balance, until in rows)
