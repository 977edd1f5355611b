"""What is in payment in a month."""

from collections.abc import Collection
from datetime import date, datetime

import numpy as np
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.types import GrantsInForce, InPayment
from minzheng.engine.registry.binary_copy import read_columns
from minzheng.engine.registry.bitemporal import known
from minzheng.kernel.months import Month

_IN_FORCE = """
    SELECT id, household_id, coalesce(person_id, 0), benefit, monthly_amount, persons FROM awards_grant
    WHERE recorded_at <= %s AND superseded_at > %s AND from_month <= %s AND (until_month IS NULL OR until_month > %s)
    ORDER BY id
"""
_COLUMNS = {"id": 8, "household": 8, "person": 8, "benefit": 2, "amount": 8, "heads": 2}


def grants_on(*, month: Month, known_at: datetime) -> GrantsInForce:
    """Return the grants in payment in a month, as known at an instant, in the order they were recorded."""
    day = month.first_day
    with connection.cursor() as cursor:
        rows = read_columns(cursor, _IN_FORCE, [known_at, known_at, day, day], _COLUMNS)
    wide = {name: column.astype(np.int64) for name, column in rows.items()}
    return GrantsInForce(
        wide["id"], wide["household"], wide["person"], wide["benefit"], wide["amount"], wide["heads"]
    )  # fmt: skip


def households_in_receipt(households: Collection[int], *, on: date, known_at: datetime) -> frozenset[int]:
    """Return those of some households in which a benefit is in payment in the month of a day, to all or to one member."""
    rows = _in_payment(on, known_at).filter(household__in=set(households))
    return frozenset(rows.values_list("household_id", flat=True))


def grants_of(household: int, *, on: date, known_at: datetime) -> list[Grant]:
    """Return the benefits a household or one of its members has in payment in the month of a day, or will have later."""
    day = Month.of(on).first_day
    running = Q(until_month__isnull=True) | Q(until_month__gt=day)
    return list(Grant.objects.filter(running, known(known_at), household=household).order_by("from_month", "id"))


def in_payment(*, low: int, high: int, on: date, known_at: datetime) -> dict[int, dict[int, InPayment]]:
    """Add up what is in payment in the month of a day: village or community → number of BENEFIT_TYPE → sums.

    Args:
        low, high: the first and the last division that counts (12 digits).
        on: a day of the month.
        known_at: as known at this instant.
    """
    rows = (
        _in_payment(on, known_at)
        .filter(household__division__gte=low, household__division__lte=high)
        .values("household__division", "benefit")
        .annotate(households=Count("household", distinct=True), people=Sum("persons"), amount=Sum("monthly_amount"))
        .order_by()
    )
    found: dict[int, dict[int, InPayment]] = {}
    for row in rows:
        sums = InPayment(row["households"], row["people"], int(row["amount"]))
        found.setdefault(row["household__division"], {})[row["benefit"]] = sums
    return found


def _in_payment(on: date, known_at: datetime) -> QuerySet[Grant]:
    day = Month.of(on).first_day
    running = Q(until_month__isnull=True) | Q(until_month__gt=day)
    return Grant.objects.filter(running, known(known_at), from_month__lte=day)
