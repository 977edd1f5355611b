"""A letter is printed by a named officer who may read it, and the printing is recorded."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from minzheng.engine.access import actions
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.models import Event
from minzheng.engine.notices.models import Letter
from minzheng.surfaces.cli.main import main
from minzheng.surfaces.clock import now
from tests.engine.cases.conftest import County, county

__all__ = ["county"]

PASSWORD = "Fuxian-2026-lake"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def printing(county: County, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Print a letter as somebody who types; everybody has set the same password."""
    for username, account in county.bureau.accounts.items():
        by = county.bureau.actor(username, on=now().date())
        actions.set_password(account=account, password=PASSWORD, by=by, at=now())

    def run(number: str, path: Path, officer: str, *more: str) -> tuple[int, str]:
        # The cases are a demonstration's, the data directory of the tests is not.
        settings.MINZHENG = settings.MINZHENG.model_copy(update={"demo": False})
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        capsys.readouterr()
        status = main(["letters", "pdf", number, "-o", str(path), "--as", officer, *more])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def accepted(county: County) -> Letter:
    case = county.accepted()
    with scoped(SYSTEM):
        return Letter.objects.get(subject_id=case.pk)


def test_a_letter_is_printed_by_its_number_and_the_look_is_recorded(
    county: County, printing: Any, tmp_path: Path
) -> None:
    letter, path = accepted(county), tmp_path / "文书.pdf"
    status, said = printing(letter.number, path, "clerk")
    assert status == 0, said
    assert path.read_bytes()[:5] == b"%PDF-"
    event = Event.objects.get(action="notices.letter.view")
    assert (event.subject_id, event.person is not None) == (letter.pk, True)


def test_a_letter_of_another_township_and_one_that_is_not_there_answer_alike(
    county: County, printing: Any, tmp_path: Path
) -> None:
    letter, path = accepted(county), tmp_path / "文书.pdf"
    theirs, nothing = printing(letter.number, path, "stranger"), printing("演民救〔2026〕999号", path, "clerk")
    assert (theirs[0], nothing[0]) == (2, 2)
    assert theirs[1].replace(letter.number, "") == nothing[1].replace("演民救〔2026〕999号", "")
    assert not path.exists()


@pytest.mark.parametrize("number", ["3", "演民救2026第3号", "演民救〔2026〕0号", "〔2026〕3号"])
def test_what_is_no_number_of_a_letter_is_said_before_a_password_is_asked(
    printing: Any, tmp_path: Path, number: str
) -> None:
    status, said = printing(number, tmp_path / "文书.pdf", "clerk")
    assert status == 2
    assert "不是文号" in said
