"""500 letters of refusal: issued, opened, printed as PDF together and one by one. `.venv/bin/python -m benchmarks.letters [LETTERS]`.

An embedded server of its own, durable as in production. Each letter has another addressee and other figures, so that no page is
printed twice.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from benchmarks.county import server
from benchmarks.measuring import peak_mib

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
SURNAMES, GIVEN = "马保李杨张毕沙纳", "建国秀英小芳文忠丽燕"


def main(letters: int) -> None:
    with server() as environment:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.letters", "--measure", str(letters)], env=environment, check=True
        )


def measure(letters: int) -> None:
    from minzheng.surfaces.cli.database import connect

    connect()
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.audit.types import ActorKind, Subject, Who
    from minzheng.engine.catalogue.letters import letters_of
    from minzheng.engine.notices import actions, queries
    from minzheng.engine.notices.rendering.pdf import as_one_pdf, as_pdf
    from minzheng.engine.notices.types import Addressee

    by = Who(kind=ActorKind.OFFICER, account=7, person=3, name="李明", role="county_lead")
    template = letters_of("social_assistance", "minimum_living_allowance")["refusal"]

    def issue() -> list[Any]:
        return [
            actions.issue_letter(
                template=template, data=said(serial), addressee=Addressee(name(serial)), subject=Subject("case", serial + 1),
                division=530129103201, by=by, at=AT,
            )
            for serial in range(letters)
        ]  # fmt: skip

    with scoped(SYSTEM):
        print(f"{letters:,} letters; {os.cpu_count()} processors, Python {platform.python_version()}, typst {version('typst')};", end=" ")  # fmt: skip
        print(f"load {os.getloadavg()[0]:.1f}")
        issued = timed("issued, each with its number", issue)
        documents = timed("opened and put together", lambda: [queries.document_of(letter) for letter in issued])
        first = timed("the first printed, with the fonts read", lambda: as_pdf(documents[0]))
        run = timed("all printed in one file", lambda: as_one_pdf(documents))
        printed = timed("each printed as a file of its own", lambda: [as_pdf(document) for document in documents])
    assert len({bytes(each) for each in printed}) == letters
    assert first == printed[0]
    print(
        f"{sum(map(len, printed)) / letters / 1024:.0f} KiB a letter, {len(run) / 2**20:.1f} MiB the run, highest memory {peak_mib():,.0f} MiB"
    )


def timed(title: str, work: Callable[[], Any]) -> Any:
    start, busy = time.perf_counter(), time.process_time()
    result = work()
    print(f"{title:<48}{time.perf_counter() - start:>9.2f} s, {time.process_time() - busy:>6.2f} s of a processor")
    return result


def name(serial: int) -> str:
    return SURNAMES[serial % 8] + GIVEN[serial // 8 % 10] + GIVEN[serial // 80 % 10]


def said(serial: int) -> dict[str, Any]:
    income = f"{2_000 + serial}.00元/月"
    return {
        "matter": "最低生活保障申请",
        "case_number": f"001-2026-{serial:05d}",
        "applied_on": date(2026, 8, 1),
        "reasons": [{"reason": "家庭月人均收入不低于当地最低生活保障标准"}],
        "reason": "经入户调查和信息核对，情况属实。",
        "figures": [
            {"label": "核算人口", "value": f"{serial % 6 + 1}人"},
            {"label": "当地最低生活保障标准", "value": "约 608.33元/人·月"},
            {"label": "家庭月收入", "value": income},
        ],
        "failed": [
            {
                "condition": "家庭人均收入低于当地最低生活保障标准",
                "figures": f"家庭月收入{income}",
                "law": "《中华人民共和国社会救助法》第十八条",
            }
        ],
    }


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("letters", nargs="?", type=int, default=500)
    arguments.add_argument("--measure", type=int)
    given = arguments.parse_args()
    measure(given.measure) if given.measure else main(given.letters)
