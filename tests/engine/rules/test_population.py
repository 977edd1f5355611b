from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.rules.population import Population, Rows
from minzheng.kernel.facts import Level
from tests.engine.rules.declared import FACTS
from tests.engine.rules.worlds import offsets, rows_of


def county(members: list[int]) -> Population:
    count = sum(members)
    levels = {Level.MEMBER: offsets(members), Level.INCOME: offsets([2] * count)}
    values = {
        "rent": np.arange(len(members)),
        "wage": np.arange(count),
        "coefficient": np.full(count, 25),
        "ill": np.arange(count) % 2,
        "income_kind": np.full(2 * count, 101),
        "income_amount": np.arange(2 * count),
    }
    unknown = {"wage": np.arange(count) % 3 == 0, "rent": np.True_}
    return Population(FACTS, len(members), levels, values, unknown)


def test_facts_become_columns_of_their_kind() -> None:
    population = county([2])
    assert rows_of(population.column("wage"), 2) == [None, 1]
    assert rows_of(population.column("rent"), 1) == [None]
    assert population.column("coefficient").fraction(0) * 4 == 1
    assert rows_of(population.column("ill"), 2) == [False, True]
    assert rows_of(population.column("income_kind") == "W01", 4) == [True] * 4
    assert population.column("wage") is population.column("wage")


def test_row_numbers_kept_in_32_bits_are_reckoned_with_in_64() -> None:
    bounds = {Level.MEMBER: offsets([2, 0, 1]).astype(np.int32)}
    population = Population(FACTS, 3, bounds, {"wage": np.full(3, 2**40)})
    counts = Rows(population.tables[Level.MEMBER], {}).count()
    assert [int(number) for number in rows_of(counts * 2**40, 3)] == [2**41, 0, 2**40]
    part = population.part(1, 3).tables[Level.MEMBER]
    assert part.offsets is not None
    assert (part.offsets.dtype, list(part.offsets)) == (np.int64, [0, 0, 1])


def test_what_nobody_recorded_is_the_default_or_unknown_if_a_decision_needs_it() -> None:
    population = Population(FACTS, 1, {Level.MEMBER: offsets([1])}, {})
    assert rows_of(population.column("wage"), 1) == [0]
    assert rows_of(population.column("ill"), 1) == [False]
    assert rows_of(population.column("birth_on"), 1) == [None]
    assert rows_of(population.column("declared"), 1) == [None]
    assert rows_of(population.column("area") == "RURAL", 1) == [None]
    assert rows_of(population.column("income_kind") == "W01", 0) == []
    assert population.size == 1


def test_a_name_that_is_no_fact_is_refused() -> None:
    with pytest.raises(KeyError):
        county([1]).column("luck")


@given(st.lists(st.integers(0, 3), max_size=6), st.integers(1, 4))
def test_parts_together_are_the_whole(members: list[int], size: int) -> None:
    whole, parts = county(members), list(county(members).parts(size))
    assert [start for start, _ in parts] == list(range(0, max(len(members), 1), size))
    assert sum(part.size for _, part in parts) == whole.size
    for name in ("rent", "wage", "income_amount", "coefficient"):
        level = FACTS[name].level
        joined = [row for _, part in parts for row in rows_of(part.column(name), part.tables[level].size)]
        assert joined == rows_of(whole.column(name), whole.tables[level].size)
    counts = [count for _, part in parts for count in part.tables[Level.INCOME].counts]
    assert counts == list(whole.tables[Level.INCOME].counts)


def test_a_part_keeps_levels_without_rows_empty() -> None:
    part = county([1, 2]).part(1, 2)
    assert part.tables[Level.ASSET].size == 0
    assert list(part.tables[Level.MEMBER].counts) == [2]


def test_rows_give_their_columns_and_their_number() -> None:
    population = county([2, 0])
    rows = Rows(population.tables[Level.MEMBER], {"wage": population.column("wage")})
    assert rows.wage is population.column("wage")
    assert rows_of(rows.count(), 2) == [2, 0]
