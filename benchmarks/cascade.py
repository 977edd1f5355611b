"""The cascade over a million households: the product, NumPy written by hand, OpenFisca-Core.

`.venv/bin/python -m benchmarks.cascade [HOUSEHOLDS]` prints one table. Each program runs in a process of its own, in turns;
every result of every household is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import handwritten, rollup
from benchmarks.amounts import Amounts, most_supported
from benchmarks.measuring import Measured, answer, load, median, save
from benchmarks.populations import AS_OF, made_up
from benchmarks.subjects import Cascade, plain
from minzheng.engine.registry.facts import FACTS
from minzheng.engine.rules.evaluation import evaluate_all, evaluate_parts
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import ALL
from minzheng.kernel.facts import Level

HOME = Path(__file__).parent
OPENFISCA = HOME / ".venv/bin/python"
LABELS = {
    "ours": "minzheng",
    "handwritten": "NumPy by hand",
    "openfisca": "OpenFisca-Core",
    "tuned": "OpenFisca tuned",
    "level": "minzheng, as given",
    "spared": "(minzheng: spared)",
    "undeclared": "(minzheng: 70 % ?)",
}
"""How the programs are called. "As given" is the product on the inputs OpenFisca gets, so that both apply the same rules to the
same columns. The last two only inform: the part of the product's work that OpenFisca gets ready-made, and the product over a
county where most results are unknown."""

MANY = 1000
"""From here on a higher standard must change somebody's result: a comparison that could not fail proves nothing."""

DECLARED = 0.3
"""Share of households whose means are known in the last of them."""


def make_environment() -> None:
    """Install the comparison where nothing of it reaches the product."""
    uv = HOME.parent / ".uv/bin/uv"
    uv = uv if uv.exists() else Path(sys.executable).with_name("uv")
    if not OPENFISCA.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, HOME / ".venv"], check=True)
    locked = HOME.parent / "requirements/benchmarks.txt"
    subprocess.run([uv, "pip", "sync", "--quiet", "--python", OPENFISCA, "--require-hashes", locked], check=True)


def prepare(folder: Path, households: int) -> None:
    """Write the inputs of every program."""
    cascade, population = Cascade.of_demo_county(), made_up(households)
    amounts = Amounts.of(cascade.settings, most_supported(population))
    save(folder / "ours", population.values)
    save(folder / "offsets", {level.value: offsets for level, offsets in population.offsets.items()})
    done = evaluate_all(cascade.plan, population, cascade.settings, rollup.GIVEN)
    save(folder / "openfisca", rollup.rolled_up(population, done, amounts))
    save(folder / "level", rollup.columns_as_given(population, done))
    (folder / "scales.json").write_text(json.dumps(rollup.scales(done)), encoding="utf-8")
    plainly = {
        "unit": amounts.unit,
        "day": AS_OF.isoformat(),
        "amounts": rollup.parameters(amounts),
        "results": [ALL["benefit_type"].number(key) for key in ("NONE", "TEKUN", "DIBAO", "EDGE", "RIGID")],
    }
    (folder / "parameters.json").write_text(json.dumps(plainly), encoding="utf-8")


def loaded(folder: Path) -> Population:
    offsets = {Level(name): column for name, column in load(folder / "offsets").items()}
    return Population(FACTS, len(offsets[Level.MEMBER]) - 1, offsets, load(folder / "ours"))


def run_ours(folder: Path, unit: int) -> None:
    population, cascade = loaded(folder), Cascade.of_demo_county()
    save(folder / "results/ours", plain(*cascade.run(population), unit))
    answer(lambda: cascade.run(population))


def run_raised(folder: Path, unit: int) -> None:
    """The product with a living standard one yuan higher: no measurement, another truth."""
    cascade = Cascade.of_demo_county(dibao_standard=100)
    save(folder / "results/raised", plain(*cascade.run(loaded(folder)), unit))


def run_level(folder: Path, unit: int) -> None:
    """The product on what OpenFisca gets: incomes, expenses, assets and obligors rolled up beforehand."""
    cascade, scale = Cascade.of_demo_county(), json.loads((folder / "scales.json").read_text(encoding="utf-8"))
    members = np.load(folder / "offsets/MEMBER.npy")
    population = rollup.as_facts(load(folder / "level"), members, cascade.plan, scale)
    plan = rollup.without_rolled_up(cascade.plan)
    save(folder / "results/level", plain(*cascade.run(population, plan), unit))
    answer(lambda: cascade.run(population, plan))


def run_spared(folder: Path, _unit: int) -> None:
    """The part of the product's work that OpenFisca is spared: what it gets rolled up."""
    population, cascade = loaded(folder), Cascade.of_demo_county()

    def run() -> None:
        for _ in evaluate_parts(cascade.plan, population, cascade.settings, rollup.ROLLED_UP):
            pass

    run()
    answer(run)


