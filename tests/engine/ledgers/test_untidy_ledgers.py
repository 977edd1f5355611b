"""Ledgers as townships really send them: every data row is accounted for, and bringing the same content again adds nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from minzheng.demo.ledgers import Mess, write_ledger
from minzheng.engine.ledgers import actions, queries
from minzheng.engine.ledgers.confirming import outcome_of
from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.registry.models import Fact, Person
from tests.engine.matching.people import TODAY, families

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
KINDS = ["dibao_ledger", "destitute_ledger", "household_book", "disability_list", "means_survey"]


def _bring(path: Path) -> Batch:
    batch = actions.stage_file(path=path, as_of=TODAY, by="李明", at=AT)
    return actions.confirm(batch=batch.pk, by="李明", at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_accounted_for_and_repetition_adds_nothing(kind: str, ending: str, tmp_path: Path) -> None:
    people = families(kind, 40, seed=3)
    first, second = tmp_path / f"甲.{ending}", tmp_path / f"乙.{ending}"
    write_ledger(first, kind, people, seed=1, mess=replace(Mess.wild(), repeat_header_every=0))
    write_ledger(second, kind, people, seed=2, mess=Mess.usual())
    batch = _bring(first)
    assert (batch.layout, batch.accepted + batch.rejected) == (kind, sum(map(len, people)))
    assert StagedRow.objects.count() == batch.accepted + batch.rejected
    assert len({(problem.sheet, problem.row) for problem in _refusals(batch)}) == batch.rejected
    assert Person.objects.count() == batch.accepted
    completed = outcome_of(_bring(second))
    third = tmp_path / f"丙.{ending}"
    write_ledger(third, kind, people, seed=5, mess=Mess.usual())
    before = Fact.objects.count()
    assert outcome_of(_bring(third)).added == 0
    assert (Fact.objects.count(), completed.persons) == (before, Person.objects.count() - batch.accepted)


def _refusals(batch: Batch) -> list:  # type: ignore[type-arg]
    return [problem for problem in queries.problems_of(batch=batch.pk) if problem.rejects]
