"""What tests must cover."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.coverage_gate import main


def report(percent: float, **files: tuple[list[int], list[list[int]]]) -> dict[str, Any]:
    return {
        "totals": {"percent_covered": percent},
        "files": {
            name: {
                "summary": {"missing_lines": len(lines), "missing_branches": len(branches)},
                "missing_lines": lines,
                "missing_branches": branches,
            }
            for name, (lines, branches) in files.items()
        },
    }


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (report(95, **{"minzheng/kernel/money.py": ([], [])}), 0, "95.0 % overall"),
        (report(89.9), 1, "overall 89.9 %"),
        (
            report(99, **{"minzheng/kernel/money.py": ([7], [])}),
            1,
            "minzheng/kernel/money.py: 1 lines or branches untested (7)",
        ),
        (report(99, **{"minzheng/engine/rules/exact.py": ([], [[3, 5]])}), 1, "(3->5)"),
        (report(99, **{"minzheng/surfaces/cli/main.py": ([1, 2], [])}), 0, "99.0 % overall"),
    ],
)
def test_promises_are_kept_or_the_gap_is_named(
    content: dict[str, Any], status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "coverage.json"
    file.write_text(json.dumps(content))
    assert main(file) == status
    assert said in capsys.readouterr().out
