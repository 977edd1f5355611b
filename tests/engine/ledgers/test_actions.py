import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from minzheng.engine.ledgers import actions, queries, reading
from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.registry.models import Person
from tests.engine.ledgers.conftest import AS_OF, AUGUST, DIBAO, JULY, family, write

Bring = Callable[..., Batch]
WHO = {"by": "李明", "at": JULY}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "低保.xlsx", DIBAO, family(1))


def _abandoned(path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A batch as a killed process leaves it: begun, without a row and without its lock."""

    def killed(*_args: object, **_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reading, "stage", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.stage_file(path=path, as_of=AS_OF, **WHO)
    return Batch.objects.get()


@pytest.mark.django_db
def test_a_file_that_waits_is_not_read_again(path: Path) -> None:
    first = actions.stage_file(path=path, as_of=AS_OF, **WHO)
    assert actions.stage_file(path=path, as_of=AS_OF, **WHO) == first
    assert StagedRow.objects.count() == 2


@pytest.mark.django_db
def test_the_same_file_twice_is_told_even_under_another_name(path: Path, tmp_path: Path) -> None:
    batch = actions.stage_file(path=path, as_of=AS_OF, **WHO)
    actions.confirm(batch=batch.pk, **WHO)
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(path.read_bytes())
    with pytest.raises(LedgerProblem, match=f"已经导入过（第{batch.pk}批，低保.xlsx）"):
        actions.stage_file(path=copy, as_of=AS_OF, **WHO)
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_an_abandoned_reading_is_taken_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    abandoned = _abandoned(path, monkeypatch)
    assert abandoned.state == BatchState.READING
    again = actions.stage_file(path=path, as_of=AS_OF, **WHO)
    assert (again.pk, again.state, again.accepted) == (abandoned.pk, BatchState.STAGED, 2)


@pytest.mark.django_db
def test_resume_reads_abandoned_files_where_they_still_are(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned = _abandoned(path, monkeypatch)
    assert [batch.pk for batch in actions.resume(**WHO)] == [abandoned.pk]
    assert actions.resume(**WHO) == []


@pytest.mark.django_db
def test_resume_gives_up_on_a_file_that_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _abandoned(path, monkeypatch)
    write(path, DIBAO, family(11))
    assert actions.resume(**WHO) == []
    batch = Batch.objects.get()
    assert (batch.state, batch.failure) == (BatchState.FAILED, "低保.xlsx：原文件已不在原处或已改动。请重新导入。")


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_one_file_one_wins_and_the_other_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins while the first is reading."""
    begun, told, outcome = threading.Event(), threading.Event(), []
    stage = reading.stage

    def slow(*args: object, **given: object) -> None:
        begun.set()
        assert told.wait(30)
        stage(*args, **given)  # type: ignore[arg-type]

    def first() -> None:
        try:
            outcome.append(actions.stage_file(path=path, as_of=AS_OF, **WHO).state)
        finally:
            connection.close()

    monkeypatch.setattr(reading, "stage", slow)
    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert begun.wait(30)
        with pytest.raises(LedgerProblem, match="另一个导入正在读取"):
            actions.stage_file(path=path, as_of=AS_OF, **WHO)
    finally:
        told.set()
        thread.join(30)
    assert outcome == [BatchState.STAGED]
    assert (Batch.objects.count(), StagedRow.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_add_each_person_once(tmp_path: Path) -> None:
    batches = [
        actions.stage_file(path=write(tmp_path / f"{name}.xlsx", DIBAO, family(1)), as_of=AS_OF, **WHO)
        for name in "甲乙"
    ]
    failures: list[BaseException] = []

    def confirm(batch: Batch) -> None:
        try:
            actions.confirm(batch=batch.pk, **WHO)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert Person.objects.count() == 2
    assert set(Batch.objects.values_list("state", flat=True)) == {BatchState.CONFIRMED}


@pytest.mark.django_db
def test_an_unreadable_file_can_be_brought_again(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    for _ in range(2):
        with pytest.raises(FileProblem):
            actions.stage_file(path=path, as_of=AS_OF, **WHO)
    assert [batch.state for batch in queries.list_batches()] == [BatchState.FAILED] * 2


def test_a_batch_that_was_taken_back_can_be_brought_again(bring: Bring, tmp_path: Path) -> None:
    batch = bring(DIBAO, family(1))
    actions.undo(batch=batch.pk, by="王芳", at=AUGUST)
    again = actions.stage_file(path=tmp_path / "台账0.xlsx", as_of=AS_OF, **WHO)
    assert (again.pk != batch.pk, again.accepted) == (True, 2)
