"""Letters about a case are handed over: who signed, when, with the picture of the receipt. From that day the clocks of appeal run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from minzheng.engine.access.denials import denials_kept
from minzheng.engine.access.queries import require
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.types import Subject
from minzheng.engine.cases.actions.materials import keep_pages
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.notices import actions as notices
from minzheng.engine.notices.models import Delivery
from minzheng.engine.notices.queries import letters_about
from minzheng.engine.notices.types import DeliveryWay

DELIVERERS = (
    Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICER, Role.COUNTY_LEAD, Role.HOTLINE,
)  # fmt: skip
RECEIPT = "送达回证"
"""Title of the pictures of receipts among the papers of a case."""


@denials_kept()
@transaction.atomic
def deliver_letter(
    *, case: int | str, letter: int, way: DeliveryWay, on: date, served: bool, receiver: str = "", note: str = "",
    receipt: Sequence[bytes] = (), by: Actor, at: datetime,
) -> Delivery:  # fmt: skip
    """Record an attempt to hand a letter about a case over.

    Args:
        case, letter: which.
        way, on: how, and on which day.
        served: whether it reached them.
        receiver: who signed; note: why it failed, who was witness.
        receipt: pictures of the receipt, kept sealed among the papers.
        by, at: who records it, when.

    Raises:
        NoCase, AccessProblem: it is not theirs.
        CaseProblem: there is no such letter, or a picture cannot be taken.
        NoticeProblem: it was served before, the day cannot be, or nothing proves it.
    """
    found = find_case(case, by=by, lock=True)
    subject = Subject("case", found.pk)
    require(
        by, DELIVERERS, service=found.chapter, division=found.division_id, action="notices.record_delivery", at=at, subject=subject
    )  # fmt: skip
    there = next((each for each in letters_about(subject) if each.pk == letter), None)
    if there is None:
        raise CaseProblem("没有这份文书。", remedy="请刷新页面。")
    pages = keep_pages(found, RECEIPT, receipt, by=by, at=at) if receipt else []
    return notices.record_delivery(
        letter=there, way=way, attempted_on=on, served_on=on if served else None, receiver=receiver, note=note,
        receipt_sha256=bytes(pages[0].digest).hex() if pages else "", by=by, at=at,
    )  # fmt: skip
