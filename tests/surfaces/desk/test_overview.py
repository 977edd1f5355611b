"""The overview: five figures that say how they are made, the places below, nobody's name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor, Assignment
from minzheng.engine.audit.types import ActorKind
from minzheng.kernel.division_codes import DivisionCode
from minzheng.surfaces.desk.overview.pages import home_of
from tests.engine.cases.conftest import MONDAY, POSTS, SOCIAL, VILLAGE
from tests.surfaces.desk.conftest import Desk, county, desk

COUNTY, TOWNSHIP = 530129000000, 530129001000
LATE = MONDAY + timedelta(days=120)
HOMES = {"village": VILLAGE, "clerk": TOWNSHIP, "lead": TOWNSHIP, "stranger": 530129103000}


@pytest.mark.parametrize("post", sorted(POSTS))
def test_it_begins_with_the_widest_place_one_answers_for(post: str, desk: Desk) -> None:
    answer = desk.get(post, "/desk/overview")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/overview/{HOMES.get(post, COUNTY)}")
    assert desk.get(post, answer["Location"]).status_code == 200


def test_whoever_answers_for_everywhere_begins_with_the_county() -> None:
    everywhere = Assignment(Role.AUDITOR, SOCIAL, "")
    actor = Actor(kind=ActorKind.OFFICER, assignments=(everywhere,))
    assert home_of(actor) == DivisionCode("530129")
    assert home_of(Actor(kind=ActorKind.OFFICER)) is None


def test_five_figures_stand_at_the_top_each_with_its_definition(desk: Desk) -> None:
    page = desk.get("head", f"/desk/overview/{COUNTY}").content.decode()
    names = re.findall(r"<dt>([^<]+)</dt>", page)
    assert names == ["在保人数", "本月应发", "按期办结率", "超期未办结", "备用金制度覆盖"]
    assert page.count("口径<span") == len(names)
    assert "“十四五”民政事业发展规划 一（四）" in page
    assert "差 16 个" in page


def test_what_is_late_is_shown_with_its_number_and_without_any_name(desk: Desk) -> None:
    case = desk.county.accepted()
    desk.at(LATE)
    page = desk.get("head", f"/desk/overview/{COUNTY}").content.decode()
    assert f"/desk/cases/{case.number}/" in page
    assert "马建国" not in page
    assert "马*" not in page


def test_a_wall_renews_itself_and_shows_no_case(desk: Desk) -> None:
    case = desk.county.accepted()
    desk.at(LATE)
    page = desk.get("head", f"/desk/overview/{COUNTY}?wall")
    assert page["Refresh"] == "300"
    assert case.number not in page.content.decode()
    assert "Refresh" not in desk.get("head", f"/desk/overview/{COUNTY}")


def test_one_goes_down_from_the_county_to_the_township_and_its_villages(desk: Desk) -> None:
    desk.county.accepted()
    assert f'<a href="/desk/overview/{TOWNSHIP}"' in desk.get("head", f"/desk/overview/{COUNTY}").content.decode()
    below = desk.get("head", f"/desk/overview/{TOWNSHIP}").content.decode()
    assert f'<a href="/desk/overview/{VILLAGE}"' in below
    assert f'href="/desk/overview/{COUNTY}"' in below
    assert f'href="/desk/overview/{COUNTY}"' not in desk.get("clerk", f"/desk/overview/{TOWNSHIP}").content.decode()


@pytest.mark.parametrize("code", [COUNTY, 530129103000, 530000000000, 530129999000, 7, 999999999999, 10**15])
def test_a_place_that_is_not_ones_own_and_one_that_is_not_there_answer_alike(code: int, desk: Desk) -> None:
    assert desk.get("clerk", f"/desk/overview/{code}").status_code == 404


def test_every_page_of_it_asks_the_database_little(desk: Desk, django_assert_max_num_queries) -> None:
    desk.county.accepted()
    with django_assert_max_num_queries(40):
        assert desk.get("head", f"/desk/overview/{COUNTY}").status_code == 200


__all__ = ["county", "desk"]
