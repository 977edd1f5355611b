"""What was asked for and decided in a month, by place: what monthly sheets count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, F, Sum

from minzheng.engine.access.types import Actor
from minzheng.engine.cases.clocks import CHINA_TIME
from minzheng.engine.cases.finding import cases_of
from minzheng.engine.cases.models import Decision
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.months import Month

_COUNTED: Mapping[str, tuple[str, ...]] = {
    "granted": ("grant",), "refused": ("refuse",), "stopped": ("stop", "gradual_exit"), "aided": ("aid", "first_aid", "special"),
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """How many cases, and fen given once by them."""

    cases: int = 0
    amount: int = 0


def month_of_cases(place: DivisionCode, month: Month, *, by: Actor) -> dict[int, dict[str, Counted]]:
    """Count a month: village (or what else a case belongs to) → what was done → how much."""
    cases = cases_of(by).filter(division__gte=place.number, division__lte=place.last_number)
    first, end = month.first_day, (month + 1).first_day
    found: dict[int, dict[str, Counted]] = {}
    asked = cases.filter(submitted_on__gte=first, submitted_on__lt=end).values("division").annotate(cases=Count("id"))
    for row in asked.order_by():
        found.setdefault(row["division"], {})["asked"] = Counted(row["cases"])
    begin, until = (datetime.combine(day, time(), CHINA_TIME) for day in (first, end))
    decided = Decision.objects.filter(case__in=cases, decided_at__gte=begin, decided_at__lt=until)
    for name, kinds in _COUNTED.items():
        rows = decided.filter(kind__in=kinds).values(division=F("case__division")).annotate(
            cases=Count("case", distinct=True), amount=Sum("amount")
        )  # fmt: skip
        for row in rows.order_by():
            found.setdefault(row["division"], {})[name] = Counted(row["cases"], int(row["amount"] or 0))
    # What was given before its papers is part of what the decision gives (社会救助法 第五十条): it is counted once, when it was given.
    full = decided.filter(kind__in=("aid", "special")).values("case")
    before = Decision.objects.filter(kind="first_aid", case__in=full).values(division=F("case__division")).annotate(
        amount=Sum("amount")
    )  # fmt: skip
    for division, amount in before.order_by().values_list("division", "amount"):
        given = found[division]["aided"]
        found[division]["aided"] = Counted(given.cases, given.amount - int(amount or 0))
    return found
