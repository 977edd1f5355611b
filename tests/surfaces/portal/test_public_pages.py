"""Pages that anybody may read: complete, small, and honest about what is not known."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from minzheng.engine.catalogue.entrances import entrances
from minzheng.surfaces.ui.assets import asset

GUIDES = [f"/services/{each.matter.name}" for each in entrances()]
PAGES = ["/", "/search?q=没钱看病", "/search", "/standards", "/help", "/check", *GUIDES]
WEIGHT = 30 * 1024
"""Bytes on the wire of a page with everything it loads (ecosystem: resident pages)."""


def _text(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("county", ["demo", "real"])
def test_a_page_has_title_language_landmark_and_a_way_past_the_head(page: str, county: str, request: Any) -> None:
    body = request.getfixturevalue(county).get(page).content.decode()
    assert '<html lang="zh-CN"' in body
    assert re.search(r"<title>[^<·]+ · [^<]+民政</title>", body)
    assert body.count("<main") == body.count("<h1") == 1
    assert '<a class="skip" href="#main">' in body
    for words in ("朗读", "长辈版", "帮我办"):
        assert words in body


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("county", ["demo", "real"])
def test_a_page_with_all_it_loads_weighs_no_more_than_thirty_kilobytes(page: str, county: str, request: Any) -> None:
    answer = request.getfixturevalue(county).get(page, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    loaded = ("light.css", "read_aloud.js", "icons.svg", "mark.svg")
    assert len(answer.content) + sum(len(asset(name).packed) for name in loaded) <= WEIGHT


@pytest.mark.parametrize("page", PAGES)
def test_a_page_starts_no_session_and_sets_no_cookie(page: str, demo: Client) -> None:
    assert not demo.get(page).cookies


def test_the_first_page_leads_to_every_service(demo: Client) -> None:
    body = demo.get("/").content.decode()
    assert all(f'href="{guide}"' in body for guide in GUIDES)


def test_what_is_searched_for_is_shown_as_text(demo: Client) -> None:
    assert "<script>alert" not in demo.get("/search", {"q": "<script>alert(1)</script>"}).content.decode()


def test_a_guide_says_conditions_articles_limits_and_whom_to_ask(demo: Client) -> None:
    text = _text(demo.get("/services/minimum_living_allowance"))
    for words in (
        "家庭人均收入低于当地最低生活保障标准", "《中华人民共和国社会救助法》第十八条", "30个工作日", "申请人、代理人", "提交申请",
        "受理", "公示期满报县级审查", "确认同意", "0871-00000000", "12345",
    ):  # fmt: skip
        assert words in text
    assert "不予受理" not in text


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_makes_nothing_up_where_nothing_is_declared(guide: str, real: Client) -> None:
    text = _text(real.get(guide))
    assert "参数未确认" in text
    assert "还没有登记" in text
    assert "怎样办" in text
    assert "还没有发布" in text or "提交申请" in text


def test_a_guide_says_every_element_the_law_wants_shown(demo: Client) -> None:
    text = _text(demo.get("/services/minimum_living_allowance"))
    for words in (
        "居民身份证、户口簿", "不用带", "各乡镇人民政府、街道办事处", "1次（当面签署核对授权）", "本县承诺25个工作日", "10个工作日内",
        "社会救助确认通知书", "不收费", "行政复议", "向演示县人民政府提出", "行政诉讼", "实施主体", "演示县民政局", "办公时间", "行政给付，承诺件",
    ):  # fmt: skip
        assert words in text


def test_a_guide_leads_to_the_picture_of_its_flow(demo: Client) -> None:
    assert (
        'href="/services/minimum_living_allowance/flow.svg"'
        in demo.get("/services/minimum_living_allowance").content.decode()
    )
    picture = demo.get("/services/minimum_living_allowance/flow.svg")
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert "最低生活保障申请流程图" in picture.content.decode()
    assert demo.get("/services/nonsense/flow.svg").status_code == 404


def test_there_is_no_guide_of_what_there_is_not(demo: Client) -> None:
    assert demo.get("/services/nonsense").status_code == 404
    assert demo.get("/services/means_test").status_code == 404


def test_a_standard_carries_value_source_and_article(demo: Client) -> None:
    text = _text(demo.get("/standards"))
    assert "城市 830.00元" in text
    assert "演示数据（虚构），自 2026-07-01 起" in text
    assert "任何真实的县都不适用" in text


def test_a_standard_nobody_has_confirmed_shows_no_figure(real: Client) -> None:
    unset = _text(real.get("/standards"))
    assert "830.00" not in unset
    assert unset.count("参数未确认") > 30


@pytest.mark.parametrize(
    ("back", "led"),
    [
        ("/help", "/help"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("javascript:alert(1)", "/"), ("", "/"),
        ("/\\evil.example", "/"),
    ],
)  # fmt: skip
def test_the_large_type_view_is_kept_and_leads_back_but_never_elsewhere(back: str, led: str, demo: Client) -> None:
    answer = demo.post("/large-text", {"on": "1", "back": back})
    assert (answer.status_code, answer["Location"]) == (302, led)
    assert 'class="elder"' in demo.get("/").content.decode()
    demo.post("/large-text", {"on": "0", "back": back})
    assert 'class="elder"' not in demo.get("/").content.decode()


def test_the_helpers_are_those_of_the_law_and_cost_nothing(demo: Client) -> None:
    text = _text(demo.get("/help"))
    assert "村（社区）社会救助协理员" in text
    assert "不收钱" in text
