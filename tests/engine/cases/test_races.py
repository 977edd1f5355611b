"""Many at once: of every step one wins, and the others are told.

Twenty at once over fifty cases for what matters most (accept, confirm, withdraw); twenty at once, one round for each case it happens in,
for every step that the invented bureau does in any procedure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from minzheng.demo.casework.stories import FIRST
from minzheng.demo.casework.working import work_cases
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit.models import Event
from minzheng.engine.awards.models import Grant
from minzheng.engine.cases.actions import act
from minzheng.engine.cases.models import Case, Decision, Movement
from minzheng.engine.cases.types import Conflict, Given
from minzheng.surfaces.cli.selfcheck import examine
from tests.engine.cases.conftest import MONDAY, County, family, signature

pytestmark = pytest.mark.django_db(transaction=True)
CROWD, ROUNDS = 20, 50
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


class Crowd:
    """Twenty threads that stay, each with a connection of its own, and start together."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(CROWD)
        self._start = Barrier(CROWD)

    def act(self, *, case: int, step: str, by: Actor, at: datetime, given: Given) -> list[Any]:
        """All do the same step of the same case; what each returned or raised."""

        def run(_: int) -> Any:
            self._start.wait()
            try:
                with scoped(by):
                    return act(case=case, step=step, by=by, at=at, given=given)
            except Exception as problem:  # noqa: BLE001 - what it is, the test looks at
                return problem

        return list(self._pool.map(run, range(CROWD)))

    def go(self) -> None:
        def close(_: int) -> None:
            self._start.wait()
            connections.close_all()

        list(self._pool.map(close, range(CROWD)))
        self._pool.shutdown()


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    together = Crowd()
    yield together
    together.go()


def assert_one_effect(results: list[Any], case: int, step: str) -> Movement:
    """One moved the case and left one of everything; whoever lost was told who was first and when."""
    won = [result for result in results if isinstance(result, Movement)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, CROWD - 1), results
    assert all(won[0].name in str(each) for each in lost)
    with scoped(SYSTEM):
        serials = list(Movement.objects.filter(case=case).order_by("serial").values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))
        assert (
            Decision.objects.filter(case=case).count()
            == Movement.objects.filter(case=case, data__has_key="decision").count()
        )
    assert Event.objects.filter(action=f"cases.{step}", subject_kind="case", subject_id=case, at=won[0].at).count() == 1
    return won[0]


def _to_accept(county: County, serial: int) -> Case:
    case = county.open(family(serial=serial))
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature("马建国", "保秀英"))
    return case


def _to_confirm(county: County, serial: int) -> Case:
    return county.reviewed(family(serial=serial))


RACES = {
    "accept": (_to_accept, "clerk", MONDAY + timedelta(hours=1), {}),
    "withdraw": (_to_accept, "clerk", MONDAY + timedelta(hours=1), {"reason": "申请人要求"}),
    "confirm": (_to_confirm, "head", MONDAY + timedelta(days=15), {"places": ("村务公开栏",)}),
}


@pytest.mark.parametrize("step", RACES)
def test_of_twenty_at_once_one_wins_in_every_of_fifty_rounds(step: str, county: County, crowd: Crowd) -> None:
    prepare, who, at, brought = RACES[step]
    by = county.actors[who]
    for turn in range(ROUNDS):
        case = prepare(county, 100 + 2 * turn)
        assert_one_effect(crowd.act(case=case.pk, step=step, by=by, at=at, given=Given(**brought)), case.pk, step)
    if step == "confirm":
        with scoped(SYSTEM):
            assert Decision.objects.count() == Grant.objects.count() == ROUNDS


class _Undone(Exception):
    """Takes back what was only tried."""


def test_every_step_of_every_procedure_is_done_once_by_twenty_at_once(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, crowd: Crowd
) -> None:
    settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": True})
    raced: Counter[str] = Counter()

    def race(*, case: int, step: str, by: Actor, at: datetime, given: Given) -> Movement:
        with suppress(_Undone), transaction.atomic():  # a gate that says no says it before the crowd comes
            act(case=case, step=step, by=by, at=at, given=given)
            raise _Undone
        with scoped(SYSTEM):
            seen = Case.objects.get(pk=case)
        results = crowd.act(case=case, step=step, by=by, at=at, given=replace(given, expected=seen.movements))
        raced[f"{seen.procedure}.{step}"] += 1
        return assert_one_effect(results, case, step)

    monkeypatch.setattr("minzheng.demo.casework.working.actions.act", race)
    work_cases(county=530129, day=date(2026, 9, 1), cases=len(FIRST), seed=1)
    assert len(raced) > 80, sorted(raced)
    assert [(each.name, each.where) for each in examine(at=datetime(2026, 9, 1, 9, tzinfo=UTC)) if each.broken] == []


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
