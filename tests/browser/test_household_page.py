"""The page of one household, as a person meets it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PICTURED

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
FAMILIES = ["A低保", "B不符合", "C边缘", "D特困", "E未调查", PICTURED]
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"


def _open(tab: Page, pages: dict[str, Path], number: str, *, width: int = 1440, height: int = 1000) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(pages[number].as_uri())


def _overflow(tab: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(tab.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def _violations(tab: Page) -> list[Any]:
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = tab.evaluate(
        "axe.run().then(result => result.violations.map(each => [each.id, each.nodes.map(node => node.html)]))"
    )
    return found


def test_the_checker_is_the_one_the_readme_names() -> None:
    readme = AXE.with_name("README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in readme
    assert AXE.read_text(encoding="utf-8").startswith("/*! axe v4.14.1")


@pytest.mark.parametrize("number", FAMILIES)
def test_it_answers_at_the_top_without_a_click(number: str, tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, number)
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"家庭 {number}")
    for term in ("救助类别", "每月可得", "核算人口", "核算日期"):
        expect(tab.locator("dt", has_text=term)).to_be_in_viewport()
    assert tab.locator("script").count() == 0


@pytest.mark.parametrize("number", FAMILIES)
@pytest.mark.parametrize("width", [1440, 390])
def test_nobody_is_shut_out(number: str, width: int, tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, number, width=width)
    assert _violations(tab) == []
    tab.evaluate(OPEN_ALL)
    assert _violations(tab) == []


@pytest.mark.parametrize("number", FAMILIES)
@pytest.mark.parametrize(("width", "root"), [(1440, 16), (390, 16), (320, 16), (320, 30)])
def test_it_never_scrolls_sideways(number: str, width: int, root: int, tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, number, width=width)
    tab.add_style_tag(content=f"html {{ font-size: {root}px }}")
    assert _overflow(tab) <= 0
    tab.evaluate(OPEN_ALL)
    assert _overflow(tab) <= 0


def test_the_keyboard_opens_and_closes_what_the_mouse_does(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, PICTURED)
    closed = tab.locator(".tree details:not(.basis):not([open])").first
    closed.locator("> summary").focus()
    handle = closed.element_handle()
    assert handle is not None
    tab.keyboard.press("Enter")
    assert handle.evaluate("details => details.open")
    tab.keyboard.press("Space")
    assert not handle.evaluate("details => details.open")


def test_every_step_can_be_reached_by_tab_and_shows_where_it_is(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, "A低保")
    summaries = tab.locator("summary:visible").count()
    reached = set()
    for _ in range(summaries):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("[...document.querySelectorAll('summary')].indexOf(document.activeElement)"))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert -1 not in reached
    assert len(reached) == summaries


def test_a_link_to_an_earlier_reason_opens_it(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, PICTURED)
    tab.evaluate(OPEN_ALL)
    target = str(tab.locator(".again a").last.get_attribute("href"))
    tab.evaluate("document.querySelectorAll('details').forEach(details => { details.open = false })")
    tab.evaluate("target => { location.hash = target }", target)
    expect(tab.locator(target)).to_be_in_viewport()


def test_targets_are_large_enough_for_a_finger(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, PICTURED, width=390, height=844)
    heights = tab.evaluate(
        "[...document.querySelectorAll('.tree details:not(.basis) > summary')].filter(each => each.checkVisibility()).map(each => each.offsetHeight)"
    )
    assert min(heights) >= 40


def test_paper_shows_everything_that_is_folded(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, PICTURED)
    hidden = "[...document.querySelectorAll('.tree p, .tree .value')].filter(each => !each.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) || each.offsetHeight === 0).length"
    assert tab.evaluate(hidden) > 20
    tab.emulate_media(media="print")
    assert tab.evaluate(hidden) == 0
    assert len(tab.pdf(format="A4")) > 50_000


def test_text_of_the_page_is_never_small(tab: Page, pages: dict[str, Path]) -> None:
    _open(tab, pages, PICTURED)
    sizes = tab.evaluate(
        "[...document.querySelectorAll('body *')].filter(each => each.innerText).map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 13


@pytest.mark.parametrize(
    ("name", "width", "height"), [("explanation.png", 1440, 1400), ("explanation-390.png", 390, 1400)]
)
def test_a_picture_can_be_shown(
    name: str, width: int, height: int, tab: Page, pages: dict[str, Path], pictures: Path
) -> None:
    _open(tab, pages, PICTURED, width=width, height=height)
    tab.screenshot(path=pictures / name)
    assert (pictures / name).read_bytes().startswith(b"\x89PNG")
    assert (pictures / name).stat().st_size > 30_000
