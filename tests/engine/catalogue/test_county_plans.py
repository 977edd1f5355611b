"""What a county's leaders look at, as declared."""

from __future__ import annotations

import csv
from importlib import resources

from minzheng.engine.catalogue.county_plans import Plan, map_of, plan_of


def test_every_township_stands_on_the_map_once_and_none_on_another() -> None:
    file = resources.files("minzheng.localities") / "530129" / "divisions.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    townships = {int(row["code"]) for row in rows if row["level"] == "township"}
    places = map_of("530129")
    assert set(places) == townships
    assert len(set(places.values())) == len(places)


def test_a_target_says_what_by_when_and_where_it_is_written() -> None:
    target = plan_of("530129").targets["imprest_coverage"]
    assert (target.at_least, target.unit, target.due.isoformat()) == (100, "%", "2025-12-31")
    assert target.source.endswith("规划 一（四）")


def test_a_county_that_declares_nothing_has_no_plan_and_no_map() -> None:
    assert plan_of("530199") == Plan()
    assert map_of("530199") == {}
