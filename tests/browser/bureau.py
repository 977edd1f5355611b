"""A county with a database behind it, as its staff meet it. All database work stays off the thread in which the browser runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from wsgiref.simple_server import make_server

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from minzheng.engine.access import actions
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import ALL_SERVICES, SYSTEM
from minzheng.surfaces.clock import now
from tests.browser.portal import Served, Silent
from tests.engine.access.conftest import SINCE, number

FIRST, OWN = "Given-by-admin-1", "Xundian-2026-autumn"
_T = TypeVar("_T")


class Bureau:
    """Where officers are entered while it is open."""

    def __init__(self, address: str, worker: ThreadPoolExecutor) -> None:
        self.address = address
        self._worker = worker
        self._officers = 0

    def join(self, username: str, role: Role = Role.COUNTY_OFFICER) -> None:
        """Give somebody an account with a first password."""
        self._officers += 1
        self.ask(lambda: _enter(username, role, 900 + self._officers))

    def ask(self, question: Callable[[], _T]) -> _T:
        """Run something that needs the database."""
        return self._worker.submit(question).result()


@contextmanager
def open_bureau(blocker: Any, *, demo: bool = False) -> Iterator[Bureau]:
    """Serve a county; passkeys hold for this machine. What was entered is forgotten at the end."""
    server = make_server("localhost", 0, WSGIHandler(), server_class=Served, handler_class=Silent)
    address = f"http://localhost:{server.server_port}"
    county = settings.MINZHENG.model_copy(
        update={"passkey_host": "localhost", "passkey_origins": [address], "demo": demo}
    )
    changed = override_settings(
        MINZHENG=county, ALLOWED_HOSTS=["localhost"], MFA_SUPPORTED_TYPES=["totp", "recovery_codes", "webauthn"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )  # fmt: skip
    with blocker.unblock(), changed, ThreadPoolExecutor(1) as worker:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Bureau(address, worker)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            worker.submit(_forget).result()


def _enter(username: str, role: Role, serial: int) -> None:
    at = now()
    administrator = role is Role.SECURITY_ADMINISTRATOR
    officer = actions.create_officer(
        name="张文斌", id_number=number(serial), unit="县民政局", post="科员", division=530129000000, on=at.date(), by=SYSTEM,
        at=at,
    )  # fmt: skip
    actions.create_account(officer=officer, username=username, password=FIRST, by=SYSTEM, at=at)
    actions.assign_role(
        officer=officer, role=role, service=ALL_SERVICES if administrator else "social_assistance",
        division="" if administrator else "530129", valid_from=SINCE, reason="任命", by=SYSTEM, at=at,
    )  # fmt: skip


def _forget() -> None:
    cache.clear()
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=False)
    connections.close_all()
