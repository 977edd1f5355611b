"""Casework at the size of a county: pages and interface over HTTP. `.venv/bin/python -m benchmarks.casework [--small] [--minutes N]`.

600,000 people, 220,000 households, 500,000 cases with three million movements and three million audit events in an embedded server
of its own, durable as in production; two web processes as `minzheng serve` starts them, on the same machine as whoever asks. Every figure of one run,
as milliseconds and as ratios to `/healthz` and to a bare view that asks one keyed query. Asked on kept connections: one after the other
by one, and by sixteen at once without a pause.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.county import minzheng, server

AT_ONCE = 16
TARGETS = {"work queue": 60, "case page": 80, "case (interface)": 80, "decision": 120}
"""Milliseconds: 95 of 100 at sixteen connections."""


class Asker:
    """A kept connection, signed in as somebody or with a program's token."""

    def __init__(self, port: int, who: str = "", token: str = "") -> None:
        self._port, self._jar, self._token = port, dict[str, str](), token
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        if who:
            self.ask("GET", "/signin/demo")
            status, _ = self.form("/signin/demo", username=who)
            assert status == 302, f"{who} was not let in: {status}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Ask once; status and body."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._jar.items()), **headers}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        try:
            self._connection.request(method, path, body or None, sent)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, ConnectionError):  # a connection that was idle for long is closed by the server
            self._connection.close()
            self._connection.request(method, path, body or None, sent)
            answer = self._connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._jar[key] = rest.partition(";")[0]
        return answer.status, answer.read()

    def form(self, path: str, **fields: str) -> tuple[int, bytes]:
        """Send a form."""
        sent = urlencode({**fields, "csrfmiddlewaretoken": self._jar.get("csrftoken", "")}).encode()
        return self.ask("POST", path, sent, **{"Content-Type": "application/x-www-form-urlencoded"})

    def json(self, path: str, content: Any, **headers: str) -> tuple[int, Any]:
        """Call the interface."""
        status, body = self.ask(
            "POST", path, json.dumps(content).encode(), **{"Content-Type": "application/json", **headers}
        )
        return status, json.loads(body)


Work = Callable[[int, int], None]
"""Called with the connection and the turn."""


def timed(turns: int, at_once: int, work: Work) -> list[float]:
    """Seconds of every call; connections take turns from one heap until it is empty."""
    found: list[float] = []
    left, lock, failed = iter(range(turns)), threading.Lock(), list[Exception]()

    def run(connection: int) -> None:
        try:
            while True:
                with lock:
                    turn = next(left, None)
                if turn is None:
                    return
                start = time.perf_counter()
                work(connection, turn)
                found.append(time.perf_counter() - start)
        except Exception as error:  # noqa: BLE001 (raised again below, in the thread that measures)
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return found


def getting(askers: Sequence[Asker], paths: Sequence[str]) -> Work:
    def work(connection: int, turn: int) -> None:
        path = paths[connection % len(paths)] if len(paths) == len(askers) else paths[turn % len(paths)]
        status, body = askers[connection].ask("GET", path)
        assert status == 200, f"{path}: {status} {body[:200]!r}"

    return work


def share(figures: Sequence[float], percent: int) -> float:
    return statistics.quantiles(figures, n=100)[percent - 1] * 1000


def rss_mib(pid: int) -> float:
    """Resident memory of a process and those it started."""
    total = 0.0
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                status = (each / "status").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            parent = int(re.search(r"PPid:\s+(\d+)", status)[1])  # type: ignore[index]
            if pid in {int(each.name), parent}:
                resident = re.search(r"VmRSS:\s+(\d+)", status)
                total += int(resident[1]) / 1024 if resident else 0.0
    return total


def main(people: int, cases: int, events: int, ready: int, minutes: float, turns: int) -> None:
    with served(people, cases, events, ready) as (port, pid, county):
        measure(port, pid, county, minutes=minutes, turns=turns)


