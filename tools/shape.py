"""Print how long files, functions and classes are, and fail where one is longer than its cap.

Usage: python tools/shape.py [ROOT]

A function is counted from its `def` to its last line without its docstring: words that explain it are no burden.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measure:
    """One length: of what, where, how many lines, and how many it may have."""

    kind: str
    where: str
    lines: int
    cap: int


def measure(root: Path) -> Iterator[Measure]:
    """Measure every Python file of the product and its tests; migrations are generated and left out."""
    for area in ("minzheng", "tests"):
        for path in sorted((root / area).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _measure_file(area, path, name=str(path.relative_to(root)))


def _measure_file(area: str, path: Path, *, name: str) -> Iterator[Measure]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines:
        yield Measure(f"{area}: files", name, lines, 600 if area == "tests" else 400)
    if path.name in {"rules.py", "settings.py"} and area == "minzheng":
        yield Measure(path.name, name, lines, 200)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield Measure(f"{area}: functions", f"{name}:{node.lineno} {node.name}", _length(node), 50)
        elif isinstance(node, ast.ClassDef) and "models" in path.with_suffix("").parts:
            yield Measure("model classes", f"{name}:{node.lineno} {node.name}", _length(node), 200)


def _length(node: Function | ast.ClassDef) -> int:
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def table(measures: list[Measure]) -> str:
    """Return one line for each kind: how many, median, 90th percentile, longest, cap."""
    rows = [f"{'':22}{'count':>7}{'median':>8}{'p90':>6}{'longest':>9}{'cap':>6}"]
    for kind in sorted({each.kind for each in measures}):
        lengths = sorted(each.lines for each in measures if each.kind == kind)
        p90 = quantiles(lengths, n=10, method="inclusive")[-1] if len(lengths) > 1 else lengths[0]
        cap = next(each.cap for each in measures if each.kind == kind)
        rows.append(f"{kind:22}{len(lengths):>7}{median(lengths):>8.0f}{p90:>6.0f}{lengths[-1]:>9}{cap:>6}")
    return "\n".join(rows)


def main(root: Path) -> int:
    """Print the table and what is too long; return 1 if anything is."""
    measures = list(measure(root))
    print(table(measures))
    too_long = [each for each in measures if each.lines > each.cap]
    for each in too_long:
        print(f"too long: {each.where}: {each.lines} lines, cap {each.cap} ({each.kind})")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent))
