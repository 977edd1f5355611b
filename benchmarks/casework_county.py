"""A county with years of casework behind it, filled in bulk; and cases that are ready to be decided, made by the product's own steps.

Cases made in bulk are whole but for what is sealed (answers, records, grounds): lists, counts and searches read them, pages are opened on
the others. Run by `benchmarks.casework` in a process of its own; prints what it made as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.audit import FILL as EVENTS

COUNTY = 530129
RUNNING = {"SUBMITTED": "township_clerk", "INVESTIGATING": "township_clerk", "PUBLICITY": "township_clerk", "COUNTY_REVIEW": "county_officer", "TO_CONFIRM": "county_lead"}  # fmt: skip
DONE = ("GRANTED", "GRANTED", "GRANTED", "GRANTED", "GRANTED", "REFUSED", "WITHDRAWN")
RUNNING_SHARE, YEARS = 0.04, 8
CODE = "minimum_living_allowance.application"
STEPS = (
    ("open", "", "DRAFT", "village_assistant"), ("submit", "DRAFT", "SUBMITTED", "village_assistant"),
    ("accept", "SUBMITTED", "INVESTIGATING", "township_clerk"), ("propose", "INVESTIGATING", "PUBLICITY", "township_lead"),
    ("forward", "PUBLICITY", "COUNTY_REVIEW", "township_clerk"), ("review", "COUNTY_REVIEW", "TO_CONFIRM", "county_officer"),
)  # fmt: skip
COLUMNS = (
    "number", "chapter", "procedure", "version", "household_id", "person_id", "division_id", "channel", "restricted", "near_relative", "complaint_open",
    "state", "state_since", "waits_for", "movements", "closed", "handler", "opened_at", "step_due", "total_due", "due", "paused", "extended", "outcome",
    "submission_digest",
)  # fmt: skip
HEADS = """
    SELECT h.id, h.division_id, min(m.person_id) FROM registry_household h JOIN registry_membership m ON m.household_id = h.id
    GROUP BY h.id, h.division_id ORDER BY h.id
"""
MOVEMENTS = """
    INSERT INTO cases_movement (case_id, serial, step, source, target, actor_kind, person, role, name, at, data)
    SELECT c.id, s.serial, s.step, s.source, s.target, 1, 100 + c.id %% 50, s.role, '经办人', c.opened_at + s.serial * interval '2 days', '{}'
    FROM cases_case c CROSS JOIN unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[]) AS s(serial, step, source, target, role)
    WHERE c.submission_digest = 'bulk'
"""
COUNTERS = """
    INSERT INTO cases_casecounter (township, year, serial)
    SELECT split_part(number, '-', 1)::int, split_part(number, '-', 2)::int, max(split_part(number, '-', 3)::int) FROM cases_case GROUP BY 1, 2
    ON CONFLICT (township, year) DO UPDATE SET serial = greatest(cases_casecounter.serial, excluded.serial)
