"""What the village and the township do with each other: a neighbour tells, somebody objects, a clerk files and settles. In Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minzheng.demo.casework.guided import number_of
from minzheng.demo.casework.working import work_cases
from minzheng.surfaces.desk import asker
from minzheng.surfaces.portal import board, reporting
from minzheng.surfaces.portal.following import let_in
from tests.browser.bureau import Bureau, open_bureau
from tests.browser.portal import Visitor, overflow, violations
from tests.engine.cases.conftest import resident

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        for module in (asker, let_in, board, reporting):
            patch.setattr(module, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        patch.setattr(board, "today", DAY.date)
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=1, seed=1))
        yield opened


def _fits(tab: Page) -> None:
    width = int.from_bytes(tab.screenshot(full_page=True)[16:20], "big")
    assert width <= 320, tab.url


def _open_to_all(tab: Page) -> None:
    assert violations(tab) == [], tab.url
    assert overflow(tab) <= 0, tab.url


def _tell(tab: Page) -> None:
    """From the first page, by what a neighbour would press."""
    tab.get_by_role("link", name="谁家有困难，告诉我们").click()
    tab.locator("#township").select_option(index=1)
    tab.get_by_role("button", name="选好乡镇，再选村").click()
    tab.locator("#village").select_option(index=1)
    tab.locator("#who").fill("村头独居的保老人")
    tab.locator("#what").fill("三天没有开火")
    tab.get_by_label("是，要马上去").check()


def test_a_neighbour_tells_on_a_small_phone_in_large_type_without_a_script(visitor: Visitor) -> None:
    with visitor.at("/", width=320, script=False, large=True) as tab:
        _tell(tab)
        _fits(tab)
        tab.get_by_role("button", name="提交").click()
        expect(tab.get_by_role("heading", name="已经收到")).to_be_visible()
        _fits(tab)
        assert "保老人" not in tab.url


@pytest.mark.parametrize("width", WIDTHS)
def test_nobody_is_shut_out_of_telling(width: int, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/", width=width) as tab:
        _tell(tab)
        tab.locator("#what").fill("")
        tab.get_by_role("button", name="提交").click()
        expect(tab.get_by_role("alert")).to_be_visible()
        _open_to_all(tab)
        tab.locator("#what").fill("三天没有开火")
        tab.get_by_role("button", name="提交").click()
        expect(tab.get_by_role("heading", name="已经收到")).to_be_visible()
        _open_to_all(tab)
        tab.goto(bureau.address + "/tell/complaint.complaint")
        _open_to_all(tab)


def _object(tab: Page) -> None:
    tab.get_by_role("link", name="看公示").first.click()
    tab.locator("ul.verdicts h2 a").first.click()
    tab.locator("#text").fill("他家去年买了一辆货车")
    tab.get_by_role("button", name="提交").click()


def test_somebody_objects_on_a_small_phone_in_large_type_without_a_script(visitor: Visitor) -> None:
    with visitor.at("/", width=320, script=False, large=True) as tab:
        _object(tab)
        expect(tab.get_by_text("您的意见已经收到")).to_be_visible()
        _fits(tab)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_objection_is_read_and_settled_at_the_desk(width: int, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/notices", width=width) as tab:
        _open_to_all(tab)
        tab.goto(bureau.address)
        _object(tab)
        _open_to_all(tab)
        number = bureau.ask(lambda: number_of("family"))
        tab.goto(bureau.address + "/signin/demo")
        tab.locator("button[name=username][value=clerk001]").click()
        tab.goto(f"{bureau.address}/desk/cases/{number}/")
        waiting = tab.locator("summary", has_text="写处理结论")
        before = waiting.count()
        assert before >= 1
        waiting.first.click()
        _open_to_all(tab)
        tab.get_by_label("异议不成立").first.check()
        tab.get_by_label("调查经过和结论").first.fill("车是借的，车主已到场说明")
        tab.locator("details[open]").get_by_role("button", name="保存").click()
        expect(tab.get_by_text("处理结论：车是借的，车主已到场说明").first).to_be_visible()
        assert waiting.count() == before - 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_files_for_a_family_on_one_page(width: int, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        tab.locator("button[name=username][value=clerk001]").click()
        tab.get_by_role("link", name="登记新办件").click()
        _open_to_all(tab)
        tab.locator("#procedure").select_option(label="最低生活保障申请")
        tab.locator("#village").select_option(index=1)
        tab.get_by_role("button", name="开始填写").click()
        tab.locator(".actions-bar button[value=submit]").click()
        expect(tab.get_by_role("alert")).to_contain_text("处要改")
        _open_to_all(tab)
        tab.get_by_label("姓名", exact=True).first.fill("马建国")
        tab.get_by_label("身份证号码").first.fill(resident(930 + (width > 390)))
        tab.get_by_label("与申请人关系").first.select_option("01")
        tab.get_by_label("住址").first.fill("村头第三家")
        tab.locator(".actions-bar button[value=save]").click()
        expect(tab.get_by_text("已经保存，还没有提交")).to_be_visible()
        assert tab.get_by_label("姓名", exact=True).first.input_value() == "马建国"
        tab.get_by_role("button", name="再加一个人").click()
        expect(tab.get_by_role("heading", name="再加一个人")).to_be_visible()
        _open_to_all(tab)
        assert "马建国" not in tab.url


@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_is_told_what_to_do_and_nothing_bars_the_way(width: int, visitor: Visitor) -> None:
    with visitor.at("/signin/demo", width=width) as tab:
        _open_to_all(tab)
        tab.locator("button[name=task][value=lead]").click()
        expect(tab.get_by_role("complementary", name="跟着做")).to_contain_text("第 1 步，共 3 步")
        _open_to_all(tab)
        tab.get_by_role("button", name="下一步").click()
        expect(tab.get_by_role("complementary", name="跟着做")).to_contain_text("第 2 步")
        tab.get_by_role("button", name="不做了").click()
        expect(tab.get_by_role("complementary", name="跟着做")).to_have_count(0)
