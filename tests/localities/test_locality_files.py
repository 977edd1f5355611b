"""The county folders are data: these tests say what a reader may rely on in them."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import minzheng.localities
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.matters import chapters
from minzheng.engine.rules.parameters import Setting
from minzheng.laws import strict_yaml

FOLDER = Path(minzheng.localities.__file__).parent
CODES = sorted(path.parent.name for path in FOLDER.glob("*/locality.yaml"))
LEVELS = {"nation": 0, "province": 2, "prefecture": 4, "county": 6}


def read(code: str, name: str) -> dict[str, Any]:
    path = FOLDER / code / name
    return strict_yaml.load(path.read_text("utf-8"), f"{code}/{name}")


MEASURED = frozenset({"cpi_rise", "food_price_rise"})
"""What statistics say of a month: published after it, and only of months that are over."""


def rows(code: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, row) for name, listed in read(code, "params.yaml")["parameters"].items() for row in listed]


def test_every_folder_says_whose_it_is():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert folders == set(CODES) >= {"cn", "53", "5301", "530129", "530199"}


@pytest.mark.parametrize("code", CODES)
def test_a_locality_has_a_name_a_level_and_a_parent_that_encloses_it(code):
    locality = read(code, "locality.yaml")
    assert locality["name"]
    assert len(code if code != "cn" else "") == LEVELS[locality["level"]]
    parent = locality["parent"]
    assert parent in CODES if code != "cn" else parent is None
    assert parent in {None, "cn"} or code.startswith(parent)


def test_only_the_demo_county_is_invented():
    assert [code for code in CODES if read(code, "locality.yaml").get("invented")] == ["530199"]
    assert read("530199", "params.yaml")["invented"] is True
    assert "invented" not in read("530129", "params.yaml")


def test_the_demo_county_borrows_divisions_that_exist():
    assert read("530199", "locality.yaml")["based_on"] in CODES


def test_the_real_county_holds_no_amount_that_nobody_verified():
    assert rows("530129") == []


def test_the_real_county_lists_every_parameter_that_the_demo_county_sets():
    assert list(read("530129", "params.yaml")["parameters"]) == list(read("530199", "params.yaml")["parameters"])


def settings(place: str, day: date, *, demo: bool = False) -> dict[str, Setting]:
    """What localities set or have yet to set: everything but the values of the nation."""
    found = {
        name: entry
        for chapter in chapters()
        for name, entry in load_chapter(chapter).parameters.at(place=place, on=day, demo=demo).items()
    }
    return {name: entry for name, entry in found.items() if entry.row is None or entry.row.place}


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 9, 1)])
def test_the_real_county_lists_every_parameter_that_waits_for_a_value(day):
    waiting = settings("530129", day)
    assert waiting.keys() <= read("530129", "params.yaml")["parameters"].keys()
    assert not any(entry.confirmed for entry in waiting.values())


@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)])
def test_the_demo_county_can_decide_everything_in_demonstration_and_nothing_outside(day):
    assert all(entry.confirmed for name, entry in settings("530199", day, demo=True).items() if name not in MEASURED)
    assert not any(entry.confirmed for entry in settings("530199", day).values())


def test_every_demo_value_says_that_it_is_invented():
    assert {row["source"] for _, row in rows("530199")} == {"演示数据（虚构）"}


def test_every_row_is_published_before_it_starts():
    for name, row in rows("530199"):
        assert row.keys() <= {"from", "until", "value", "source", "published"}, name
        assert (row["published"] < row["from"]) is (name not in MEASURED), name


def test_periods_follow_each_other_without_gap_or_overlap():
    previous: dict[str, date | None] = {}
    for name, row in rows("530199"):
        if name in previous:
            assert row["from"] == previous[name] + timedelta(days=1), name
        previous[name] = row.get("until")
    assert {until for name, until in previous.items() if name not in MEASURED} == {None}


@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2026, 1, 1), date(2026, 9, 1)])
@pytest.mark.parametrize("area", ["URBAN", "RURAL"])
def test_demo_amounts_keep_the_bounds_of_the_law(day, area):
    values = {name: row["value"] for name, row in rows("530199") if row["from"] <= day <= row.get("until", date.max)}
    standard = values["dibao_standard"][area]
    monthly = standard["per_year"] / Decimal(12) if isinstance(standard, dict) else standard
    assert values["destitute_basic_amount"][area] >= Decimal("1.3") * monthly
    assert values["edge_multiple"] >= 1
    assert values["disposable_income_year"][area] > 12 * monthly
