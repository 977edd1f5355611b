"""Whoever works here all day: by keyboard alone, with several cases at once, and warned before the session ends. In Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minzheng.demo.casework.working import work_cases
from minzheng.surfaces.desk import asker
from tests.browser.bureau import Bureau, open_bureau
from tests.browser.portal import Visitor, overflow, settled, violations

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asker, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=1, seed=1))
        yield opened


def _sign_in(tab: Page) -> None:
    tab.locator("button[name=username][value=clerk001]").click()
    expect(tab.get_by_role("heading", name="待办办件")).to_be_visible()


def _focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.textContent"))


def test_a_case_is_found_opened_and_worked_without_a_mouse(visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=1440) as tab:
        _sign_in(tab)
        numbers = tab.locator("tbody th a").all_inner_texts()
        assert len(numbers) > 1
        for key, number in (("j", numbers[0]), ("j", numbers[1]), ("k", numbers[0]), ("k", numbers[0])):
            tab.keyboard.press(key)
            assert _focused(tab) == number
        tab.keyboard.press("?")
        expect(tab.get_by_role("heading", name="快捷键")).to_be_visible()
        assert violations(tab) == []
        tab.keyboard.press("Escape")
        expect(tab.get_by_role("heading", name="快捷键")).to_be_hidden()
        tab.keyboard.press("/")
        tab.keyboard.type(f"{numbers[1]}j/?")  # letters that are typed are no keys
        assert tab.locator("#search").input_value() == f"{numbers[1]}j/?"
        tab.locator("#search").fill(numbers[1])
        tab.keyboard.press("Enter")
        expect(tab.locator("tbody th a")).to_have_count(1)
        tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("heading", name="办理经过")).to_be_visible()


def test_a_form_is_sent_with_control_and_enter(visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=1440) as tab:
        _sign_in(tab)
        tab.locator("summary", has_text="导出这个清单").click()
        tab.locator("#purpose").focus()
        tab.keyboard.press("Control+Enter")
        expect(tab.get_by_role("alert")).to_contain_text("没有写明导出的用途")


@pytest.mark.parametrize("width", [1440, 390])
def test_several_cases_are_taken_and_a_filter_is_kept(width: int, visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        _sign_in(tab)
        for box in tab.get_by_role("checkbox").all()[:2]:
            box.check()
        tab.get_by_role("button", name="由我经办").click()
        expect(tab.get_by_text("2 件办成")).to_be_visible()
        assert violations(tab) == []
        tab.get_by_role("link", name="回到待办办件").click()
        tab.get_by_label("范围").select_option("mine")
        tab.get_by_role("button", name="查询").click()
        settled(tab).locator("summary", has_text="存为我的视图").click()
        tab.get_by_label("叫什么").fill(f"我的{width}")
        tab.get_by_role("button", name="保存").click()
        expect(tab.get_by_role("link", name=f"我的{width}")).to_have_attribute("aria-current", "page")
        assert violations(tab) == []
        assert overflow(tab) <= 0
        tab.get_by_role("button", name=f"删除视图：我的{width}").click()
        expect(tab.get_by_role("link", name=f"我的{width}")).to_have_count(0)


def test_two_minutes_before_the_end_one_is_asked_and_goes_on(visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=1440) as tab:
        _sign_in(tab)
        tab.clock.install()
        tab.reload()
        asked = tab.get_by_role("heading", name="还有两分钟就自动退出")
        tab.clock.fast_forward("27:59")
        expect(asked).to_be_hidden()
        tab.clock.fast_forward("00:02")
        expect(asked).to_be_visible()
        assert violations(tab) == []
        with tab.expect_response("**/desk/here") as told:
            tab.get_by_role("button", name="继续办理").click()
        assert told.value.status == 204
        expect(asked).to_be_hidden()
        tab.clock.fast_forward("28:01")
        expect(asked).to_be_visible()


def test_what_was_being_written_is_not_lost_when_the_session_is_over(visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=1440) as tab:
        _sign_in(tab)
        tab.locator("summary", has_text="导出这个清单").click()
        tab.locator("#purpose").fill("报给省厅的月度统计")
        tab.context.clear_cookies(name="sessionid")
        tab.get_by_role("button", name="导出（xlsx）").click()
        expect(tab.locator("textarea")).to_have_value("报给省厅的月度统计")
    assert [each for each in visitor.complaints if "401" not in each] == []
    visitor.complaints.clear()
