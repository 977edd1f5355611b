"""What is in payment in a month."""

from datetime import datetime

import numpy as np
from django.db import connection

from minzheng.engine.awards.types import GrantsInForce
from minzheng.engine.registry.binary_copy import read_columns
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
