"""Residents' pages, as people meet them: old telephone, large type, no script, keyboard alone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from minzheng.engine.catalogue.entrances import entrances
from tests.browser.portal import Visitor, invented_county, overflow, settled, violations

pytestmark = pytest.mark.browser

GUIDES = [f"/services/{each.matter.name}" for each in entrances()]
PAGES = ["/", "/search?q=没钱看病", "/search?q=护照", "/standards", "/help", "/check", *GUIDES]
STYLES = ["/style", "/style?skin=light"]
SPEAKS = """
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    speak: (utterance) => window.spoken.push(utterance.text), cancel: () => window.spoken.push("(停)") } });
"""


@pytest.fixture(scope="module")
def county() -> Iterator[str]:
    with invented_county() as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, county: str) -> Iterator[Visitor]:
    someone = Visitor(browser, county)
    yield someone
    assert someone.complaints == []


def _next(tab: Page) -> None:
    tab.locator("button.main").click()


def _answer_all(tab: Page) -> None:
    """An old couple and a grandchild; ends at the result."""
    _next(tab)
    tab.get_by_label("农村（村）").check()
    _next(tab)
    for number, age in enumerate((72, 70, 12), start=1):
        tab.fill(f"#age-{number}", str(age))
    _next(tab)
    tab.select_option("#health-2", "SEVERE")
    _next(tab)
    tab.get_by_label("说得出大概").check()
    tab.fill("#farm-1", "3000")
    _next(tab)
    tab.locator("#vehicles").check()
    tab.locator("#dwellings").check()
    _next(tab)
    tab.get_by_label("突发重大疾病").check()
    tab.fill("#medical", "12000")
    _next(tab)
    tab.locator("#relatives").check()
    _next(tab)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("large", [False, True])
def test_nobody_is_shut_out(page: str, width: int, large: bool, visitor: Visitor) -> None:
    with visitor.at(page, width=width, large=large) as tab:
        assert violations(tab) == []


@pytest.mark.parametrize("page", STYLES)
@pytest.mark.parametrize("width", [1440, 390])
def test_every_component_is_open_to_everybody(page: str, width: int, visitor: Visitor) -> None:
    with visitor.at(page, width=width) as tab:
        assert violations(tab) == []
        assert overflow(tab) <= 0


@pytest.mark.parametrize("page", [*PAGES, "/style?skin=light"])
@pytest.mark.parametrize(
    ("width", "large", "root"), [(390, False, 16), (320, False, 16), (320, False, 30), (320, True, 0)]
)
def test_it_never_scrolls_sideways(page: str, width: int, large: bool, root: int, visitor: Visitor) -> None:
    with visitor.at(page, width=width, large=large) as tab:
        if root:
            tab.evaluate("size => { document.documentElement.style.fontSize = size }", f"{root}px")
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert overflow(tab) <= 0


def test_the_seven_questions_need_no_script_and_keep_to_the_window_in_large_type(visitor: Visitor) -> None:
    with visitor.at("/check", width=320, script=False, large=True) as tab:
        _answer_all(tab)
        expect(tab.get_by_role("heading", level=1)).to_have_text("您家可能享受这些")
        expect(tab.locator(".verdict.yes h2").first).to_be_visible()
        assert tab.url.endswith("/check")
        assert overflow(tab) <= 0
        assert float(tab.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")) >= 30


def test_the_result_and_a_page_with_mistakes_are_open_to_everybody(visitor: Visitor) -> None:
    with visitor.at("/check", width=390) as tab:
        _next(tab)
        _next(tab)
        expect(tab.get_by_role("alert")).to_contain_text("请选一项。")
        assert violations(tab) == []
        tab.get_by_role("alert").get_by_role("link").click()
        expect(tab.locator("#area")).to_be_focused()
        tab.goto(visitor.home + "/check")
        _answer_all(tab)
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert violations(tab) == []
        assert overflow(tab) <= 0


def test_the_browsers_own_back_loses_nothing(visitor: Visitor) -> None:
    with visitor.at("/check") as tab:
        _answer_all(tab)
        settled(tab).go_back()
        expect(tab.get_by_role("heading", level=1)).to_have_text("有没有不住在一起的父母、成年子女或者配偶？")
        tab.get_by_role("button", name="上一步").click()
        expect(tab.locator("#medical")).to_have_value("12000")


def _tab_to(tab: Page, selector: str) -> None:
    """Press Tab until something has the focus; wherever it stands must be seen."""
    for _ in range(40):
        tab.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement.closest('.choice') ?? document.activeElement).outlineStyle"
        assert tab.evaluate(f"document.activeElement === document.body || {outline} === 'solid'")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def _enter(tab: Page) -> None:
    """Press Enter where it leads to another page."""
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def test_a_keyboard_alone_finds_a_service_and_answers_a_question(visitor: Visitor) -> None:
    with visitor.at("/", width=320, script=False, large=True) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        _tab_to(tab, "#q")
        tab.keyboard.type("没钱看病")
        _enter(tab)
        _tab_to(tab, ".entry")
        _enter(tab)
        expect(tab.get_by_role("heading", level=1)).to_have_text("临时救助")
        _tab_to(tab, "a[href='/check'].button")
        _enter(tab)
        _tab_to(tab, "button.main")
        _enter(tab)
        _tab_to(tab, "input[type=radio]")
        tab.keyboard.press("Space")
        _tab_to(tab, "button.main")
        _enter(tab)
        _tab_to(tab, "#age-1")
        tab.keyboard.type("72")
        _enter(tab)
        expect(tab.locator("#question")).to_have_text("这些人身体怎么样？")


def test_large_type_is_chosen_without_a_script_and_stays(visitor: Visitor) -> None:
    with visitor.at("/help", script=False) as tab:
        tab.get_by_role("button", name="长辈版").click()
        assert tab.url.endswith("/help")
        expect(tab.locator("html")).to_have_class("elder")
        tab.goto(visitor.home + "/")
        size = tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert float(size) >= 30
        tab.get_by_role("button", name="长辈版").click()
        expect(tab.locator("html")).not_to_have_class("elder")


def test_the_page_is_read_aloud_where_the_browser_can_speak(visitor: Visitor) -> None:
    with visitor.at("/help", before=SPEAKS) as tab:
        button = tab.get_by_role("button", name="朗读")
        button.click()
        spoken = tab.evaluate("window.spoken")
        assert spoken[0] == "帮我办"
        assert any("不收钱" in text for text in spoken)
        expect(tab.locator("[data-read-aloud]")).to_have_text("停止")
        tab.locator("[data-read-aloud]").click()
        assert tab.evaluate("window.spoken.at(-1)") == "(停)"


def test_there_is_no_button_that_does_nothing(visitor: Visitor) -> None:
    with visitor.at("/help", script=False) as tab:
        expect(tab.locator("[data-read-aloud]")).to_be_hidden()


@pytest.mark.parametrize("page", PAGES)
def test_targets_are_large_enough_for_a_finger_and_text_is_never_small(page: str, visitor: Visitor) -> None:
    with visitor.at(page) as tab:
        heights = tab.evaluate(
            "[...document.querySelectorAll('.button, .entry, .choice, .pills a, .input, select')].filter(each => each.checkVisibility()).map(each => each.offsetHeight)"
        )
        assert min(heights) >= 44
        sizes = tab.evaluate(
            "[...document.querySelectorAll('body *')].filter(each => each.innerText && each.checkVisibility()).map(each => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert min(sizes) >= 16


def test_paper_has_no_buttons_and_says_everything(visitor: Visitor) -> None:
    with visitor.at("/services/minimum_living_allowance") as tab:
        tab.emulate_media(media="print")
        expect(tab.get_by_role("button", name="长辈版")).to_be_hidden()
        expect(tab.get_by_text("先看看自己符不符合")).to_be_hidden()
        assert len(tab.pdf(format="A4")) > 20_000


@pytest.mark.parametrize(
    ("name", "page", "width", "height", "large"),
    [
        ("portal-home.png", "/", 1440, 900, False),
        ("portal-home-390.png", "/", 390, 844, False),
        ("portal-guide-390.png", "/services/minimum_living_allowance", 390, 844, False),
        ("portal-large-type-390.png", "/", 390, 844, True),
        ("components-desk.png", "/style", 1440, 1100, False),
    ],
)
def test_a_picture_can_be_shown(
    name: str, page: str, width: int, height: int, large: bool, visitor: Visitor, pictures: Path
) -> None:
    with visitor.at(page, width=width, large=large) as tab:
        tab.set_viewport_size({"width": width, "height": height})
        tab.screenshot(path=pictures / name)
    assert (pictures / name).read_bytes().startswith(b"\x89PNG")
    assert (pictures / name).stat().st_size > 20_000


def test_a_picture_of_the_result_can_be_shown(visitor: Visitor, pictures: Path) -> None:
    with visitor.at("/check", width=390) as tab:
        _answer_all(tab)
        tab.locator("details").first.evaluate("each => { each.open = true }")
        tab.screenshot(path=pictures / "portal-check-390.png", full_page=False)
    assert (pictures / "portal-check-390.png").stat().st_size > 20_000


def test_a_page_is_looked_at_when_it_has_come_and_not_while_it_is_on_its_way(visitor: Visitor) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with visitor.at("/") as tab:
        tab.route("**/help", hold)
        with tab.expect_request("**/help"):
            tab.evaluate("setTimeout(() => location.assign('/help'))")
        while not held:
            tab.context.cookies()
        held[0].continue_()
        assert settled(tab).url.endswith("/help")