def run_undeclared(folder: Path, _unit: int) -> None:
    """A county as it is: of most households nobody has looked into the means, and their results are unknown."""
    population, cascade = loaded(folder), Cascade.of_demo_county()
    population.values["means_declared"] = np.random.default_rng(1).random(population.size) < DECLARED
    cascade.run(population)
    answer(lambda: cascade.run(population))


def run_handwritten(folder: Path, unit: int) -> None:
    population, settings = loaded(folder), Cascade.of_demo_county().settings
    results, own_unit = handwritten.run(population, settings)
    assert own_unit == unit
    save(folder / "results/handwritten", results)
    del results
    answer(lambda: handwritten.run(population, settings))


PROGRAMS = {
    "ours": run_ours,
    "undeclared": run_undeclared,
    "level": run_level,
    "spared": run_spared,
    "handwritten": run_handwritten,
    "raised": run_raised,
}


def differing(folder: Path, one: str, other: str) -> tuple[int, int]:
    """Households of which any result differs, and results compared."""
    first, second = load(folder / "results" / one), load(folder / "results" / other)
    assert first.keys() == second.keys()
    differs = np.zeros(len(first["assistance_result"]), bool)
    for name, column in first.items():
        differs |= column != second[name]
    return int(differs.sum()), len(first)


def main(households: int, rounds: int) -> None:
    make_environment()
    with tempfile.TemporaryDirectory(prefix="cascade-") as name:
        folder = Path(name)
        this: list[Any] = [sys.executable, "-m", "benchmarks.cascade", "--folder", folder]
        subprocess.run([*this, "--prepare", str(households)], check=True)
        measured = {
            "ours": Measured([*this, "--program", "ours"]),
            "handwritten": Measured([*this, "--program", "handwritten"]),
            "openfisca": Measured([OPENFISCA, "-m", "benchmarks.openfisca_county.run", folder]),
            "tuned": Measured([OPENFISCA, "-m", "benchmarks.openfisca_county.run", folder], TUNED="yes"),
            "level": Measured([*this, "--program", "level"]),
            "spared": Measured([*this, "--program", "spared"]),
            "undeclared": Measured([*this, "--program", "undeclared"]),
        }
        for turn in range(rounds + 1):
            for program in measured.values():
                program.turn(counts=turn > 0)
        for program in measured.values():
            program.end()
        subprocess.run([*this, "--program", "raised"], check=True)
        report(folder, households, measured)


def report(folder: Path, households: int, measured: dict[str, Measured]) -> None:
    members = int(np.load(folder / "offsets/MEMBER.npy")[-1])
    print(
        f"{households:,} households, {members:,} members; {os.cpu_count()} processors, Python {platform.python_version()},"
    )
    print(
        f"NumPy {version('numpy')}; load {os.getloadavg()[0]:.1f}; median (fastest) of {len(measured['ours'].seconds)} runs in turns\n"
    )
    print(
        f"{'program':<20}{'seconds':>16}{'processor s':>13}{'ns/household':>14}{'peak MiB':>10}{'time':>8}{'memory':>8}"
    )
    ours = measured["ours"]
    for name, program in measured.items():
        wall, cpu = median(program.seconds), median(program.processor_seconds)
        print(
            f"{LABELS[name]:<20}{wall:>8.3f} ({min(program.seconds):.3f}){cpu:>12.3f}{wall / households * 1e9:>14.0f}"
            f"{program.peak_mib:>10.0f}{wall / median(ours.seconds):>7.2f}x{program.peak_mib / ours.peak_mib:>7.2f}x"
        )
    print()
    for one, other in (
        ("ours", "handwritten"),
        ("ours", "openfisca"),
        ("ours", "tuned"),
        ("ours", "level"),
        ("raised", "openfisca"),
    ):
        differ, results = differing(folder, one, other)
        print(f"{one} against {other}: {differ:,} of {households:,} households differ in any of {results} results")
        assert differ == 0 or one == "raised", "the programs do not compute the same"
        assert differ > 0 or one != "raised" or households < MANY, "the comparison sees no difference"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("households", nargs="?", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--prepare", type=int)
    arguments.add_argument("--program", choices=sorted(PROGRAMS))
    given = arguments.parse_args()
    if given.prepare is not None:
        prepare(given.folder, given.prepare)
    elif given.program:
        written = json.loads((given.folder / "parameters.json").read_text(encoding="utf-8"))
        PROGRAMS[given.program](given.folder, written["unit"])
    else:
        main(given.households, given.rounds)
