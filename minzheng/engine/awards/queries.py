"""What is in payment in a month."""

from datetime import datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from minzheng.engine.awards.types import GrantsInForce
from minzheng.engine.registry.binary_copy import read_columns
from minzheng.engine.registry.population import CountyArrays
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.facts import Level
from minzheng.kernel.months import Month

_IN_FORCE = """
    SELECT id, household_id, coalesce(person_id, 0), benefit, monthly_amount, persons FROM awards_grant
    WHERE recorded_at <= %s AND superseded_at > %s AND from_month <= %s AND (until_month IS NULL OR until_month > %s)
    ORDER BY id
"""
_COLUMNS = {"id": 8, "household": 8, "person": 8, "benefit": 2, "amount": 8, "heads": 2}
_MARKS = {"receives_dibao": ("DIBAO", "DIBAO_SINGLE"), "receives_destitute_support": ("TEKUN",)}


def grants_on(*, month: Month, known_at: datetime) -> GrantsInForce:
    """Return the grants in payment in a month, as known at an instant, in the order they were recorded."""
    day = month.first_day
    with connection.cursor() as cursor:
        rows = read_columns(cursor, _IN_FORCE, [known_at, known_at, day, day], _COLUMNS)
    wide = {name: column.astype(np.int64) for name, column in rows.items()}
    return GrantsInForce(
        wide["id"], wide["household"], wide["person"], wide["benefit"], wide["amount"], wide["heads"]
    )  # fmt: skip


def mark_recipients(county: CountyArrays) -> GrantsInForce:
    """Set the member flags that grants say (receives_dibao, receives_destitute_support) for the county's day.

    A grant of a household marks all its members; a grant of one person marks that person. Returns the grants in force.
    """
    grants = grants_on(month=Month.of(county.as_of), known_at=county.known_at)
    for name, benefits in _MARKS.items():
        chosen = np.isin(grants.benefits, [BENEFIT_TYPE.number(benefit) for benefit in benefits])
        county.mark_members(name, _persons(county, grants, chosen))
    return grants


def _persons(county: CountyArrays, grants: GrantsInForce, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    named = grants.persons[chosen & (grants.persons > 0)]
    whole = np.isin(county.ids[Level.HOUSEHOLD], grants.households[chosen & (grants.persons == 0)])
    members = np.repeat(whole, np.diff(county.offsets[Level.MEMBER]))
    return np.concatenate([named, county.ids[Level.MEMBER][members]])
