"""Fail where tests cover less than promised: every line and branch where a mistake costs a family money or its privacy, 90 % elsewhere.

Usage: python tools/coverage_gate.py [coverage.json]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OVERALL = 90.0
COMPLETE = ("minzheng/kernel/", "minzheng/engine/rules/", "minzheng/engine/access/")


def complaints(report: dict[str, Any]) -> list[str]:
    """Return one sentence for every promise that a coverage report (with branches) breaks."""
    found = []
    total = report["totals"]["percent_covered"]
    if total < OVERALL:
        found.append(f"overall {total:.1f} %, promised {OVERALL:.0f} %")
    for name, file in sorted(report["files"].items()):
        summary = file["summary"]
        missing = summary["missing_lines"] + summary["missing_branches"]
        if missing and name.startswith(COMPLETE):
            lines = ", ".join(map(str, file["missing_lines"][:8]))
            branches = ", ".join(f"{a}->{b}" for a, b in file["missing_branches"][:8])
            found.append(f"{name}: {missing} lines or branches untested ({'; '.join(filter(None, (lines, branches)))})")
    return found


def main(path: Path) -> int:
    """Print the verdict; return 1 if a promise is broken."""
    report = json.loads(path.read_text(encoding="utf-8"))
    found = complaints(report)
    for each in found:
        print(f"coverage: {each}")
    if not found:
        print(f"coverage: {report['totals']['percent_covered']:.1f} % overall, complete in {', '.join(COMPLETE)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "coverage.json")))
