"""Casework as people meet it: an old man asks how his case goes on, a clerk works the queue. In Chromium, on a county that has worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minzheng.demo.casework.working import work_cases
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case
from minzheng.engine.notices.models import OneTimeCode
from minzheng.engine.registry.queries.people import id_number_of
from minzheng.surfaces.desk import asker
from minzheng.surfaces.portal.following import let_in, views
from tests.browser.bureau import Bureau, open_bureau
from tests.browser.portal import Visitor, overflow, settled, violations

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)
CASES = 9
"""Enough for the first stories: among them one under way, one granted and one refused."""
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        for module in (asker, let_in, views):
            patch.setattr(module, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=CASES, seed=1))
        yield opened


def _case(bureau: Bureau, state: str) -> tuple[str, str]:
    """A case in a state: its number, and the last four of its applicant."""

    def found() -> tuple[str, str]:
        with scoped(SYSTEM):
            OneTimeCode.objects.all().delete()  # nobody is made to wait for the second code of a minute
            case = Case.objects.filter(state=state, person__isnull=False).select_related("person").earliest("pk")
            assert case.person is not None
            return case.number, (id_number_of(person=case.person) or "")[-4:]

    return bureau.ask(found)


def _let_in(tab: Page, bureau: Bureau, state: str) -> str:
    """From the first page to one's own case, by what an old man would press."""
    number, last = _case(bureau, state)
    tab.get_by_role("link", name="查进度").first.click()
    tab.get_by_label("受理编号").fill(number)
    tab.get_by_label("申请人身份证号的最后四位").fill(last)
    tab.get_by_role("button", name="获取验证码").click()
    tab.get_by_label("验证码", exact=True).fill(tab.locator("strong.number").inner_text())
    tab.get_by_role("button", name="查看进度").click()
    return number


@pytest.mark.parametrize("script", [True, False])
def test_an_old_man_asks_how_his_case_goes_on_on_a_small_phone_in_large_type(
    script: bool, visitor: Visitor, bureau: Bureau
) -> None:
    with visitor.at("/", width=320, script=script, large=True) as tab:
        number = _let_in(tab, bureau, "GRANTED")
        expect(tab.get_by_role("heading", name="现在：已确认")).to_be_visible()
        expect(tab.get_by_text(number).first).to_be_visible()
        expect(tab.get_by_text("每月").first).to_be_visible()
        assert overflow_without_script(tab, script=script) <= 0
        tab.get_by_role("link", name="谁看过我的信息").click()
        tab.get_by_role("button", name="看完了，退出").click()
        expect(tab.get_by_role("heading", name="查进度")).to_be_visible()
        settled(tab).go_back()
        expect(tab.get_by_role("heading", name="查进度")).to_be_visible()


def overflow_without_script(tab: Page, *, script: bool) -> int:
    """How much wider the page is than the phone; measured by its picture where no script runs."""
    if script:
        return overflow(tab)
    width = int.from_bytes(tab.screenshot(full_page=True)[16:20], "big")
    return width - 320


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("large", [False, True])
def test_nobody_is_shut_out_of_their_own_case(width: int, large: bool, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/progress", width=width, large=large) as tab:
        assert violations(tab) == []
        tab.goto(bureau.address)
        _let_in(tab, bureau, "GRANTED")
        assert violations(tab) == []
        for path in ("/progress/mine", "/progress/looks"):
            tab.goto(bureau.address + path)
            assert violations(tab) == []
            assert overflow(tab) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_opens_the_queue_and_a_case_and_nothing_bars_the_way(
    width: int, visitor: Visitor, bureau: Bureau
) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        assert violations(tab) == []
        tab.locator("button[name=username]", has_text="张文斌").first.click()
        tab.goto(bureau.address + "/desk/?show=closed")
        assert violations(tab) == []
        assert overflow(tab) <= 0
        tab.locator("tbody a").first.click()
        assert violations(tab) == []  # it is not on his desk: he is asked what for
        tab.get_by_label("目的").fill("核对台账")
        tab.locator("main form button").first.click()
        expect(tab.get_by_role("heading", name="办理经过")).to_be_visible()
        assert violations(tab) == []
        assert overflow(tab) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_head_goes_from_the_map_to_a_township_and_its_late_cases(
    width: int, visitor: Visitor, bureau: Bureau
) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        tab.locator("button[name=username][value=head]").click()
        tab.get_by_role("link", name="总览").click()
        expect(tab.get_by_role("heading", level=1)).to_contain_text("社会救助总览")
        assert (violations(tab), overflow(tab) <= 0) == ([], True)
        tab.locator("summary", has_text="口径").first.click()
        expect(tab.get_by_text("待遇台账")).to_be_visible()
        tab.locator("svg a").first.click()
        expect(tab.get_by_role("heading", name="各村（社区）")).to_be_visible()
        assert (violations(tab), overflow(tab) <= 0) == ([], True)
        tab.get_by_role("link", name="大屏显示").click()
        expect(tab.get_by_role("link", name="退出大屏")).to_be_visible()
        assert violations(tab) == []


def test_after_signing_out_the_back_button_shows_no_case(visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/signin/demo", width=1440) as tab:
        tab.locator("button[name=username]", has_text="张文斌").first.click()
        tab.goto(bureau.address + "/desk/?show=closed")
        number = tab.locator("tbody a").first.inner_text()
        tab.get_by_role("button", name="退出").click()
        expect(tab.get_by_role("heading", name="登录")).to_be_visible()
        tab.goto(bureau.address + f"/desk/cases/{number}/")
        expect(tab.get_by_text(number)).to_have_count(0)