@contextmanager
def served(people: int, cases: int, events: int, ready: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Fill a county and serve it: port, process, and what was filled."""
    with server() as environment:
        seeded = minzheng("seed", "--people", str(people), "--seed", "1", environment=environment)
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.casework_county", str(cases), str(events), str(ready)], env=environment, check=True,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        county = json.loads(filled.stdout.splitlines()[-1])
        made = county["seconds"]
        print(
            f"{people:,} people, {cases:,} cases, {events:,} events; load {os.getloadavg()[0]:.1f}; seeded in {seeded:.0f} s, cases and movements in {made['cases']:.0f} s,"
        )
        print(
            f"events in {made['events']:.0f} s, sealed in {made['sealing']:.0f} s ({events / made['sealing']:,.0f} a second), {ready} cases worked to the county's desk in {made['ready']:.0f} s\n"
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment["MINZHENG_SECRET_KEY"] = uuid4().hex
        web = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.casework_server", str(port), str(os.cpu_count())], env=environment
        )
        try:
            _until_up(port)
            yield port, web.pid, county
        finally:
            web.terminate()
            web.wait()


def measure(port: int, pid: int, county: dict[str, Any], *, minutes: float, turns: int) -> None:
    ready = county["ready"]
    clerks = [
        Asker(port, f"clerk{village // 1000 % 1000:03d}")
        for village in dict.fromkeys(v // 1000 * 1000 for v in county["villages"])
    ]
    leads = [Asker(port, "head") for _ in range(AT_ONCE)]
    officers = [Asker(port, "county1") for _ in range(AT_ONCE - len(clerks[:8]))] + clerks[:8]
    status, given = _token(port, *county["client"])
    assert status == 200, given
    programs = [Asker(port, token=given["access_token"]) for _ in range(AT_ONCE)]
    anyone = [Asker(port) for _ in range(AT_ONCE)]
    kept = ready[: len(ready) // 4]
    rows: list[tuple[str, Work]] = [
        ("/healthz", getting(anyone, ["/healthz"])),
        ("one keyed query", getting(anyone, ["/bare/530129001001"])),
        ("work queue", getting(officers, ["/desk/"])),
        ("work queue, my post", getting(officers, ["/desk/?show=role"])),
        ("case page", getting(leads, [f"/desk/cases/{number}/" for number in kept])),
        ("list (interface)", getting(programs, ["/api/v1/cases?limit=50"])),
        ("case (interface)", getting(programs, [f"/api/v1/cases/{number}" for number in kept])),
    ]
    print(
        f"{'milliseconds':<24}{'alone 50 %':>12}{'95 %':>8}{'÷ keyed':>9}{'16: 50 %':>12}{'95 %':>8}{'÷ healthz':>11}{'÷ keyed':>9}{'a second':>10}  aim"
    )
    floor: dict[str, tuple[float, float]] = {}
    before = rss_mib(pid)
    for title, work in rows:
        timed(20, AT_ONCE, work)
        alone = timed(max(40, turns // 8), 1, work)
        start = time.perf_counter()
        at_once = timed(turns, AT_ONCE, work)
        _line(title, alone, at_once, time.perf_counter() - start, floor)
    keys = ready[len(kept) :]
    start = time.perf_counter()
    decided = timed(len(keys), AT_ONCE, lambda connection, turn: _decide(leads[connection], keys[turn]))
    _line("decision", [], decided, time.perf_counter() - start, floor)
    print(f"\nweb processes: {before:,.0f} MiB before, {rss_mib(pid):,.0f} MiB after")
    if minutes:
        _submissions(programs, county["villages"], minutes, pid)


def _line(
    title: str, alone: Sequence[float], at_once: Sequence[float], seconds: float, floor: dict[str, tuple[float, float]]
) -> None:
    lone = (share(alone, 50), share(alone, 95)) if alone else (0.0, 0.0)
    many = share(at_once, 50), share(at_once, 95)
    floor[title] = lone[0], many[1]
    aim = TARGETS.get(title)
    said = "" if aim is None else f"{aim}: {'met' if many[1] <= aim else f'missed {many[1] / aim:.1f} times'}"
    keyed, health = floor.get("one keyed query", lone), floor["/healthz"]
    print(
        f"{title:<24}{lone[0]:>12.1f}{lone[1]:>8.1f}{lone[0] / keyed[0] if alone and keyed[0] else 0:>9.1f}{many[0]:>12.1f}{many[1]:>8.1f}"
        f"{many[1] / health[1]:>11.1f}{many[1] / (keyed[1] or 1):>9.1f}{len(at_once) / seconds:>10.0f}  {said}", flush=True
    )  # fmt: skip


def _decide(lead: Asker, number: str) -> None:
    """Press the button: only the sending is measured by who calls, the page it stands on is not read."""
    status, body = lead.form(f"/desk/cases/{number}/steps/confirm", key=str(uuid4()), expected="6", places="村务公开栏")
    assert status == 302, f"{number}: {status} {re.sub('<[^>]+>', '', body.decode())[:600]}"


def _submissions(programs: Sequence[Asker], villages: Sequence[int], minutes: float, pid: int) -> None:
    """Applications opened and handed in through the interface, at the pace that was asked for; then counted."""
    wanted, start, before = int(1000 * minutes), time.perf_counter(), rss_mib(pid)
    sent: list[str] = []

    def submit(connection: int, turn: int) -> None:
        time.sleep(max(0.0, start + turn * 60 / 1000 - time.perf_counter()))
        form = _family(turn)
        opened, case = programs[connection].json(
            "/api/v1/cases", {"procedure": "minimum_living_allowance.application", "division": str(villages[turn % len(villages)]), "channel": "VILLAGE", "answers": form},
            **{"Idempotency-Key": str(uuid4())},
        )  # fmt: skip
        assert opened == 201, case
        moved, body = programs[connection].json(
            f"/api/v1/cases/{case['number']}/steps/submit", {}, **{"Idempotency-Key": str(uuid4())}
        )
        assert moved == 200, body
        sent.append(case["number"])

    found = timed(wanted, AT_ONCE, submit)
    seconds = time.perf_counter() - start
    lost = sum(
        programs[0].ask("GET", f"/api/v1/cases/{number}")[0] != 200 for number in sent[:: max(1, len(sent) // 200)]
    )
    print(
        f"\n{len(found):,} applications opened and handed in within {seconds:.0f} s: {len(found) / seconds * 60:,.0f} a minute; asked for again {min(len(sent), 200)} of them: {lost} lost;"
    )
    print(f"web processes: {before:,.0f} MiB before, {rss_mib(pid):,.0f} MiB after")


def _family(turn: int) -> dict[str, Any]:
    from benchmarks.casework_county import couple

    return couple(5_000 + turn).answers


def _token(port: int, client: str, secret: str) -> tuple[int, Any]:
    sent = urlencode({"grant_type": "client_credentials", "client_id": client, "client_secret": secret}).encode()
    status, body = Asker(port).ask(
        "POST", "/api/v1/token", sent, **{"Content-Type": "application/x-www-form-urlencoded"}
    )
    return status, json.loads(body)


def _until_up(port: int) -> None:
    for _ in range(600):
        try:
            if Asker(port).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=600_000)
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--events", type=int, default=3_000_000)
    parser.add_argument("--ready", type=int, default=240)
    parser.add_argument("--turns", type=int, default=800)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    scale = 50 if asked.small else 1
    main(
        asked.people // scale,
        asked.cases // scale,
        asked.events // scale,
        asked.ready // (10 if asked.small else 1),
        asked.minutes,
        asked.turns,
    )
