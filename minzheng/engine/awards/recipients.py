"""Who is in receipt of a benefit: the persons whose grant it is, or the members of the household whose grant it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_RECIPIENTS = """
    SELECT DISTINCT coalesce(g.person_id, m.person_id)
    FROM awards_grant g
    LEFT JOIN registry_membership m ON g.person_id IS NULL AND m.household_id = g.household_id AND m.period @> %(on)s
         AND m.recorded_at <= %(known)s AND m.superseded_at > %(known)s
    WHERE g.benefit = ANY(%(benefits)s) AND g.recorded_at <= %(known)s AND g.superseded_at > %(known)s
      AND g.from_month <= %(on)s AND (g.until_month IS NULL OR g.until_month > %(on)s) AND coalesce(g.person_id, m.person_id) IS NOT NULL
"""


def persons_in_receipt(*, benefits: Sequence[int], on: date, known_at: datetime) -> NDArray[np.int64]:
    """Identifiers of the persons in receipt of one of the benefits (numbers of BENEFIT_TYPE) on a day, as known at an instant."""
    with connection.cursor() as cursor:
        cursor.execute(_RECIPIENTS, {"benefits": list(benefits), "on": on, "known": known_at})
        return np.fromiter((row[0] for row in cursor.fetchall()), np.int64)
