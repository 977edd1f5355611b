"""Every link and every form that each post meets, in Chromium: nothing breaks, nothing comes from outside, nothing personal is in an address."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser, Page

from minzheng.demo.casework.working import work_cases
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases.models import Case
from minzheng.surfaces.desk import asker
from minzheng.surfaces.portal.following import let_in
from tests.browser.bureau import Bureau, open_bureau
from tests.browser.portal import Visitor

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 1, 2, tzinfo=UTC)
POSTS = (
    "", "village001", "clerk001", "lead001", "county1", "head", "verifier", "mechanism", "hotline", "auditor", "sysadmin", "secadmin", "auditadmin",
)  # fmt: skip
"""Who looks around; "" for anybody who is not signed in."""
ALIKE = 2
"""How many pages, and forms, of one kind are tried."""
ANSWERS = {200, 302, 403, 404, 409, 422}
"""What an empty form may be answered: 404 where another form of the same page has done away with what it is about."""
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy")
LEAVES = ("/signout", "/progress/out", "/apply/out")
OF_OTHERS = "/accounts/"
"""Forms by which an administrator shuts out those who look around after them: their own tests send them."""
FORMS = """[...document.forms].map(form => ({
    action: form.getAttribute("action") || "", method: form.method,
    fields: [...form.elements].filter(each => each.name && each.type !== "file" && (each.type !== "radio" || each.checked)).map(each => [each.name, each.value]),
}))"""
LINKS = """[...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"))"""


@pytest.fixture(scope="module")
def bureau(browser: Browser, django_db_blocker: Any) -> Iterator[Bureau]:
    with open_bureau(django_db_blocker, demo=True) as opened, pytest.MonkeyPatch.context() as patch:
        for module in (asker, let_in):
            patch.setattr(module, "now", lambda: DAY.astimezone(asker.SHANGHAI))
        opened.ask(lambda: work_cases(county=530129, day=DAY.date(), cases=6, seed=1))
        yield opened


def _names() -> set[str]:
    """What must stand in no address: who the cases are about."""
    with scoped(SYSTEM):
        return {case.person.name for case in Case.objects.select_related("person") if case.person is not None}


@dataclass
class Crawl:
    """One round through everything that can be reached.

    Attributes:
        faults: what was wrong, each with its address.
        opened: pages that were looked at.
    """

    tab: Page
    home: str
    names: set[str]
    faults: list[str] = field(default_factory=list)
    opened: int = 0
    _seen: Counter[str] = field(default_factory=Counter)

    def walk(self, start: str) -> None:
        """Follow every link and send every form from a page on, two of each kind."""
        to_see, looked = deque([start]), set[str]()
        while to_see:
            address = to_see.popleft()
            if address not in looked and self._is_new("page", address):
                looked.add(address)
                to_see.extend(self._look(address))

    def _is_new(self, kind: str, address: str) -> bool:
        parts = urlsplit(address)
        asked = sorted(name for name, _ in parse_qsl(parts.query))
        shape = " ".join([kind, re.sub(r"\d+", "#", parts.path), *asked])
        self._seen[shape] += 1
        return self._seen[shape] <= ALIKE

    def _look(self, address: str) -> list[str]:
        answer = self.tab.request.get(address)
        self.opened += 1
        self._check(answer, address)
        if answer.status not in {200, 403}:
            self.faults.append(f"{answer.status} {address}")
        if "text/html" not in answer.headers.get("content-type", ""):
            return []
        self.tab.goto(address)
        sent = [self._send(address, form) for form in self.tab.evaluate(FORMS)]
        linked = [urljoin(address, link).split("#")[0] for link in self.tab.evaluate(LINKS)]
        return [link for link in [*linked, *filter(None, sent)] if link.startswith(self.home)]

    def _send(self, page: str, form: dict[str, Any]) -> str | None:
        """Send a form as it stands; one that only asks is a link."""
        action = urljoin(page, form["action"])
        if form["method"] == "get":
            return f"{action.split('?')[0]}?{urlencode([tuple(each) for each in form['fields']])}"
        if action.endswith(LEAVES) or "/signin" in action or OF_OTHERS in action or not self._is_new("form", action):
            return None
        answer = self.tab.request.post(action, form=dict(form["fields"]), max_redirects=0, headers={"Referer": page})
        self._check(answer, action)
        if answer.status not in ANSWERS:
            self.faults.append(f"{answer.status} to the form {action} of {page}")
        return None

    def _check(self, answer: APIResponse, address: str) -> None:
        missing = [name for name in HEADERS if name not in answer.headers]
        shown = [name for name in self.names if name in unquote(answer.url)]
        if missing or shown:
            self.faults.append(f"{address}: missing {missing}, shows {shown}")


@pytest.mark.parametrize("post", POSTS)
def test_nothing_breaks_wherever_one_goes(post: str, visitor: Visitor, bureau: Bureau) -> None:
    with visitor.at("/signin/demo" if post else "/", width=1440) as tab:
        if post:
            tab.locator(f"button[name=username][value={post}]").click()
            tab.wait_for_load_state()
        crawl = Crawl(tab, bureau.address, bureau.ask(_names))
        crawl.walk(tab.url)
    assert crawl.faults == []
    assert crawl.opened > 8
