"""Questions about runs: the table by township, differences to grants in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from minzheng.engine.assessments.actions import summary
from minzheng.engine.assessments.models import Run
from minzheng.engine.assessments.types import MATTERS, NOTICE_WORDS, Change, Difference, Notice, RunSummary, TownshipRow
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON

HOUSEHOLD_RESULTS = ("TEKUN", "DIBAO", "EDGE", "RIGID", "NONE")

_TOWNSHIPS = """
    SELECT t.code, t.name, r.result, count(*), sum(r.members), sum((r.notice <> 0)::int),
           sum(r.dibao_base + r.dibao_uplift), sum(r.single_amount), sum(r.destitute_amount)
    FROM assessments_householdresult r JOIN registry_division t ON t.code = r.division / 1000 * 1000
    WHERE r.run_id = %s GROUP BY t.code, t.name, r.result ORDER BY t.code
"""
_PERSONS = """
    SELECT h.division / 1000 * 1000, p.benefit, count(*)
    FROM assessments_personresult p JOIN assessments_householdresult h ON h.run_id = p.run_id AND h.household_id = p.household_id
    WHERE p.run_id = %s AND p.benefit <> 0 GROUP BY 1, 2
"""


def latest_run(*, demo: bool, locality: str) -> RunSummary | None:
    """The most recent run of the whole county."""
    run = Run.objects.filter(demo=demo, locality=locality, division="").order_by("-pk").first()
    return summary(run) if run else None


def by_township(run: int) -> list[TownshipRow]:
    """Households, people, results and money by township."""
    with connection.cursor() as cursor:
        cursor.execute(_TOWNSHIPS, [run])
        found = cursor.fetchall()
        cursor.execute(_PERSONS, [run])
        persons = {(township, benefit): count for township, benefit, count in cursor.fetchall()}
    grouped: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for code, name, *rest in found:
        grouped[code, name].append(rest)
    return [_township(code, name, rows, persons) for (code, name), rows in grouped.items()]


def _township(code: int, name: str, rows: list[Any], persons: dict[tuple[int, int], int]) -> TownshipRow:
    return TownshipRow(
        code=code, name=name, households=sum(row[1] for row in rows), people=sum(row[2] for row in rows),
        by_result={BENEFIT_TYPE.key(row[0]): row[1] for row in rows},
        destitute_persons=persons.get((code, BENEFIT_TYPE.number("TEKUN")), 0),
        single_persons=persons.get((code, BENEFIT_TYPE.number("DIBAO_SINGLE")), 0), to_check=sum(row[3] for row in rows),
        dibao_amount=int(sum(row[4] for row in rows)), single_amount=int(sum(row[5] for row in rows)),
        destitute_amount=int(sum(row[6] for row in rows)),
    )  # fmt: skip


def total_of(rows: Iterable[TownshipRow]) -> TownshipRow:
    """The townships added up."""
    every = list(rows)
    by_result: dict[str, int] = defaultdict(int)
    for row in every:
        for result, count in row.by_result.items():
            by_result[result] += count
    sums = {name: sum(getattr(row, name) for row in every) for name in (
        "households", "people", "destitute_persons", "single_persons", "to_check", "dibao_amount", "destitute_amount", "single_amount",
    )}  # fmt: skip
    return TownshipRow(code=0, name="合计", by_result=dict(by_result), **sums)


# One line per household and per person that has a grant in force or ought to have one. Household grants are 低保; a person's own
# grants are 单人户 and 特困.
_DIFFERENCES = """
    WITH run AS (SELECT * FROM assessments_run WHERE id = %(run)s),
    granted AS (
        SELECT g.household_id, coalesce(g.person_id, 0) AS person_id, g.benefit, sum(g.monthly_amount) AS amount
        FROM awards_grant g, run
        WHERE g.recorded_at <= run.known_at AND g.superseded_at > run.known_at AND g.from_month <= run.as_of
          AND (g.until_month IS NULL OR g.until_month > run.as_of) AND g.benefit IN (%(dibao)s, %(single)s, %(tekun)s)
        GROUP BY 1, 2, 3
    ),
    assessed AS (
        SELECT household_id, 0::bigint AS person_id, %(dibao)s AS benefit, dibao_base + dibao_uplift AS amount
        FROM assessments_householdresult WHERE run_id = %(run)s AND result = %(dibao)s
        UNION ALL
        SELECT household_id, person_id, benefit, amount FROM assessments_personresult WHERE run_id = %(run)s AND benefit <> 0
    )
    SELECT h.number, d.name, r.household_id, coalesce(g.person_id, a.person_id), coalesce(g.benefit, a.benefit), coalesce(g.amount, 0),
           coalesce(a.amount, 0), r.result, r.notice, r.failed_dibao, r.failed_edge, r.failed_rigid
    FROM granted g FULL JOIN assessed a USING (household_id, person_id, benefit)
    JOIN assessments_householdresult r ON r.run_id = %(run)s AND r.household_id = coalesce(g.household_id, a.household_id)
    JOIN registry_household h ON h.id = r.household_id JOIN registry_division d ON d.code = h.division_id
    WHERE coalesce(g.amount, 0) <> coalesce(a.amount, 0) OR (g.amount IS NOT NULL AND (r.notice & %(unknown)s) <> 0)
    ORDER BY r.division, r.household_id, 4, 5
