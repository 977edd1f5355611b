"""A call that is sent again within a day is answered as it was, and done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from minzheng.engine.access import actions
from minzheng.engine.access.jobs import forget
from minzheng.engine.access.models import AnsweredCall
from minzheng.engine.access.types import KeyReused
from minzheng.engine.database.problems import Problem
from tests.engine.access.conftest import AT

KEY = UUID(int=1)


def counting() -> tuple[list[int], Any]:
    done: list[int] = []

    def call() -> dict[str, Any]:
        done.append(len(done))
        return {"name": "马建国", "at": AT, "serial": len(done)}

    return done, call


@pytest.mark.django_db
def test_it_is_done_once_and_answered_alike() -> None:
    done, call = counting()
    first = actions.answer_once(key=KEY, digest="a", at=AT, call=call)
    again = actions.answer_once(key=KEY, digest="a", at=AT + timedelta(hours=23, minutes=59), call=call)
    assert first == again == {"name": "马建国", "at": AT.isoformat(), "serial": 1}
    assert done == [0]


@pytest.mark.django_db
def test_a_mark_with_something_else_is_refused() -> None:
    done, call = counting()
    actions.answer_once(key=KEY, digest="a", at=AT, call=call)
    with pytest.raises(KeyReused, match="先后提交了不同的内容"):
        actions.answer_once(key=KEY, digest="b", at=AT, call=call)
    assert done == [0]


@pytest.mark.django_db
def test_a_day_later_it_is_a_new_call() -> None:
    done, call = counting()
    actions.answer_once(key=KEY, digest="a", at=AT, call=call)
    answer = actions.answer_once(key=KEY, digest="b", at=AT + timedelta(hours=24), call=call)
    assert (answer["serial"], done) == (2, [0, 1])
    assert str(AnsweredCall.objects.get()).isdecimal()


@pytest.mark.django_db
def test_a_call_that_fails_may_be_sent_again() -> None:
    def fails() -> dict[str, Any]:
        raise Problem("没有写明理由。", remedy="请写明。")

    with pytest.raises(Problem, match="没有写明理由"):
        actions.answer_once(key=KEY, digest="a", at=AT, call=fails)
    done, call = counting()
    actions.answer_once(key=KEY, digest="a", at=AT, call=call)
    assert done == [0]


@pytest.mark.django_db
def test_what_was_answered_is_sealed_and_kept_for_a_day() -> None:
    actions.answer_once(key=KEY, digest="a", at=AT, call=counting()[1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT position(%s::bytea IN answer) FROM access_answeredcall", ["马建国".encode()])
        assert cursor.fetchone() == (0,)
    forget(at=AT + timedelta(hours=23))
    assert AnsweredCall.objects.count() == 1
    forget(at=AT + timedelta(hours=24))
    assert AnsweredCall.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_sent_at_once_one_is_done() -> None:
    done, call = counting()
    barrier = Barrier(8)

    def send(_: int) -> dict[str, Any]:
        barrier.wait()
        try:
            return actions.answer_once(key=KEY, digest="a", at=AT, call=call)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert (len(done), {each["serial"] for each in answers}) == (1, {1})
