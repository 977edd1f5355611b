"""A county that answers on this machine, and somebody who visits it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from weakref import WeakSet
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page

AXE = Path(__file__).with_name("axe.min.js")


class Served(ThreadingMixIn, WSGIServer):
    """A server that answers several at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the standard library's name)
        """Say nothing."""


@contextmanager
def invented_county() -> Iterator[str]:
    """Serve the pages of the invented county; yields where."""
    demo = settings.MINZHENG.model_copy(update={"demo": True})
    with override_settings(MINZHENG=demo, ALLOWED_HOSTS=["127.0.0.1"]):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Served, handler_class=Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@dataclass
class Visitor:
    """Somebody with a browser; whatever it complains of is kept."""

    browser: Browser
    home: str
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def at(
        self, path: str, *, width: int = 390, script: bool = True, large: bool = False, before: str = ""
    ) -> Iterator[Page]:
        """Open a page.

        Args:
            path: of the page; width: of the window; script: whether the browser runs any.
            large: whether the large-type view was chosen before.
            before: a script that prepares the browser.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script
        )
        if large:
            context.add_cookies([{"name": "large-text", "value": "1", "url": self.home}])
        if before:
            context.add_init_script(before)
        tab = context.new_page()
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("console", lambda message: self._note(message.text))
        tab.on("request", lambda request: request.url.startswith(self.home) or self.complaints.append(request.url))
        _watch(tab)
        tab.goto(self.home + path)
        yield tab
        context.close()

    def _note(self, text: str) -> None:
        # An answer with mistakes is sent back with 422, the question what for with 403; Chromium remarks on that.
        if "422" not in text and "403" not in text:
            self.complaints.append(text)


_UNDER_WAY: WeakSet[Page] = WeakSet()
"""Pages that have asked for another and not come to it: a click returns before."""
_PATIENCE = 20_000


def _watch(tab: Page) -> None:
    tab.on("request", lambda request: _UNDER_WAY.add(tab) if request.is_navigation_request() else None)
    tab.on("framenavigated", lambda _frame: _UNDER_WAY.discard(tab))
    tab.on("requestfailed", lambda request: _UNDER_WAY.discard(tab) if request.is_navigation_request() else None)


def settled(tab: Page) -> Page:
    """The page it is on its way to, loaded."""
    for _ in range(_PATIENCE):
        if tab not in _UNDER_WAY:
            break
        tab.context.cookies()  # a round trip, in which the browser says what it has come to
    assert tab not in _UNDER_WAY, f"{tab.url} never came to the page it asked for"
    tab.wait_for_load_state()
    return tab


def violations(tab: Page) -> list[Any]:
    """What axe finds."""
    settled(tab)
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = tab.evaluate(
        "axe.run().then(result => result.violations.map(each => [each.id, each.nodes.map(node => node.html)]))"
    )
    return found


def overflow(tab: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(settled(tab).evaluate("document.documentElement.scrollWidth - window.innerWidth"))
