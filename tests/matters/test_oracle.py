from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minzheng.engine.rules.population import Population
from tests.matters.comparison import OUTPUTS, differences, values_of
from tests.matters.county import County, random_county

BATCH = 250


@pytest.mark.parametrize("first", range(0, 80, 8))
def test_twenty_thousand_households_are_assessed_to_the_fen_as_the_calculator_does(first: int) -> None:
    found = {seed: differences(random_county(seed, BATCH))[:3] for seed in range(first, first + 8)}
    assert {seed: lines for seed, lines in found.items() if lines} == {}


@settings(max_examples=20)
@given(st.integers(1000, 10**9), st.integers(1, 30))
def test_any_county_is_assessed_as_the_calculator_does(seed: int, size: int) -> None:
    assert differences(random_county(seed, size)) == []


@pytest.mark.parametrize("seed", range(5))
def test_where_everything_is_recorded_only_dwellings_without_an_area_leave_a_result_open(seed: int) -> None:
    county = random_county(seed, 200)
    results = values_of(county.evaluated(OUTPUTS), "assistance_result", 200)
    for household, result in zip(county.households(), results, strict=True):
        open_area = any(
            asset["asset_kind"] == "DWELLING" and not asset["asset_exempt"] and asset["asset_area"] == 0
            for asset in household["assets"]
        )
        assert result is not None or open_area


def with_gaps(county: County, chance: np.random.Generator, share: float) -> County:
    """The same county with facts missing here and there; what stands in the gaps is taken from other rows."""
    values: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for name, known in county.population.values.items():
        gone = (chance.random(len(known)) < share) & (chance.random() < 0.3) & (name != "relation")
        values[name] = np.where(gone, chance.permutation(known), known)
        unknown[name] = gone
    before = county.population
    return County(county.as_of, county.settings, Population(before.facts, before.size, before.offsets, values, unknown))


@settings(max_examples=25)
@given(st.integers(0, 10**9), st.sampled_from([0.02, 0.2, 1.0]))
def test_what_is_decided_despite_missing_facts_is_what_the_missing_facts_would_have_decided(
    seed: int, share: float
) -> None:
    county = random_county(seed, 40)
    gapped = with_gaps(county, np.random.default_rng(seed), share).evaluated(OUTPUTS)
    assert differences(county, gapped) == []
