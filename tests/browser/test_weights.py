"""What a page weighs on the wire, opened for the first time: a phone in the mountains, a desk in the township, a screen in the bureau."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from minzheng.demo.casework.working import work_cases
from minzheng.surfaces.desk import asker
from tests.browser.bureau import Bureau, open_bureau

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)
RESIDENT, DESK, SCREEN = 30, 150, 350
"""KiB that a page may weigh with everything it loads."""
PUBLIC = (
    "/", "/check", "/services/minimum_living_allowance", "/standards", "/notices", "/help", "/progress", "/apply/minimum_living_allowance.application",
    "/tell/complaint.complaint", "/search?q=没钱看病",
)  # fmt: skip
AT_WORK = ("/desk/", "/desk/incoming", "/desk/funds", "/desk/new", "/desk/relatives")


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asker, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=12, seed=1))
        yield opened


def _weight(browser: Browser, bureau: Bureau, path: str, *, who: str = "") -> float:
    """KiB on the wire of a page in a browser that never saw it: bodies as they are sent, compressed or not."""
    signed_in = browser.new_context(locale="zh-CN")
    state = None
    if who:
        tab = signed_in.new_page()
        tab.goto(bureau.address + "/signin/demo")
        tab.locator(f"button[name=username][value={who}]").click()
        tab.wait_for_load_state()
        state = signed_in.storage_state()
    signed_in.close()
    context = browser.new_context(locale="zh-CN", storage_state=state)
    tab, requests = context.new_page(), list[Request]()
    tab.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 (the browser keeps functions by name)
    tab.goto(bureau.address + path, wait_until="networkidle")
    weight = sum(each.sizes()["responseBodySize"] for each in requests) / 1024
    context.close()
    assert requests
    return weight


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_residents_comes_over_a_thin_line(path: str, browser: Browser, bureau: Bureau) -> None:
    assert _weight(browser, bureau, path) <= RESIDENT


@pytest.mark.parametrize("path", AT_WORK)
def test_a_page_of_the_desk_is_light_even_the_first_time(path: str, browser: Browser, bureau: Bureau) -> None:
    assert _weight(browser, bureau, path, who="clerk001") <= DESK


def test_a_case_is_light_with_everything_that_is_known(browser: Browser, bureau: Bureau) -> None:
    tab: Page = browser.new_page()
    tab.goto(bureau.address + "/signin/demo")
    tab.locator("button[name=username][value=lead001]").click()
    number = tab.locator("tbody th a").first.inner_text()
    tab.close()
    assert _weight(browser, bureau, f"/desk/cases/{number}/", who="lead001") <= DESK


def test_the_screen_of_whoever_leads_comes_whole(browser: Browser, bureau: Bureau) -> None:
    assert _weight(browser, bureau, "/desk/overview", who="head") <= SCREEN


def test_a_weight_is_what_was_sent(browser: Browser, bureau: Bureau) -> None:
    assert _weight(browser, bureau, "/assets/problem.css") > 0.2
