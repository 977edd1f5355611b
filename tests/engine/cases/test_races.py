"""Many at once: of every step one wins, and the others are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.engine.cases.models import Case, Movement
from minzheng.engine.cases.types import Conflict
from tests.engine.cases.conftest import MONDAY, County, signature

pytestmark = pytest.mark.django_db(transaction=True)
KEY = UUID("5b0f9c2e-1111-4a4a-8b8b-000000000001")


def at_once(count: int, work: Callable[[], Any]) -> list[Any]:
    """Run the same work in many threads that start together; what each returned or raised."""
    results: list[Any] = []
    start = Barrier(count)

    def run() -> None:
        start.wait()
        try:
            results.append(work())
        except Exception as problem:  # noqa: BLE001 - what it is, the test looks at
            results.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_twenty_who_accept_at_once_one_does(county: County) -> None:
    for _ in range(5):
        case = county.open()
        county.do(case, "submit", "village", MONDAY)
        county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
        results = at_once(20, lambda case=case: county.do(case, "accept", "clerk", MONDAY + timedelta(hours=1)))  # type: ignore[misc]
        assert sum(isinstance(result, Movement) for result in results) == 1
        assert sum(isinstance(result, Conflict) for result in results) == 19
        with scoped(SYSTEM):
            assert Movement.objects.filter(case=case, step="accept").count() == 1
        assert Event.objects.filter(action="cases.accept", subject_id=case.pk).count() == 1


def test_a_submission_sent_ten_times_opens_one_case(county: County) -> None:
    results = at_once(10, lambda: county.open(key=KEY))
    assert {result.pk for result in results} == {results[0].pk}
    with scoped(SYSTEM):
        assert Case.objects.count() == 1


def test_a_step_sent_again_with_its_key_is_answered_alike(county: County) -> None:
    case = county.open()
    results = at_once(8, lambda: county.do(case, "submit", "village", MONDAY, key=KEY))
    assert {result.pk for result in results} == {results[0].pk}
    with scoped(SYSTEM):
        assert Movement.objects.filter(case=case, step="submit").count() == 1


def test_twenty_families_of_one_township_get_twenty_numbers(county: County) -> None:
    results = at_once(12, county.open)
    assert len({case.number for case in results}) == 12
