"""An officer of 羊街镇, a letter to write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.catalogue.letters import letters_of
from minzheng.engine.notices import actions
from minzheng.engine.notices.models import Letter
from minzheng.engine.notices.types import Addressee

AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
TODAY = date(2026, 8, 3)
LI_MING = Who(kind=ActorKind.OFFICER, account=7, person=3, name="李明", role="township_clerk")
CASE = Subject("case", 12)
TOWNSHIP, VILLAGE = 530129103000, 530129103201
DATA = {
    "applied_on": date(2026, 8, 1), "matter": "最低生活保障", "case_number": "DB-2026-0012", "accepted_on": TODAY,
    "deciding_office": "寻甸回族彝族自治县民政局", "decided_by": date(2026, 9, 14),
}  # fmt: skip


@pytest.fixture
def places(db: None) -> Iterator[None]:
    """Everything is seen."""
    with scoped(SYSTEM):
        yield


def issue(name: str = "acceptance", **given: Any) -> Letter:
    """Issue a letter of social assistance."""
    stated = {
        "template": letters_of("social_assistance", "")[name], "data": DATA, "addressee": Addressee("马建国", person=77), "subject": CASE,
        "division": VILLAGE, "by": LI_MING, "at": AT,
    }  # fmt: skip
    return actions.issue_letter(**(stated | given))
