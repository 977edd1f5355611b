"""`minzheng import` and `minzheng imports`, as an operator uses them."""

import json
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState
from minzheng.engine.registry.models import Person
from minzheng.surfaces.cli.main import main
from tests.engine.ledgers.conftest import DIBAO, family, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = family(1) + family(11)
    rows[3][5] = "530199197001010110"
    return write(tmp_path / "低保.xlsx", DIBAO, rows)


def _state() -> BatchState:
    return BatchState(Batch.objects.get().state)


def test_a_file_is_read_reported_and_taken(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(path), "--as-of", "2026-07-01", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "数据行 4：接受 2，拒绝 2" in shown
    assert "已登记：人 2，户 1，成员关系 2" in shown
    assert _state() is BatchState.CONFIRMED


def test_nothing_is_taken_without_consent(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(path)]) == 0
    assert f"还没有登记。确认：minzheng imports confirm {Batch.objects.get().pk}" in capsys.readouterr().out
    assert (_state(), Person.objects.count()) == (BatchState.STAGED, 0)


@pytest.mark.parametrize(("answer", "state"), [("y\n", BatchState.CONFIRMED), ("n\n", BatchState.STAGED)])
def test_the_person_at_the_keyboard_is_asked(
    path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, state: BatchState
) -> None:
    keyboard = path.with_name("answer")
    keyboard.write_text(answer)
    with keyboard.open() as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
        assert main(["import", str(path)]) == 0
    assert _state() is state


def test_programs_get_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(path), "--json", "--yes"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["rejected"], told["state"], told["outcome"]["persons"]) == (2, 2, "已导入", 2)
    assert {problem["row"] for problem in told["problems"]} == {4, 5}


def test_the_problems_can_be_taken_along_without_secrets_or_formulas(path: Path, tmp_path: Path) -> None:
    listed = tmp_path / "问题清单.xlsx"
    assert main(["import", str(path), "--problems", str(listed)]) == 0
    rows = CalamineWorkbook.from_path(listed).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "工作表"
    assert [(row[1], row[2], row[7]) for row in rows[1:]] == [(4, "", "拒绝"), (5, "F", "拒绝")]
    assert "530199197001010110" not in str(rows)


def test_the_same_file_twice_is_refused_with_the_way_out(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(path), "--yes"])
    number = Batch.objects.get().pk
    assert main(["import", str(path), "--yes"]) == 2
    assert f"已经导入过（第{number}批" in capsys.readouterr().err
    assert main(["imports", "undo", str(number)]) == 0
    assert main(["import", str(path), "--yes"]) == 0


def test_a_waiting_batch_is_listed_shown_confirmed_and_undone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(path)])
    number = str(Batch.objects.get().pk)
    capsys.readouterr()
    assert main(["imports", "list"]) == 0
    assert main(["imports", "show", number]) == 0
    assert main(["imports", "confirm", number]) == 0
    assert main(["imports", "undo", number]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("待确认", "低保.xlsx", "整户暂不导入", "已登记：人 2", "已撤销"))
    assert main(["imports", "confirm", number]) == 2
    assert main(["imports", "show", "999999"]) == 2


def test_there_may_be_nothing_to_resume(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["imports", "resume"]) == 0
    assert "没有被中断的导入" in capsys.readouterr().out


def test_an_interrupted_reading_is_resumed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(path)])
    Batch.objects.update(state=BatchState.READING)
    Batch.objects.get().rows.all().delete()
    assert main(["imports", "resume"]) == 0
    assert "已读取：接受 2 行，拒绝 2 行" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.xlsx"], "找不到这个文件"),
        (["\x00"], "文件的值不正确"),
        (["\udce4\udcbd"], "找不到这个文件"),
        (["."], "找不到这个文件"),
        (["{path}", "--as-of", "昨天"], "日期“昨天”无法识别"),
        (["{path}", "--layout", "x\udcff"], "没有“x”这种台账版式"),
        (["{path}", "--problems", "/不存在/问题.xlsx"], "不能写入"),
    ],
)
def test_hostile_arguments_are_answered_with_a_sentence(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["import", *(argument.replace("{path}", str(path)) for argument in arguments)]) == 2
    assert said in capsys.readouterr().err


def test_a_file_without_an_acceptable_row_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = family(1, size=1)
    rows[0][5] = "1"
    assert main(["import", str(write(tmp_path / "坏.xlsx", DIBAO, rows)), "--yes"]) == 0
    assert "没有可以登记的行" in capsys.readouterr().out
