"""The register of near relatives of those who work here, read: one's own in full, the county's masked. Each look is an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from minzheng.engine.access.models import Officer, OfficerRelative
from minzheng.engine.access.roles import Role
from minzheng.engine.access.sealed import Sealed
from minzheng.engine.access.types import Actor, DiscoveredBy
from minzheng.engine.audit import actions as audit
from minzheng.engine.database.sealed_values import open_value
from minzheng.kernel.codes import RELATION
from minzheng.kernel.names import mask_name

REGISTRARS = (Role.COUNTY_OFFICER, Role.COUNTY_LEAD, Role.AUDITOR)
"""Who enters relatives of others, and reads the whole register."""


@dataclass(frozen=True)
class RegisteredRelative:
    """A line of the register; the relative's name in full for the officer alone whose relative it is."""

    officer: str
    unit: str
    name: str
    relation: str
    discovered_by: DiscoveredBy
    recorded_on: date


@transaction.atomic
def registered_relatives(*, by: Actor, at: datetime) -> tuple[RegisteredRelative, ...]:
    """Return one's own relatives, and for a registrar everybody's with names masked, by unit and officer."""
    rows = OfficerRelative.objects.select_related("officer").order_by("officer__unit", "officer__name", "id")
    if not any(by.holds(role) for role in REGISTRARS):
        rows = rows.filter(officer=by.person or 0)
    found = tuple(_line(row, own=row.officer_id == by.person) for row in rows)
    audit.record(action="access.view_relatives", by=by, at=at, detail={"count": len(found)})
    return found


def officers_by_unit() -> list[tuple[int, str]]:
    """Every officer with unit, to choose from."""
    rows = Officer.objects.order_by("unit", "name", "pk").values_list("pk", "name", "unit")
    return [(row, f"{name}（{unit}）") for row, name, unit in rows]


def officer_numbered(number: int) -> Officer | None:
    """The officer with a number; None where there is none."""
    return Officer.objects.filter(pk=number).first()


def _line(row: OfficerRelative, *, own: bool) -> RegisteredRelative:
    name = str(open_value(Sealed.RELATIVE_NAME, row.pk, bytes(row.name)))
    return RegisteredRelative(
        row.officer.name, row.officer.unit, name if own else mask_name(name), RELATION.label(row.relation), DiscoveredBy(row.discovered_by),
        row.recorded_at.astimezone().date(),
    )  # fmt: skip
