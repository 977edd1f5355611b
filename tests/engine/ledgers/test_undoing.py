from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from minzheng.engine.awards.queries import grants_on
from minzheng.engine.ledgers import actions
from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.registry import queries
from minzheng.engine.registry.population import CountyArrays, load_population
from minzheng.kernel.months import Month
from tests.engine.ledgers.conftest import AUGUST, DIBAO, DISABLED, JULY, MEANS, family, number

Bring = Callable[..., Batch]
OCTOBER = datetime(2026, 10, 5, 1, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 5, 1, tzinfo=UTC)
IN_AUGUST = {"at": AUGUST, "as_of": date(2026, 8, 1)}


def _undo(batch: Batch, at: datetime = OCTOBER) -> Batch:
    return actions.undo(batch=batch.pk, by="王芳", at=at)


def _county(known_at: datetime) -> CountyArrays:
    return load_population(as_of=date(2026, 9, 1), known_at=known_at)


def _amounts(known_at: datetime) -> list[int]:
    return grants_on(month=Month(2026, 9), known_at=known_at).amounts.tolist()


def test_nothing_of_an_undone_batch_is_believed_but_it_was(bring: Bring) -> None:
    undone = _undo(bring(DIBAO, family(1)))
    assert (undone.state, undone.undone_by) == (BatchState.UNDONE, "王芳")
    assert (_county(AUGUST).size, _county(OCTOBER).size) == (1, 0)
    assert (_amounts(AUGUST), _amounts(OCTOBER)) == ([56_000], [])
    assert queries.find_person(id_number=number(1), known_at=AUGUST) is not None
    assert queries.find_person(id_number=number(1), known_at=OCTOBER) is None


def test_the_same_people_can_be_imported_again(bring: Bring) -> None:
    _undo(bring(DIBAO, family(1)))
    bring(DIBAO, family(1), at=NOVEMBER)
    assert _county(NOVEMBER).ids["MEMBER"].size == 2  # type: ignore[index]


def test_people_that_others_speak_of_stay(bring: Bring) -> None:
    first = bring(DIBAO, family(1))
    bring(DISABLED, [["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]], **IN_AUGUST)
    _undo(first)
    assert queries.find_person(id_number=number(1), known_at=OCTOBER) is None
    assert queries.find_person(id_number=number(2), known_at=OCTOBER) is not None


def test_a_household_that_others_speak_of_stays(bring: Bring) -> None:
    first = bring(DIBAO, family(1, household="0001", size=1))
    survey = dict.fromkeys(MEANS, "") | {
        "姓名": "马甲国",
        "身份证号": number(1),
        "与户主关系": "户主",
        "务工收入": 1200,
    }
    bring(MEANS, [list(survey.values())], **IN_AUGUST)
    _undo(first)
    assert queries.find_household(number="0001", known_at=OCTOBER) is not None


def test_what_the_batch_replaced_is_believed_again(bring: Bring) -> None:
    row = ["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]
    bring(DIBAO, family(1))
    bring(DISABLED, [row])
    second = bring(DISABLED, [[*row[:5], "三级"]], at=AUGUST)
    third = bring(DIBAO, family(1, amount=700), **IN_AUGUST)
    assert _county(AUGUST).values["disability_grade"].tolist() == [0, 3]
    _undo(second)
    _undo(third)
    assert _county(OCTOBER).values["disability_grade"].tolist() == [0, 2]
    assert (_amounts(AUGUST), _amounts(OCTOBER)) == ([70_000], [56_000])


def test_what_an_undone_batch_said_never_comes_back(bring: Bring) -> None:
    row = ["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]
    first = bring(DISABLED, [row])
    second = bring(DISABLED, [[*row[:5], "三级"]], at=AUGUST)
    _undo(first)
    _undo(second, at=NOVEMBER)
    assert queries.find_person(id_number=number(2), known_at=NOVEMBER) is None


def test_a_waiting_batch_can_be_dropped_and_only_once(bring: Bring) -> None:
    batch = bring(DIBAO, family(1), confirm=False)
    _undo(batch)
    with pytest.raises(LedgerProblem, match="已撤销"):
        _undo(batch)
    with pytest.raises(LedgerProblem, match="不能确认"):
        actions.confirm(batch=batch.pk, by="李明", at=JULY)
