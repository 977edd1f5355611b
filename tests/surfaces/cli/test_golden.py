"""Worked examples: the last line counts, the lines before say what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from minzheng.surfaces.cli.golden.runner import HOUSEHOLD_KINDS, RULE_KINDS
from minzheng.surfaces.cli.main import main

RULES = """
meta: {written: "2026-11-23"}
calendar:
  holidays: ["2026-10-01", "2026-10-02"]
  makeup_workdays: ["2026-10-10"]
rules:
- {id: R1, kind: workday_deadline, start: "2026-09-30", workdays: 1, expected: "2026-10-05"}
- {id: R2, kind: publicity_end, posted: "2026-03-06", days: 7, expected: "2026-03-13"}
- {id: R3, kind: first_payment_month, decision: "2026-12-31", expected: "2027-01"}
- {id: R4, kind: appeal_deadlines, served: "2026-08-31", expected: {reconsideration: "2026-10-30", lawsuit: "2027-02-28"}}
- {id: R5, kind: id_check, value: "530199199001010023", expected: {valid: false, error: BAD_CHECK_DIGIT}}
- {id: R6, kind: near_relative, relation_to_official: ["12", "28"], expected: [true, false]}
- {id: R7, kind: uplift_start, birth: "1956-03-16", age: 70, mode: MONTH_AFTER, expected: "2026-04"}
- {id: R8, kind: uplift_end_minor, birth: "2008-03-16", expected: "2026-03"}
- {id: R9, kind: review_due, last_review: "2026-08-31", category: UNSTABLE, expected: "2027-02-28"}
- {id: R10, kind: disability_card, value: "53019919900101002", expected: {valid: false}}
"""


def _file(folder: Path, text: str) -> str:
    path = folder / "算例.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_it_counts_what_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", _file(tmp_path, RULES)]) == 0
    assert _lines(capsys) == ["10 passed, 0 failed"]


def test_it_says_in_one_line_what_differs_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", _file(tmp_path, RULES.replace('expected: "2027-01"', 'expected: "2026-12"'))]) == 1
    assert _lines(capsys) == ["算例.yaml R3（first_payment_month）：应为 2026-12，算得 2027-01", "9 passed, 1 failed"]


def test_it_runs_only_the_kinds_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", _file(tmp_path, RULES), "--kinds", "publicity_end,near_relative"]) == 0
    assert _lines(capsys) == ["2 passed, 0 failed"]


def test_a_kind_it_cannot_compute_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", _file(tmp_path, "rules:\n- {id: X, kind: moonlight, expected: 1}\n")]) == 1
    assert _lines(capsys)[-1] == "0 passed, 1 failed"
    assert "moonlight" not in HOUSEHOLD_KINDS | RULE_KINDS


def test_a_case_without_what_it_needs_is_a_failure_not_a_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["golden", _file(tmp_path, "rules:\n- {id: X, kind: publicity_end}\n")]) == 1
    assert _lines(capsys)[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("没有.yaml", None, "没有这个文件"),
    ("乱码.yaml", b"\xff\xfe\x00\x01", "不是 UTF-8"),
    ("别的.yaml", b"- 1\n", "不是算例文件"),
    ("坏的.yaml", b"rules: [", "YAML 格式有误"),
    ("nul\0.yaml", None, "参数 文件…的值不正确"),
])  # fmt: skip
def test_a_file_it_cannot_read_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["golden", f"{tmp_path}/{name}"]) == 2
    assert sentence in capsys.readouterr().err


def test_a_directory_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["golden", str(tmp_path)]) == 2
    assert "这是一个目录" in capsys.readouterr().err