"""


def changes(run: int) -> Iterator[Change]:
    """Every suspect: grants that differ from the results, for a person to look at."""
    conditions = Run.objects.get(pk=run).conditions
    values = {
        "run": run,
        "unknown": int(Notice.UNKNOWN),
        **{key.lower(): BENEFIT_TYPE.number(key) for key in ("DIBAO", "TEKUN")},
    }
    values["single"] = BENEFIT_TYPE.number("DIBAO_SINGLE")
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, values)
        for row in cursor.fetchall():
            yield _change(row, conditions)


def _change(row: tuple[Any, ...], conditions: dict[str, list[dict[str, str]]]) -> Change:
    number, division, household, person, benefit, granted, assessed, result, notice, *failed = row
    reasons = _reasons(conditions, failed) if granted and not assessed else ()
    return Change(
        kind=_kind(int(granted), int(assessed), notice), household=household, household_number=number, division=division, person=person or None,
        benefit=BENEFIT_TYPE.label(benefit), granted=int(granted), assessed=int(assessed), result=BENEFIT_TYPE.label(result), reasons=reasons,
    )  # fmt: skip


def _kind(granted: int, assessed: int, notice: int) -> Difference:
    if granted and notice & Notice.UNKNOWN:
        return Difference.CHECK
    if not granted:
        return Difference.MISSING
    return Difference.AMOUNT if assessed else Difference.UNDUE


def _reasons(conditions: dict[str, list[dict[str, str]]], failed: list[int]) -> tuple[str, ...]:
    """The failed conditions of the matter the grant belongs to, as a refusal would word them."""
    found = [
        condition["reason"] for position, condition in enumerate(conditions[MATTERS[0]]) if failed[0] >> position & 1
    ]
    return tuple(DECISION_REASON.label(reason) for reason in dict.fromkeys(found))


_REGISTER = """
    SELECT t.name || d.name, h.number, r.size, r.result, r.monthly_income, r.income_per_head, r.dibao_base, r.dibao_uplift, r.single_amount,
           r.destitute_amount, r.notice
    FROM assessments_householdresult r JOIN registry_household h ON h.id = r.household_id
    JOIN registry_division d ON d.code = r.division JOIN registry_division t ON t.code = r.division / 1000 * 1000
    WHERE r.run_id = %s AND (r.result <> 0 OR r.notice <> 0 OR r.destitute_amount > 0) ORDER BY r.division, h.number
"""


def register_of(run: int) -> Iterator[list[Any]]:
    """One row per household that gets something or must be looked at: place, number, size, result, figures in yuan, notice."""
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, [run])
        for place, number, size, result, *amounts, notice in cursor.fetchall():
            words = "；".join(text for flag, text in NOTICE_WORDS.items() if notice & flag)
            yield [place, number, size, BENEFIT_TYPE.label(result), *(amount / 100 for amount in amounts), words]
