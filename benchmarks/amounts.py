"""The parameters as whole numbers, for programs that know in advance which methods the demo county has chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import Population
from minzheng.kernel.codes import ALL

Array = NDArray[Any]


CHOSEN = {
    "benefit_method": "GAP", "work_cost_method": "FIXED", "work_cost_cap_method": "NONE", "imputation_method": "OFF",
    "exclusion_ceiling_method": "NONE", "lump_sum_method": "PROPERTY", "rigid_deduction_cap_method": "NONE",
    "support_standard_method": "OBLIGOR_AREA", "uplift_method": "PERCENT", "uplift_base_method": "STANDARD",
    "destitute_income_method": "FULL", "conscripts_counted": False,
}  # fmt: skip
"""The demo county's choices that are taken for granted."""


@dataclass(frozen=True)
class Amounts:
    """The parameters, money in 1/unit of a fen so that every amount is whole."""

    unit: int
    standard: Array
    average_income: Array
    setting: Mapping[str, Any]

    @classmethod
    def of(cls, settings: Mapping[str, Setting], most_supported: int) -> Amounts:
        values = {name: setting.row.value for name, setting in settings.items() if setting.row}
        assert {name: values[name] for name in CHOSEN} == CHOSEN
        shares = [values[name] for name in ("support_threshold_multiple", "support_share", "child_support_share_one", "child_support_share_many", "destitute_basic_multiple", "edge_multiple", "rigid_ratio")]  # fmt: skip
        shares += [*values["rigid_deduction_share"].values(), *values["uplift_share"].values()]
        unit = math.lcm(*(value.denominator for value in values["dibao_standard"].values())) * int(
            values["income_window_months"]
        )
        unit *= math.lcm(*(share.denominator for share in shares)) ** 2 * math.lcm(*range(1, most_supported + 1))
        standard, average = _by_area(values["dibao_standard"], unit), _by_area(values["disposable_income_year"], unit)
        return cls(unit, standard, average, values)

    def __getitem__(self, name: str) -> Any:
        return self.setting[name]


def _by_area(values: Mapping[str, Fraction], unit: int) -> Array:
    return np.array([0, *(int(values[item.key] * unit) for item in ALL["area_class"])])


def most_supported(population: Population) -> int:
    """The largest number that amounts are divided by row by row."""
    return max(int(population.values[name].max(initial=1)) for name in ("supported_total", "children_total"))
