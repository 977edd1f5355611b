"""The measure of the code is itself exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.shape import main, measure


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def function(lines: int) -> str:
    return "def f():\n" + '    """One.\n\n    Two.\n    """\n' + "    x = 1\n" * (lines - 1)


def test_a_docstring_does_not_count_against_a_function(tmp_path: Path) -> None:
    write(tmp_path, "minzheng/a.py", function(50))
    assert {(each.kind, each.lines) for each in measure(tmp_path)} == {
        ("minzheng: files", 54),
        ("minzheng: functions", 50),
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("minzheng/a.py", function(51)),
        ("minzheng/a.py", "x = 1\n" * 401),
        ("tests/test_a.py", "x = 1\n" * 601),
        ("minzheng/rules.py", "x = 1\n" * 201),
        ("minzheng/project/settings.py", "x = 1\n" * 201),
        ("minzheng/engine/a/models.py", "class A:\n" + "    x = 1\n" * 200),
        ("minzheng/engine/a/models/b.py", "class A:\n" + "    x = 1\n" * 200),
    ],
)
def test_what_is_too_long_is_named_and_fails(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, name, text)
    assert main(tmp_path) == 1
    assert f"too long: {name}" in capsys.readouterr().out


def test_what_fits_passes_with_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "minzheng/a.py", function(3) + "\n" + function(5))
    write(tmp_path, "minzheng/a/migrations/0001_initial.py", "x = 1\n" * 900)
    assert main(tmp_path) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("minzheng: functions"))
    assert line.split() == ["minzheng:", "functions", "2", "4", "5", "5", "50"]
