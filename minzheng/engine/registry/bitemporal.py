"""Known time: what was believed when.

The far ends are an ordinary date and an ordinary instant, not PostgreSQL's `infinity`: every client can read them
(psycopg cannot turn `infinity` into a Python date) and rows keep a fixed length in binary COPY.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value

STILL_BELIEVED = datetime(9999, 1, 1, tzinfo=UTC)
WITHOUT_END = date(9999, 1, 1)

BELIEVED = Q(superseded_at=STILL_BELIEVED)


def same(column: str) -> Func:
    """A one-value range over a bigint column: lets core GiST compare it with `=` (no btree_gist needed)."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def known(at: datetime) -> Q:
    """The condition that a row was believed at the instant `at`."""
    return Q(recorded_at__lte=at, superseded_at__gt=at)


def supersede(rows: models.QuerySet[Any], *, at: datetime) -> int:
    """Stop believing those of the rows that are still believed; return how many there were."""
    return rows.filter(BELIEVED).update(superseded_at=at)


class Recorded(models.Model):
    """A row that is recorded once and may later be superseded, never overwritten."""

    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(default=STILL_BELIEVED, db_default=STILL_BELIEVED)

    class Meta:
        """What the database promises."""

        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(superseded_at__gte=F("recorded_at")), name="%(app_label)s_%(class)s_known_in_order"
            ),
        )
