"""Signing in as an officer does it: the first day, the second factor, a key instead of a password, a lost telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minzheng.engine.access.roles import Role
from tests.browser.bureau import FIRST, OWN, Bureau, open_bureau
from tests.browser.portal import overflow, violations
from tests.surfaces.signin.conftest import code_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bureau(django_db_setup: None, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker) as opened:
        yield opened


@contextmanager
def visit(browser: Browser, bureau: Bureau, width: int = 1440) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", base_url=bureau.address)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    # What is refused is answered 422, and the browser says so.
    tab.on("console", lambda message: "status of 422" in message.text or complaints.append(message.text))
    tab.on("request", lambda sent: sent.url.startswith(bureau.address) or complaints.append(sent.url))
    yield tab
    context.close()
    assert complaints == []


def look(tab: Page, pictures: Path, name: str) -> None:
    """What every page must be."""
    tab.screenshot(path=pictures / f"signin-{name}-{tab.viewport_size['width']}.png", full_page=True)
    assert violations(tab) == []
    assert overflow(tab) <= 0


def sign_in(tab: Page, username: str, password: str) -> None:
    tab.goto("/signin")
    tab.get_by_label("用户名").fill(username)
    tab.get_by_label("密码", exact=True).fill(password)
    tab.get_by_role("button", name="登录", exact=True).click()


def replace_first_password(tab: Page) -> None:
    tab.get_by_label("当前密码").fill(FIRST)
    tab.get_by_label("新密码", exact=True).fill(OWN)
    tab.get_by_label("再输一遍新密码").fill(OWN)
    tab.get_by_role("button", name="更改").click()


def set_code(tab: Page) -> str:
    tab.get_by_text("扫不了，手工填密钥").click()
    secret = tab.locator("details code").inner_text()
    tab.get_by_label("手机上的 6 位数字").fill(code_of(secret))
    tab.get_by_role("button", name="完成设置").click()
    return secret


@pytest.mark.parametrize("width", [1440, 390])
def test_the_first_day_of_an_officer(width: int, browser: Browser, bureau: Bureau, pictures: Path) -> None:
    name = f"first{width}"
    bureau.join(name)
    with visit(browser, bureau, width) as tab:
        tab.goto("/desk/")
        look(tab, pictures, "door")
        sign_in(tab, name, FIRST)
        expect(tab.get_by_role("heading", name="更改密码")).to_be_visible()
        look(tab, pictures, "password")
        replace_first_password(tab)
        expect(tab.get_by_role("heading", name="设置手机验证码")).to_be_visible()
        look(tab, pictures, "code")
        secret = set_code(tab)
        expect(tab.get_by_role("heading", name="备用码")).to_be_visible()
        look(tab, pictures, "recovery-codes")
        tab.get_by_role("link", name="已经抄好").click()
        expect(tab).to_have_url(re.compile("/desk/$"))
        tab.get_by_role("button", name="退出").click()
        expect(tab.get_by_role("heading", name="工作人员登录")).to_be_visible()
        tab.goto("/desk/")
        expect(tab).to_have_url(re.compile("/signin"))
        sign_in(tab, name, OWN)
        expect(tab.get_by_role("heading", name="手机上的验证码")).to_be_visible()
        look(tab, pictures, "second-step")
        tab.get_by_label("验证码").fill(code_of(secret))
        tab.get_by_role("button", name="登录", exact=True).click()
        expect(tab).to_have_url(re.compile("/desk/$"))
        tab.goto("/account/")
        look(tab, pictures, "account")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_passkey_made_instead_of_a_code_opens_the_door_alone(
    width: int, browser: Browser, bureau: Bureau, pictures: Path
) -> None:
    name = f"key{width}"
    bureau.join(name)
    with visit(browser, bureau, width) as tab:
        has_a_key(tab)
        sign_in(tab, name, FIRST)
        replace_first_password(tab)
        tab.get_by_role("link", name="改用通行密钥").click()
        tab.get_by_label("名称").fill("办公室电脑")
        look(tab, pictures, "passkey-add")
        tab.get_by_role("button", name="登记").click()
        expect(tab.get_by_role("heading", name="备用码")).to_be_visible()
        tab.goto("/account/passkeys")
        expect(tab.get_by_text("办公室电脑").first).to_be_visible()
        look(tab, pictures, "passkeys")
        tab.get_by_role("link", name="改名").click()
        tab.get_by_label("名称").fill("值班电脑")
        tab.get_by_role("button", name="保存").click()
        tab.get_by_role("link", name=re.compile("删除.*值班电脑")).click()
        look(tab, pictures, "passkey-last")
        tab.get_by_role("button", name="退出").click()
        tab.goto("/desk/")
        look(tab, pictures, "passkey-door")
        tab.get_by_role("button", name="用通行密钥登录").click()
        expect(tab).to_have_url(re.compile("/desk/$"))
        tab.get_by_role("button", name="退出").click()
        sign_in(tab, name, OWN)
        tab.get_by_role("button", name="改用通行密钥").click()
        expect(tab).to_have_url(re.compile("/desk/$"))


def test_without_a_key_the_page_says_so_and_stays(browser: Browser, bureau: Bureau, pictures: Path) -> None:
    with visit(browser, bureau) as tab:
        has_a_key(tab, verified=False)
        tab.goto("/signin")
        tab.get_by_role("button", name="用通行密钥登录").click()
        expect(tab.get_by_text("没有用上通行密钥")).to_be_visible()
        look(tab, pictures, "passkey-none")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_lost_telephone_is_reset_on_a_page(width: int, browser: Browser, bureau: Bureau, pictures: Path) -> None:
    officer, security = f"lost{width}", f"security{width}"
    bureau.join(officer)
    bureau.join(security, Role.SECURITY_ADMINISTRATOR)
    with visit(browser, bureau, width) as theirs, visit(browser, bureau, width) as tab:
        for each, name in ((theirs, officer), (tab, security)):
            sign_in(each, name, FIRST)
            replace_first_password(each)
            set_code(each)
        tab.goto("/desk/")
        tab.get_by_role("link", name="工作人员账户").click()
        look(tab, pictures, "accounts")
        tab.get_by_role("link", name=officer).click()
        tab.get_by_role("button", name="重置第二重验证").click()
        look(tab, pictures, "reset-refused")
        tab.get_by_label("理由").first.fill("本人持工作证到场申请，手机遗失")
        tab.get_by_role("button", name="重置第二重验证").click()
        expect(tab.get_by_text("第二重验证已重置")).to_be_visible()
        look(tab, pictures, "reset-done")
        theirs.goto("/desk/")
        expect(theirs).to_have_url(re.compile("/signin"))
        sign_in(theirs, officer, OWN)
        expect(theirs.get_by_role("heading", name="设置手机验证码")).to_be_visible()


def has_a_key(tab: Page, *, verified: bool = True) -> None:
    """Give the browser a key that asks for a finger; without `verified` none is recognised."""
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable", {"enableUI": False})
    kind = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
