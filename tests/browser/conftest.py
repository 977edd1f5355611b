"""Pages on disk and a browser to open them in; the database is left alone once the browser runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.bureau import Bureau
from tests.browser.pages import household_pages
from tests.browser.portal import Visitor

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="package")
def pages(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each family, by the family's number."""
    folder = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), transaction.atomic():
        written = household_pages(folder)
        transaction.set_rollback(True)
    return written


@pytest.fixture(scope="package")
def browser(pages: dict[str, Path]) -> Iterator[Browser]:
    """Chromium, started after the pages are written: its event loop and the database do not go together."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty tab that may open files and nothing else; any message of the page fails the test."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.route(lambda address: not address.startswith("file:"), lambda route: route.abort())
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def visitor(browser: Browser, bureau: Bureau) -> Iterator[Visitor]:
    """Somebody who visits the module's own `bureau`; any complaint of the browser fails the test."""
    someone = Visitor(browser, bureau.address)
    yield someone
    assert someone.complaints == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: the documentation's folder if asked for."""
    return Path(os.environ.get("MINZHENG_PICTURES", tmp_path))
