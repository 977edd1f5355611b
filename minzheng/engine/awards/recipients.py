"""Who is in receipt of a benefit: the persons whose grant it is, or the members of the household whose grant it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_HELD = """g.benefit = ANY(%(benefits)s) AND g.recorded_at <= %(known)s AND g.superseded_at > %(known)s
      AND g.from_month <= %(on)s AND (g.until_month IS NULL OR g.until_month > %(on)s)"""
_RECIPIENTS = """
    SELECT g.person_id, g.benefit FROM awards_grant g WHERE {held} {own}
    UNION
    SELECT m.person_id, g.benefit FROM awards_grant g
    JOIN registry_membership m ON m.household_id = g.household_id AND m.period @> %(on)s
         AND m.recorded_at <= %(known)s AND m.superseded_at > %(known)s
    WHERE g.person_id IS NULL AND {held} {members}
"""
_OF_ALL = _RECIPIENTS.format(held=_HELD, own="AND g.person_id IS NOT NULL", members="")
_OF_SOME = _RECIPIENTS.format(
    held=_HELD, own="AND g.person_id = ANY(%(among)s)", members="AND m.person_id = ANY(%(among)s)"
)


def persons_in_receipt(
    *, benefits: Sequence[int], on: date, known_at: datetime, among: Sequence[int] | None = None
) -> dict[int, NDArray[np.int64]]:
    """Who is in receipt on a day, as known at an instant.

    Args:
        benefits: numbers of BENEFIT_TYPE.
        on, known_at: the day, and the instant.
        among: persons to look at; everybody if None.

    Returns:
        Benefit → identifiers of persons, each once; every benefit that was asked for is there.
    """
    query = _OF_ALL if among is None else _OF_SOME
    with connection.cursor() as cursor:
        cursor.execute(query, {"benefits": list(benefits), "on": on, "known": known_at, "among": list(among or ())})
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    return {benefit: rows[rows[:, 1] == benefit, 0] for benefit in benefits}
