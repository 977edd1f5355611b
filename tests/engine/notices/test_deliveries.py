"""Letters handed over: in person, by post, by message; the day they were served starts the clocks of appeal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from minzheng.engine.audit.models import Event
from minzheng.engine.notices import actions, queries
from minzheng.engine.notices.models import Delivery, Letter
from minzheng.engine.notices.types import DeliveryResult, DeliveryWay, NoticeProblem
from tests.engine.notices.conftest import AT, LI_MING, TODAY, issue

pytestmark = pytest.mark.usefixtures("places")

RECEIPT = "ab" * 32
LATER = AT + timedelta(days=9)


def deliver(letter: Letter, way: DeliveryWay, **given: Any) -> Delivery:
    stated: dict[str, Any] = {"attempted_on": TODAY, "served_on": TODAY, "by": LI_MING, "at": LATER}
    return actions.record_delivery(letter=letter, way=way, **(stated | given))


def test_a_letter_handed_over_is_served_the_day_it_was_signed_for() -> None:
    letter = issue()
    delivery = deliver(letter, DeliveryWay.IN_PERSON, receiver=" 马建国 ")
    assert (delivery.result, delivery.receiver) == (DeliveryResult.SERVED, "马建国")
    assert queries.served_on(letter) == TODAY


def test_a_letter_by_post_is_served_when_it_arrives_not_when_it_is_posted() -> None:
    letter = issue()
    deliver(letter, DeliveryWay.POST, receiver="马建国", served_on=TODAY + timedelta(days=3))
    assert queries.served_on(letter) == date(2026, 8, 6)
    deadlines = queries.appeal_deadlines_of(letter)
    assert deadlines is not None
    assert deadlines.reconsideration >= date(2026, 10, 5)


@pytest.mark.parametrize("way", [DeliveryWay.MESSAGE, DeliveryWay.PUBLIC_NOTICE])
def test_a_message_and_a_publication_need_the_picture_that_proves_them(way: DeliveryWay) -> None:
    letter = issue()
    with pytest.raises(NoticeProblem, match="回证"):
        deliver(letter, way, receiver="马建国")
    deliver(letter, way, receipt_sha256=RECEIPT)
    assert queries.served_on(letter) == TODAY


@pytest.mark.parametrize("way", [DeliveryWay.IN_PERSON, DeliveryWay.POST])
def test_nothing_is_served_without_a_signature_or_a_receipt(way: DeliveryWay) -> None:
    letter = issue()
    with pytest.raises(NoticeProblem, match="没有签收人"):
        deliver(letter, way, receiver="  ")
    assert not Delivery.objects.exists()


def test_attempts_that_failed_are_kept_and_do_not_serve() -> None:
    letter = issue()
    deliver(letter, DeliveryWay.IN_PERSON, served_on=None, note="家中无人，邻居马小芳见证")
    deliver(letter, DeliveryWay.POST, served_on=None, note="退回")
    assert queries.served_on(letter) is None
    assert queries.appeal_deadlines_of(letter) is None
    deliver(letter, DeliveryWay.IN_PERSON, attempted_on=TODAY + timedelta(days=2), served_on=TODAY + timedelta(days=2), receiver="保秀英")  # fmt: skip
    assert [row.result for row in queries.deliveries_of(letter)] == [2, 2, 1]


def test_a_letter_is_served_once() -> None:
    letter = issue()
    deliver(letter, DeliveryWay.IN_PERSON, receiver="马建国")
    with pytest.raises(NoticeProblem, match="已经送达"):
        deliver(letter, DeliveryWay.POST, receiver="马建国")
    assert len(queries.deliveries_of(letter)) == 1


@pytest.mark.parametrize(
    "days",
    [
        {"attempted_on": TODAY - timedelta(days=1)},
        {"attempted_on": TODAY + timedelta(days=10), "served_on": None},
        {"served_on": TODAY - timedelta(days=1)},
        {"served_on": TODAY + timedelta(days=10)},
    ],
)
def test_a_day_before_the_letter_or_after_today_is_none(days: dict[str, Any]) -> None:
    with pytest.raises(NoticeProblem, match="成文日期之后"):
        deliver(issue(), DeliveryWay.IN_PERSON, receiver="马建国", **days)


@pytest.mark.parametrize("receipt", ["ab", "Z" * 64, "AB" * 32])
def test_a_receipt_is_named_by_its_digest(receipt: str) -> None:
    with pytest.raises(NoticeProblem, match="SHA-256"):
        deliver(issue(), DeliveryWay.MESSAGE, receipt_sha256=receipt)


def test_a_letter_taken_back_is_handed_to_nobody() -> None:
    letter = actions.withdraw_letter(letter=issue(), reason="发错", by=LI_MING, at=AT)
    with pytest.raises(NoticeProblem, match="不再送达"):
        deliver(letter, DeliveryWay.IN_PERSON, receiver="马建国")


def test_a_delivery_is_an_event_without_a_name_and_is_never_changed() -> None:
    letter = issue()
    deliver(letter, DeliveryWay.IN_PERSON, receiver="马建国")
    event = Event.objects.get(action="notices.record_delivery")
    assert (event.subject_kind, event.subject_id, event.detail["served_on"]) == ("letter", letter.pk, str(TODAY))
    assert "马建国" not in str(event.detail)
    for statement in ("UPDATE notices_delivery SET served_on = '2026-01-01'", "DELETE FROM notices_delivery"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_day_is_the_day_in_china() -> None:
    late = datetime.fromisoformat("2026-08-03T23:30:00+08:00")
    letter = issue()
    deliver(letter, DeliveryWay.IN_PERSON, receiver="马建国", at=late)
    assert queries.served_on(letter) == TODAY
