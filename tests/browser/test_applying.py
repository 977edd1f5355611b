"""网上申请 as a family meets it: a small cheap phone, large type, no script; then the clerk who makes sure who it was. In Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minzheng.demo.casework.working import work_cases
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.notices.models import OneTimeCode
from minzheng.surfaces.desk import asker
from minzheng.surfaces.portal.applying import beginning, holding
from minzheng.surfaces.portal.following import let_in
from tests.browser.bureau import Bureau, open_bureau
from tests.browser.portal import Visitor, overflow, violations
from tests.engine.cases.conftest import resident

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)
Look = Callable[[Page], None]


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        for module in (asker, let_in, beginning, holding):
            patch.setattr(module, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=1, seed=1))
        yield opened


def _next(tab: Page) -> None:
    tab.locator("button.main[value=next]").click()


def _begin(tab: Page, serial: int) -> None:
    """From the first page to the first question, by what somebody would press."""
    tab.goto(tab.url.rstrip("/") + "/services/minimum_living_allowance")
    tab.get_by_role("link", name="网上办：最低生活保障申请").click()
    tab.locator("#township").select_option(index=1)
    tab.locator("button[value=township]").click()
    tab.locator("#village").select_option(index=1)
    tab.locator("#name").fill("马建国")
    tab.locator("#id_number").fill(resident(serial))
    tab.locator("#phone").fill(f"19900009{serial}")
    _next(tab)
    tab.locator("#code").fill(tab.locator("strong.number").inner_text())
    tab.locator("button.main").click()


def _fill(tab: Page) -> None:
    """One person who can no longer work and owns nothing; every page that asks more than that is passed by."""
    page = tab.url.rsplit("/", 1)[-1]
    if page == "applicant":
        tab.locator("#address").fill("村头第三家")
    elif page == "family":
        tab.locator("input[name=area][value=RURAL]").check()
        tab.locator("#poverty_cause").select_option("LACK_LABOUR")
    elif page == "health-0":
        tab.locator("#labour_capacity").select_option("LOST")
    elif page == "account":  # who lives alone need not choose
        tab.locator("#bank").fill("农村信用社")
        tab.locator("#number").fill("6217000012345678903")
    elif page == "declarations":
        tab.locator("#reason").fill("我干不动活了，没有收入，药费也付不起")
        for name in ("truth", "verification", "changes"):
            tab.locator(f"#{name}").check()
    for no in tab.locator("input[type=radio][value=no]").all():
        no.check()


def _walk(tab: Page, look: Look) -> None:
    """Answer page after page until everything is there to be checked."""
    for _ in range(40):
        look(tab)
        if tab.url.endswith("/apply/check"):
            return
        _fill(tab)
        _next(tab)
    raise AssertionError(f"it never ends: {tab.url}")


def test_an_old_man_applies_on_a_small_phone_in_large_type_without_a_script(visitor: Visitor, bureau: Bureau) -> None:
    def fits(tab: Page) -> None:
        width = int.from_bytes(tab.screenshot(full_page=True)[16:20], "big")
        assert width <= 320, tab.url

    with visitor.at("/", width=320, script=False, large=True) as tab:
        _begin(tab, 911)
        _walk(tab, fits)
        tab.get_by_role("button", name="交申请").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("交")
        fits(tab)
        assert resident(911) not in tab.url


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("large", [False, True])
def test_nobody_is_shut_out_of_applying(width: int, large: bool, visitor: Visitor, bureau: Bureau) -> None:
    def open_to_all(tab: Page) -> None:
        assert violations(tab) == [], tab.url
        assert overflow(tab) <= 0, tab.url

    with visitor.at("/", width=width, large=large) as tab:
        _begin(tab, 912 + (width > 390) + 2 * large)
        _next(tab)
        expect(tab.get_by_role("alert")).to_be_visible()  # nothing was answered
        open_to_all(tab)
        _walk(tab, open_to_all)
        tab.goto(bureau.address + "/apply/mine")
        open_to_all(tab)


def test_what_was_saved_is_found_again_from_another_phone(visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/") as tab:
        _begin(tab, 920)
        tab.locator("#address").fill("村头第三家")
        _next(tab)
    bureau.ask(_forget_codes)
    with visitor.at("/apply/resume") as tab:
        assert violations(tab) == []
        tab.locator("#phone").fill("19900009920")
        tab.locator("button.main").click()
        tab.locator("#code").fill(tab.locator("strong.number").inner_text())
        tab.locator("button.main").click()
        tab.get_by_role("button", name="接着填", exact=True).click()
        assert tab.url.endswith("/apply/form/family")
        tab.get_by_role("link", name="上一步").click()
        expect(tab.locator("#address")).to_have_value("村头第三家")


def _forget_codes() -> None:
    with scoped(SYSTEM):
        OneTimeCode.objects.all().delete()  # nobody is made to wait for the second code of a minute


@pytest.mark.parametrize("width", [1440, 390])
def test_a_clerk_makes_sure_who_it_was_and_takes_it(width: int, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        tab.locator("button[value^=clerk]").first.click()
        tab.goto(bureau.address + "/desk/incoming")
        assert violations(tab) == []
        assert overflow(tab) <= 0
        tab.locator("tbody a").first.click()
        assert violations(tab) == []
        assert overflow(tab) <= 0
        tab.get_by_role("button", name="收件并提交").click()
        expect(tab.get_by_role("alert")).to_contain_text("请先核对申请人身份")
        tab.get_by_label("已核对，是申请人本人的意思").check()
        tab.get_by_role("button", name="收件并提交").click()
        expect(tab.get_by_text("待受理").first).to_be_visible()
