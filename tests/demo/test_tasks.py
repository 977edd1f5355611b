"""The tasks of the demonstration: each can be followed, names what there is, and keeps no more than where somebody is."""

from __future__ import annotations

import pytest

from minzheng.demo.casework.guided import GUIDED, people_of
from minzheng.demo.tasks import Guide, filled, guide_of, tasks
from minzheng.demo.tasks.tour import _VERBS


def test_there_are_eight_of_three_steps_each() -> None:
    assert len(tasks()) == 8
    assert {len(task.steps) for task in tasks().values()} == {3}


@pytest.mark.parametrize("key", tasks())
def test_a_task_begins_somewhere_and_speaks_of_what_there_is(key: str) -> None:
    task = tasks()[key]
    assert task.steps[0].go
    for step in task.steps:
        assert step.case == "" or step.case in GUIDED
        assert ("{number}" in step.say + step.go + step.see) <= bool(step.case)
        assert {verb for act in (*step.do, *step.after) for verb in act} <= set(_VERBS)


def test_every_case_that_waits_is_waited_for() -> None:
    assert {step.case for task in tasks().values() for step in task.steps} - {""} == set(GUIDED)


def test_the_families_that_wait_are_the_same_every_time_and_no_two_alike() -> None:
    heads = [people_of(name).answers["members"][0]["id_number"] for name in GUIDED]
    assert heads == [people_of(name).answers["members"][0]["id_number"] for name in GUIDED]
    assert len(set(heads)) == len(heads)
    assert all(number.startswith("530199") for number in heads)


def test_one_goes_on_and_back_but_not_beyond_the_ends() -> None:
    first = Guide(tasks()["clerk"], 0)
    assert first.moved(-1) == first
    last = first.moved(1).moved(1)  # type: ignore[union-attr]
    assert last is not None
    assert last.mark == "clerk.3"
    assert last.moved(1) is None
    assert guide_of(last.mark) == last


@pytest.mark.parametrize(
    "mark", ["", "clerk", "clerk.0", "clerk.4", "nobody.1", "clerk.１", "clerk.1.1", "\x00", "x" * 5000]
)
def test_a_mark_that_nobody_gave_out_means_nothing(mark: str) -> None:
    assert guide_of(mark) is None


def test_only_what_is_known_is_filled_in() -> None:
    assert filled("{number}、{other}", {"number": "1"}) == "1、{other}"
