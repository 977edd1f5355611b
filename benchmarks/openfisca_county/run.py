"""Measured program: the cascade in OpenFisca-Core over the columns of a folder."""

import gc
import json
import sys
from pathlib import Path

import numpy as np

from benchmarks.measuring import answer, load, save
from benchmarks.openfisca_county.entities import TUNED, Result
from benchmarks.openfisca_county.system import county, simulation

MANY = 1000
MONEY = ("dibao_base", "dibao_uplift", "dibao_total", "monthly_total")
PERSONAL = ("single_person_total", "destitute_total")
AFTER_MEANS = ("vehicles_within_limit", "dwellings_within_limit", "business_within_limit")
CONDITIONS = {
    "dibao": ("income_below_standard", "financial_assets_within_dibao_limit", *AFTER_MEANS),
    "edge": ("income_below_edge_limit", "financial_assets_within_edge_limit", *AFTER_MEANS),
    "rigid": (
        "income_below_local_average", "rigid_expense_exceeds_ratio", "financial_assets_within_edge_limit", *AFTER_MEANS,
    ),
}  # fmt: skip


def main(folder: Path) -> None:
    plain = json.loads((folder / "parameters.json").read_text(encoding="utf-8"))
    system, columns = county(plain["amounts"]), load(folder / "openfisca")

    many = len(columns["household"]) > MANY

    def run() -> dict[str, np.ndarray]:
        if many:
            gc.collect()  # its simulations are cycles: else the last one's memory would be counted, too
        made = simulation(system, columns, plain["day"])
        households = made.populations["household"]
        found = {name: made.calculate(name, plain["day"]) for name in ("assistance_result", "household_income", *MONEY)}
        found |= {name: households.sum(made.calculate(name, plain["day"])) for name in PERSONAL}
        for matter, names in CONDITIONS.items():
            bits = np.zeros(households.count, np.int64)
            for position, name in enumerate(names):
                bits |= (~made.calculate(name, plain["day"])).astype(np.int64) << position
            found[f"{matter}_reasons"] = bits
        return found

    found = run()
    results = {name: column.astype(np.int64) for name, column in found.items()}
    for name in (*MONEY, *PERSONAL):
        results[name] //= plain["unit"]
    results["assistance_result"] = np.array(plain["results"])[found["assistance_result"].view(np.ndarray)]
    save(folder / "results" / ("tuned" if TUNED else "openfisca"), results)
    del found, results
    answer(run)


if __name__ == "__main__":
    assert [item.name for item in Result] == ["NONE", "TEKUN", "DIBAO", "EDGE", "RIGID"]
    main(Path(sys.argv[1]))
