"""Thirty officers at work and families who ask how it goes on, over the county of `benchmarks.casework`.

`.venv/bin/python -m benchmarks.users [--small] [--seconds N]`: each officer reads a page for some seconds (6 on average) before asking
for the next; of ten pages four are the work list, four a case, two a search by name. Five families look at their own case in the same way.
Then the same while the first page for residents is asked for fifty times a second. 95 of 100, and ratios to a bare view with one keyed
query that is asked once a second in the same time.
"""

from __future__ import annotations

import argparse
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.casework import Asker, served, share
from benchmarks.casework_county import couple

OFFICERS, FAMILIES, READING, PUBLIC = 30, 5, 6.0, 50
AIMS = {"work list": 150, "case page": 200, "search": 200, "progress": 60}
"""Milliseconds: 95 of 100."""
Seconds = dict[str, list[float]]


class Crowd:
    """Everybody who asks at once, each in a thread of their own, until time is over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self.found: Seconds = defaultdict(list)
        self.failed: list[str] = []

    def joined_by(
        self, next_page: Callable[[Random], tuple[str, Callable[[], int]]], *, pause: float, seed: int
    ) -> None:
        """Let somebody ask for page after page, reading each for `pause` seconds on average."""

        def live() -> None:
            random = Random(seed)
            time.sleep(random.random() * pause)
            while time.perf_counter() < self._end:
                title, ask = next_page(random)
                start = time.perf_counter()
                try:
                    status = ask()
                except OSError as error:
                    self.failed.append(f"{title}: {error!r}")
                    return
                with self._lock:
                    self.found[title].append(time.perf_counter() - start)
                    if status != 200:
                        self.failed.append(f"{title}: {status}")
                time.sleep(random.expovariate(1 / pause))

        self._threads.append(threading.Thread(target=live))

    def work(self) -> Seconds:
        """Go until the end."""
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()
        if self.failed:
            raise SystemExit(f"{len(self.failed)} pages failed: {self.failed[:3]}")
        return self.found


def officer(asker: Asker, numbers: list[str]) -> Callable[[Random], tuple[str, Callable[[], int]]]:
    def next_page(random: Random) -> tuple[str, Callable[[], int]]:
        chance = random.random()
        if chance < 0.4:
            return "work list", lambda: asker.ask("GET", "/desk/")[0]
        if chance < 0.8:
            return "case page", lambda: asker.ask("GET", f"/desk/cases/{random.choice(numbers)}/")[0]
        return "search", lambda: asker.form("/desk/search", q=random.choice(("马建", "zhangw", "杨丽", "bgx")))[0]

    return next_page


def family(port: int, turn: int, number: str) -> Asker:
    """Somebody who was let in for their own case."""
    asker, last = Asker(port), couple(turn).answers["members"][0]["id_number"][-4:]
    asker.ask("GET", "/progress")
    _, page = asker.form("/progress", number=number, last_four=last)
    code = re.search(r'<strong class="number">(\d{6})', page.decode())
    assert code is not None, f"no code for {number}"
    status, _ = asker.form("/progress/code", number=number, last_four=last, code=code[1])
    assert status == 302, f"{number} was not let in: {status}"
    return asker


def measure(port: int, county: dict[str, Any], seconds: float) -> None:
    ready = county["ready"]
    names = ["head", "county1", *(f"clerk{village // 1000 % 1000:03d}" for village in county["villages"])]
    officers = [Asker(port, "head" if turn % 3 else names[turn % len(names)]) for turn in range(OFFICERS)]
    families = [(family(port, turn, ready[turn]), ready[turn]) for turn in range(FAMILIES)]
    print(f"{'':<28}{'pages':>8}{'50 %':>8}{'95 %':>8}{'÷ keyed':>9}  aim")
    for title, public in (("", 0), (f", and the first page {PUBLIC} times a second", PUBLIC)):
        crowd = Crowd(seconds)
        for seed, asker in enumerate(officers):
            seen = ready if seed % 3 else []
            crowd.joined_by(officer(asker, seen) if seen else only_lists(asker), pause=READING, seed=seed)
        for seed, (asker, number) in enumerate(families):
            crowd.joined_by(page_of("progress", asker, f"/progress/cases/{number}"), pause=READING, seed=100 + seed)
        crowd.joined_by(page_of("one keyed query", Asker(port), "/bare/530129001001"), pause=1, seed=200)
        for seed in range(public):
            crowd.joined_by(page_of("first page", Asker(port), "/"), pause=1, seed=300 + seed)
        found = crowd.work()
        print(f"{OFFICERS} officers, {FAMILIES} families{title}")
        for name in ("one keyed query", *AIMS, "first page"):
            if found.get(name):
                _line(name, found[name], found["one keyed query"])


def only_lists(asker: Asker) -> Callable[[Random], tuple[str, Callable[[], int]]]:
    return lambda _random: ("work list", lambda: asker.ask("GET", "/desk/")[0])


def page_of(title: str, asker: Asker, path: str) -> Callable[[Random], tuple[str, Callable[[], int]]]:
    return lambda _random: (title, lambda: asker.ask("GET", path)[0])


def _line(name: str, figures: list[float], keyed: list[float]) -> None:
    half, most = share(figures, 50), share(figures, 95)
    aim = AIMS.get(name)
    said = "" if aim is None else f"{aim}: {'met' if most <= aim else f'missed {most / aim:.1f} times'}"
    print(f"{name:<28}{len(figures):>8}{half:>8.1f}{most:>8.1f}{most / share(keyed, 95):>9.1f}  {said}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    scale = 50 if asked.small else 1
    with served(600_000 // scale, 500_000 // scale, 3_000_000 // scale, 24) as (port, _pid, county):
        measure(port, county, asked.seconds)
