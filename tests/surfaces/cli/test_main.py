"""Every command line gets an answer a person can use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated

import psycopg
import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.engine.database.problems import DatabaseProblem
from minzheng.surfaces.cli import main as cli
from minzheng.surfaces.cli.main import COMMANDS, main


class PlannedProblem(Exception):
    """A failure that its command documents."""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[BaseException]]:
    """A command `fail` that raises what the test puts into the list."""
    errors: list[BaseException] = []
    app = typer.Typer()

    @app.command(help="失败")
    def fail(
        file: Annotated[str, typer.Argument(metavar="文件")] = "",
        number: int = 0,
        day: Annotated[str | None, typer.Option("--day")] = None,
    ) -> None:
        if file == "?":
            raise typer.BadParameter("不是日期")
        raise errors[0]

    monkeypatch.setitem(sys.modules, "failing_command", SimpleNamespace(app=app, PROBLEMS=(PlannedProblem,)))
    monkeypatch.setitem(COMMANDS, "fail", "failing_command")
    monkeypatch.setenv("MINZHENG_HOME", str(tmp_path))
    return errors


def test_help_is_chinese_and_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert "用法：minzheng [选项] 命令 …" in printed
    assert all(name in printed for name in COMMANDS)
    assert not any(english in printed for english in ("Usage", "Options", "Show this message", "Commands"))


def test_help_of_a_group_offers_no_shell_completion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "--help"]) == 0
    printed = capsys.readouterr().out
    assert "completion" not in printed
    assert "启动内置数据库" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有命令 nonsense。请用 minzheng --help 查看用法。"),
        (["db", "nonsense"], "没有命令 nonsense。请用 minzheng db --help 查看用法。"),
        (["db", "start", "--fast"], "没有选项 --fast。"),
        (["db", "start", "now"], "多了参数 now。"),
        (["doctor", "--json=1"], "选项 --json 用得不对"),
        (["fail", "--number", "三"], "选项 --number的值不正确"),
        (["fail", "--number"], "选项 --number 用得不对"),
        (["fail", "?"], "参数的值不正确：不是日期。"),
    ],
)
def test_a_wrong_command_line_is_corrected(
    arguments: list[str], said: str, failing: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_command_line_brings_the_program_down(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([f"命令{text}"], ["db", f"x{text}"], ["doctor", f"--{text}x"]):
        assert main(arguments) == 2
    printed = capsys.readouterr().err
    assert "事故" not in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("text", ["\ud800", "\x00", "x" * 1_000_000, "\x1b[31m", "\u202e"])
def test_hostile_arguments_are_refused_briefly(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([text]) == 2
    assert main(["db", "start", text]) == 2
    printed = capsys.readouterr().err
    assert len(printed) < 1000
    assert "\x1b" not in printed


@pytest.mark.parametrize(
    "error", [DatabaseProblem("磁盘满了。", remedy="请清理。"), PlannedProblem("磁盘满了。请清理。")]
)
def test_a_documented_problem_is_said_as_it_is(
    error: Exception, failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(error)
    assert main(["fail"]) == 2
    assert capsys.readouterr().err == "磁盘满了。请清理。\n"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (psycopg.errors.DiskFull("could not extend file"), "磁盘空间不足"),
        (psycopg.OperationalError("connection refused"), "连不上数据库"),
        (psycopg.errors.UndefinedTable("person"), "minzheng db migrate"),
    ],
)
def test_what_the_database_refuses_is_said_in_words(
    error: Exception, said: str, failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    wrapped = RuntimeError("wrapped by Django")
    wrapped.__cause__ = error
    failing.append(wrapped)
    assert main(["fail"]) == 2
    assert said in capsys.readouterr().err


def test_the_unforeseen_gets_a_number_and_a_traceback_in_the_log_alone(
    failing: list[BaseException], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").mkdir()
    failing.append(KeyError("530199199001010017"))
    assert main(["fail"]) == 1
    said = capsys.readouterr().err
    log = tmp_path / "logs" / "minzheng.log"
    number = said.partition("事故编号 ")[2][:8]
    assert str(log) in said
    assert "Traceback" not in said
    written = log.read_text(encoding="utf-8")
    assert number in written
    assert "Traceback" in written
    assert "530199199001010017" not in written + said
    assert log.stat().st_mode & 0o777 == 0o600


def test_without_a_home_the_traceback_goes_to_the_temporary_directory(
    failing: list[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.Path, "cwd", lambda: tmp_path)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    failing.append(RuntimeError())
    assert main(["fail"]) == 1
    assert f"{tmp_path}/minzheng-" in capsys.readouterr().err


def test_an_interruption_is_quiet(failing: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    failing.append(KeyboardInterrupt())
    assert main(["fail"]) == 130
    assert capsys.readouterr().err == "已中止。\n"


def test_a_wrong_setting_is_a_problem_of_the_operator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    import os
    import subprocess

    environment = {**os.environ, "MINZHENG_DEMO": "也许"}
    script = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main(['db', 'status']))"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=repository, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "环境变量 MINZHENG_DEMO 的值不正确" in done.stderr


def test_it_stops_quietly_when_nobody_reads_on() -> None:
    script = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"
    command = f"{sys.executable} -c '{script}' rules card | head -n 1"
    done = subprocess.run(["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
