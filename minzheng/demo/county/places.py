"""The villages of the demo county: names and codes of the real county it is based on, sizes invented."""

import csv
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from minzheng.demo.county.draws import Draws, Ints
from minzheng.engine.catalogue.localities import locality
from minzheng.kernel.codes import AREA_CLASS
from minzheng.kernel.id_numbers import DEMO_AREA

_PSEUDO_TOWNSHIP = ("4", "5")
_COUNTY_SEAT = "001"
_SIZES = ((0, 500), (2_000, 1_200), (8_000, 3_200), (9_500, 5_200), (10_000, 7_500))
_TOWN_GROWTH = 2
# Ten-thousandths of villages where one people is in the majority, and the tables their families are drawn by.
_HUI_VILLAGES, _YI_VILLAGES = 1_200, 1_000


@dataclass(frozen=True)
class Villages:
    """The villages, one row each.

    Attributes:
        codes: 12-digit codes.
        names, townships: as an officer writes them.
        township_codes: 12-digit codes of the townships.
        areas: AREA_CLASS numbers.
        weights: invented numbers of inhabitants.
        majorities: 0 mixed, 1 mostly Hui, 2 mostly Yi.
    """

    codes: Ints
    names: NDArray[np.str_]
    townships: NDArray[np.str_]
    township_codes: Ints
    areas: Ints
    weights: Ints
    majorities: Ints

    def __len__(self) -> int:
        return len(self.codes)


def villages(draws: Draws) -> Villages:
    """Return all villages of the county, without the statistical areas that are no township."""
    rows = _divisions()
    townships = {row["code"]: row["name"] for row in rows if row["level"] == "township"}
    chosen = [row for row in rows if row["level"] == "village" and row["code"][6] not in _PSEUDO_TOWNSHIP]
    in_town = np.array([row["parent"][6:9] == _COUNTY_SEAT for row in chosen])
    count = len(chosen)
    weights = draws.spread(_SIZES, count) * np.where(in_town, _TOWN_GROWTH, 1)
    return Villages(
        codes=np.array([int(row["code"]) for row in chosen], dtype=np.int64),
        names=np.array([row["name"] for row in chosen]),
        townships=np.array([townships[row["parent"]] for row in chosen]),
        township_codes=np.array([int(row["parent"]) for row in chosen], dtype=np.int64),
        areas=np.where(in_town, AREA_CLASS.number("URBAN"), AREA_CLASS.number("RURAL")),
        weights=weights,
        majorities=_majorities(draws, weights),
    )


def _majorities(draws: Draws, weights: Ints) -> Ints:
    """Give Hui and Yi villages about their shares of the inhabitants, so that small counties keep the shares too."""
    order = np.argsort(draws.below(1 << 30, len(weights)), kind="stable")
    reached = np.cumsum(weights[order]) * 10_000 // weights.sum()
    found = np.zeros(len(weights), dtype=np.int64)
    found[order[reached < _HUI_VILLAGES]] = 1
    found[order[(reached >= _HUI_VILLAGES) & (reached < _HUI_VILLAGES + _YI_VILLAGES)]] = 2
    return found


def _divisions() -> list[dict[str, str]]:
    borrowed = locality(DEMO_AREA).based_on
    table = files("minzheng.localities") / str(borrowed) / "divisions.csv"
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
