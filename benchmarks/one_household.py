"""One household evaluated and explained, after start: `.venv/bin/python -m benchmarks.one_household [HOUSEHOLDS]`.

Every household is a different one, read from the arrays anew, evaluated with every intermediate value kept, and explained:
the result and the monthly amount down to facts, parameters and articles, as `assessments` explains a household of a county: what
the first tree explains, the second does not explain again.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from importlib.metadata import version

import numpy as np

from benchmarks.populations import made_up
from benchmarks.subjects import Cascade
from minzheng.engine.rules.evaluation import evaluate
from minzheng.engine.rules.explanation import Explainer
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.rendering import as_data, as_text, outlines

ROOTS = ("assistance_result", "monthly_total")
SHARES = (50, 95, 99)


def timed(cascade: Cascade, household: Population) -> list[float]:
    """Milliseconds until evaluated, until explained as data, and until written as text."""
    marks = [time.perf_counter()]
    done = evaluate(cascade.plan, household, cascade.settings, cascade.outputs, keep=True)
    marks.append(time.perf_counter())
    explainer = Explainer(done, cascade.chapter.rules)
    trees = outlines(explainer.node(root) for root in ROOTS)
    data = [as_data(tree) for tree in trees]
    marks.append(time.perf_counter())
    text = as_text(*trees)
    marks.append(time.perf_counter())
    assert len(data) == len(ROOTS)
    assert "社会救助法" in text
    return [(mark - marks[0]) * 1000 for mark in marks[1:]]


def main(households: int) -> None:
    cascade, population = Cascade.of_demo_county(), made_up(households + 20)
    parts = [population.part(row, row + 1) for row in range(population.size)]
    figures = np.array([timed(cascade, household) for household in parts])[20:]
    print(f"{households:,} households one by one; {os.cpu_count()} processors, Python {platform.python_version()},")
    print(f"NumPy {version('numpy')}; load {os.getloadavg()[0]:.1f}; milliseconds\n")
    print(f"{'':<32}" + "".join(f"{f'{share} %':>8}" for share in SHARES))
    for label, column in zip(
        ("evaluated", "… and explained (tree, data)", "… and written as text"), figures.T, strict=True
    ):
        print(f"{label:<32}" + "".join(f"{np.percentile(column, share):>8.2f}" for share in SHARES))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("households", nargs="?", type=int, default=2000)
    main(arguments.parse_args().households)
