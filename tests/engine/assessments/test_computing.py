from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from minzheng.engine.assessments import computing
from minzheng.engine.assessments.actions import arrays_on
from minzheng.engine.assessments.computing import Results, compute, digest_of, inputs_digest, population_of
from minzheng.engine.assessments.types import CHAPTER, Notice
from minzheng.engine.assessments.versions import conditions_of, parameters_of
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.registry.population import CountyArrays
from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.parameters import ParameterBook, ParameterValue
from minzheng.kernel.facts import Level
from tests.engine.assessments.conftest import DAY, KNOWN, OTHER_TOWNSHIP, SINCE, VILLAGE, Village


def _arrays(**given: Any) -> CountyArrays:
    return arrays_on(**({"as_of": DAY, "known_at": KNOWN} | given))


def _computed(county: Locality, arrays: CountyArrays | None = None) -> Results:
    return compute(arrays or _arrays(), locality=county, demo=True)


def test_the_order_in_which_facts_were_entered_changes_nothing(village: Village, demo_county: Locality) -> None:
    facts = [
        ("serious_illness", village.persons["马建国"].pk, 1),
        ("poverty_cause", village.families["A低保"].pk, 1),
        ("disability_type", village.persons["保秀英"].pk, 4),
        ("disability_grade", village.persons["保秀英"].pk, 2),
    ]
    digests = set()
    for order in (facts, facts[::-1], facts[2:] + facts[:2]):
        with transaction.atomic():
            for name, subject, value in order:
                village.fact(name, subject, value)
            arrays = _arrays()
            digests.add((inputs_digest(arrays), _computed(demo_county, arrays).digest()))
            transaction.set_rollback(True)
    assert len(digests) == 1


def test_households_elsewhere_change_nothing_in_a_township(village: Village, demo_county: Locality) -> None:
    from minzheng.kernel.division_codes import DivisionCode

    township = DivisionCode.parse(str(OTHER_TOWNSHIP)[:9])
    before = _arrays(division=township)
    village.member(village.family("Z外乡", division=VILLAGE), "张三", "01", date(1980, 1, 1))
    after = _arrays(division=township)
    assert inputs_digest(before) == inputs_digest(after)
    assert _computed(demo_county, before).digest() == _computed(demo_county, after).digest()


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("size", [1, 2, 1000])
def test_threads_and_parts_change_nothing(
    village: Village, demo_county: Locality, monkeypatch: pytest.MonkeyPatch, threads: int, size: int
) -> None:
    whole = _computed(demo_county).digest()
    parts = computing.evaluate_parts
    monkeypatch.setattr(
        computing,
        "evaluate_parts",
        lambda plan, population, settings, outputs: parts(
            plan, population, settings, outputs, threads=threads, size=size
        ),
    )
    assert _computed(demo_county).digest() == whole


def test_a_county_without_households_comes_to_nothing(db: None, demo_county: Locality) -> None:
    found = _computed(demo_county)
    assert (found.grounds, len(found.households["result"])) == ((), 0)


def test_digests_see_names_values_and_kinds_but_not_order() -> None:
    one, two = np.array([1, 2], np.int64), np.array([3], np.int64)
    assert digest_of({"a": one, "b": two}) == digest_of({"b": two, "a": one})
    others: list[dict[str, Any]] = [
        {"a": one},
        {"a": one, "c": two},
        {"a": one[::-1], "b": two},
        {"a": one.astype(np.int32), "b": two},
    ]
    assert len({digest_of(columns) for columns in [{"a": one, "b": two}, *others]}) == 5


def test_the_inputs_are_told_apart_by_every_fact(village: Village) -> None:
    before = inputs_digest(_arrays())
    village.fact("serious_illness", village.persons["马建国"].pk, 1)
    assert inputs_digest(_arrays()) != before


def test_amounts_that_nobody_rounded_are_refused() -> None:
    with pytest.raises(ValueError, match="没有取整"):
        computing._fen(Numbers.of(Fraction(1, 3)))


def test_a_township_with_a_value_of_its_own_stands_on_its_own_ground(
    village: Village, demo_county: Locality, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = load_chapter(CHAPTER)
    own = ParameterValue(
        "dibao_standard", "530199103", SINCE, None, {"URBAN": Fraction(90_000), "RURAL": Fraction(90_000)}, "某乡文件"
    )  # fmt: skip
    rows = [row for name in chapter.parameters.parameters for row in chapter.parameters._rows[name]]
    book = ParameterBook(chapter.parameters.parameters.values(), [*rows, own])
    monkeypatch.setattr(computing, "load_chapter", lambda _name: replace(chapter, parameters=book))
    found, arrays = _computed(demo_county), _arrays()
    standards = [ground.settings["dibao_standard"].row for ground in found.grounds]
    assert [row.place for row in standards if row] == ["530199", "530199103"]
    rows_of_runs = parameters_of(found.grounds)
    assert {row["place"] for row in rows_of_runs if row["name"] == "dibao_standard"} == {"530199", "530199103"}
    assert len(rows_of_runs) == len(parameters_of(found.grounds[:1])) + 1
    (edge,) = np.flatnonzero(arrays.divisions == OTHER_TOWNSHIP)
    # 34600 / 12 is below 4 × 900, so this family is no longer on the edge
    assert found.households["dibao_base"][edge] > 0


def test_a_minor_who_is_destitute_is_left_to_the_county(village: Village, demo_county: Locality) -> None:
    orphan = village.family("F孤儿")
    able = dict.fromkeys(
        ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe"), 1
    )
    village.member(orphan, "赵小明", "01", date(2009, 12, 1), asks_destitute_support=1, schooling=1, **able)
    arrays = _arrays()
    (row,) = np.flatnonzero(arrays.ids[Level.HOUSEHOLD] == orphan.pk)
    assert _computed(demo_county, arrays).households["notice"][row] & Notice.COUNTY_JUDGEMENT


def test_bits_of_failed_conditions_can_be_read(village: Village, demo_county: Locality) -> None:
    found, arrays = _computed(demo_county), _arrays()
    conditions = conditions_of(found.grounds[0].plan)["dibao"]
    (row,) = np.flatnonzero(arrays.ids[Level.HOUSEHOLD] == village.families["B不符合"].pk)
    failed = [each["name"] for bit, each in enumerate(conditions) if found.households["failed_dibao"][row] >> bit & 1]
    assert failed == ["income_below_standard"]


def test_the_county_is_what_rules_see(village: Village) -> None:
    arrays = _arrays()
    assert population_of(arrays).size == arrays.size == 5
