from __future__ import annotations

from datetime import date, timedelta

import pytest

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.matters import chapters
from minzheng.laws.citations import LawIndex


@pytest.mark.parametrize("name", chapters())
def test_every_chapter_loads_without_a_fault_and_only_once(name: str) -> None:
    assert load_chapter(name) is load_chapter(name)
    assert load_chapter(name).matters


@pytest.mark.parametrize("name", chapters())
def test_every_parameter_cites_an_article_of_the_index(name: str) -> None:
    laws = LawIndex.load()
    for parameter in load_chapter(name).parameters.parameters.values():
        assert laws.resolve(parameter.cite).gist, parameter.name


def test_a_plan_stands_on_every_day_on_which_anything_changes() -> None:
    chapter = load_chapter("social_assistance")
    changes = {*chapter.rules.change_dates(), *chapter.parameters.change_dates()}
    for day in sorted({*changes, *(change - timedelta(days=1) for change in changes)}):
        settings = chapter.parameters.at(place="530199103002", on=day, demo=True)
        plan = chapter.rules.on(day, settings)
        assert plan.order(["assistance_result", "monthly_total"]), day
        assert [name for name, rule in plan.rules.items() if not rule.holds(day)] == []


def test_the_demo_county_determines_every_mode_and_the_real_county_none() -> None:
    chapter, day = load_chapter("social_assistance"), date(2026, 8, 1)
    demo = chapter.parameters.at(place="530199103002", on=day, demo=True)
    real = chapter.parameters.at(place="530129103002", on=day)
    assert chapter.rules.on(day, demo).undetermined == frozenset()
    assert chapter.rules.on(day, real).undetermined