"""


def main(cases: int, events: int, ready: int) -> None:
    from minzheng.surfaces.cli.database import connect

    connect()
    from django.db import connection
    from psycopg.sql import SQL, Identifier

    from minzheng.demo.casework.staff import hire
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.access.types import SYSTEM
    from minzheng.engine.audit import actions as audit
    from minzheng.engine.registry.queries.divisions import villages_of

    now = datetime.now(tz=UTC)
    villages = villages_of(COUNTY)
    townships = sorted({village // 1000 * 1000 for village in villages})
    staff = hire(townships, county=COUNTY, since=now.date() - timedelta(days=365 * YEARS), at=now)
    seconds: dict[str, float] = {}
    with scoped(SYSTEM), connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(HEADS)
        homes = cursor.fetchall()
        # Row-level security takes no COPY: the rows come by a table of the session's own.
        columns = SQL(", ").join(map(Identifier, COLUMNS))
        cursor.execute(SQL("CREATE TEMP TABLE bulk AS SELECT {} FROM cases_case LIMIT 0").format(columns))
        with cursor.copy(SQL("COPY bulk ({}) FROM STDIN").format(columns)) as copy:
            for row in _rows(cases, homes, now):
                copy.write_row(row)
        cursor.execute(SQL("INSERT INTO cases_case ({0}) SELECT {0} FROM bulk").format(columns))
        serials = [serial for serial, _ in enumerate(STEPS, start=1)]
        cursor.execute(MOVEMENTS, [serials, *(list(column) for column in zip(*STEPS, strict=True))])
        cursor.execute(COUNTERS)
        seconds["cases"] = time.perf_counter() - start
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [events])
    seconds["events"] = time.perf_counter() - start
    start = time.perf_counter()
    sealed = audit.seal(at=datetime.now(tz=UTC))
    seconds["sealing"] = time.perf_counter() - start
    start = time.perf_counter()
    numbers = [_ready(staff, villages[turn % len(villages)], turn) for turn in range(ready)]
    seconds["ready"] = time.perf_counter() - start
    _analyse()
    client = _client(staff)
    print(
        json.dumps(
            {"ready": numbers, "seconds": seconds, "sealed": str(sealed), "client": client, "villages": villages[:16]}
        )
    )


def _rows(cases: int, homes: list[tuple[int, int, int]], now: datetime) -> Iterator[tuple[Any, ...]]:
    from minzheng.engine.cases.numbering import check_digit

    random, serials = Random(1), {}  # type: ignore[var-annotated]
    states = list(RUNNING)
    for turn in range(cases):
        household, division, person = homes[random.randrange(len(homes))]
        running = turn < cases * RUNNING_SHARE
        opened = now - timedelta(
            days=random.randrange(60) if running else random.randrange(60, 365 * YEARS), seconds=turn
        )
        township = division // 1000 % 1000
        key = (township, opened.year)
        serials[key] = serials.get(key, 0) + 1
        digits = f"{township:03d}{opened.year:04d}{serials[key]:05d}"
        number = f"{digits[:3]}-{digits[3:7]}-{digits[7:]}-{check_digit(digits)}"
        state = states[turn % len(states)] if running else DONE[turn % len(DONE)]
        due = opened + timedelta(days=62) if running else None
        outcome = {"GRANTED": "grant", "REFUSED": "refuse"}.get(state, "")
        yield (
            number, "social_assistance", CODE, 1, household, person, division, 1, False, False, False, state, opened, RUNNING.get(state, ""), 6,
            not running, None, opened, due, due, due, False, False, outcome, "bulk",
        )  # fmt: skip


def couple(serial: int) -> Any:
    """A poor couple with numbers of their own, whatever the serial."""
    from minzheng.demo.casework.families import family
    from minzheng.demo.county.numbers import spare_number

    found = family(Random(serial), 0, kind="edge")
    born = date(1955, 1, 1) + timedelta(days=serial % 9_000)
    for member, male in zip(found.answers["members"], (True, False), strict=True):
        member |= {"id_number": spare_number(born, male=male, place=90 + serial // 9_000), "incomes": []}
    return found


def _ready(staff: Any, village: int, turn: int) -> str:
    """An application as it lies before the county's lead; worked by the product's own steps."""
    from minzheng.demo.casework.records import Scene, written
    from minzheng.engine.access.scoping import scoped
    from minzheng.engine.cases import actions
    from minzheng.engine.cases.procedures import newest
    from minzheng.engine.cases.types import Channel, Given
    from minzheng.engine.notices import actions as notices

    township, start = village // 1000 % 1000, datetime.now(tz=UTC) - timedelta(days=20)
    people, procedure = couple(turn), newest("social_assistance", CODE)

    def by(name: str) -> Any:
        return staff.actor(name if name in {"county1", "verifier"} else f"{name}{township:03d}", on=date.today())  # noqa: DTZ011

    def act(name: str, step: str, day: int, **given: Any) -> None:
        with scoped(by(name)):
            actions.act(case=case.pk, step=step, by=by(name), at=start + timedelta(days=day), given=Given(**given))

    def record(name: str, kind: str, day: int) -> None:
        at = start + timedelta(days=day)
        content = written(
            procedure.records[kind],
            Scene(at.date(), people.adults, (by("clerk").name, by("village").name), village),
            {},
        )
        with scoped(by(name)):
            actions.add_record(case=case.pk, kind=kind, content=content, by=by(name), at=at)

    with scoped(by("village")):
        case = actions.open_case(
            procedure=procedure,
            division=village,
            channel=Channel.VILLAGE,
            answers=people.answers,
            by=by("village"),
            at=start,
        )
    act("village", "submit", 0)
    record("clerk", "authorisation", 1)
    act("clerk", "accept", 1)
    record("clerk", "home_visit", 2)
    record("verifier", "verification", 3)
    act("lead", "propose", 4, places=("村务公开栏",))
    notices.take_down_due(by=by("clerk"), at=start + timedelta(days=13))
    act("clerk", "forward", 13)
    act("county1", "review", 15, reason="材料齐全，情况属实")
    return str(case.number)


def _client(staff: Any) -> list[str]:
    from minzheng.engine.access.actions import create_client

    by = staff.actor("secadmin", on=date.today())  # noqa: DTZ011
    client, secret = create_client(
        name="测速",
        scopes=["cases.read", "cases.file"],
        service="social_assistance",
        division="530129",
        by=by,
        at=datetime.now(tz=UTC),
    )
    return [client.client_id, secret]


def _analyse() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
