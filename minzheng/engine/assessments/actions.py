"""Runs an assessment over the register and stores it, all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from minzheng.engine.assessments.computing import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    Results,
    compute,
    inputs_digest,
)  # fmt: skip
from minzheng.engine.assessments.models import Run
from minzheng.engine.assessments.types import AssessmentProblem, RunSummary
from minzheng.engine.assessments.versions import conditions_of, parameters_of
from minzheng.engine.awards.recipients import persons_in_receipt
from minzheng.engine.catalogue.localities import Locality
from minzheng.engine.database.crash_points import crash_point
from minzheng.engine.registry.binary_copy import write_columns
from minzheng.engine.registry.population import CountyArrays, load_population
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.division_codes import DivisionCode
from minzheng.kernel.facts import Level

Progress = Callable[[str], None]

_HALF_STORED = crash_point("assessments.store.half_way", "核算结果：家庭结果已写入，个人结果还没有写入")
_BEFORE_COMMIT = crash_point("assessments.store.before_commit", "核算结果：全部写入，还没有提交")

RECEIVING = {"receives_dibao": ("DIBAO", "DIBAO_SINGLE"), "receives_destitute_support": ("TEKUN",)}
"""Member facts that grants in force say, with the benefits that say them."""


def assess(
    *,
    as_of: date,
    known_at: datetime,
    locality: Locality,
    demo: bool,
    by: str,
    at: datetime,
    division: DivisionCode | None = None,
    on_step: Progress = lambda _step: None,
) -> RunSummary:
    """Assess every household and store the results.

    Args:
        as_of: the day the facts, parameters and rules hold on.
        known_at: the instant of knowledge (aware).
        locality: the county whose parameters govern.
        demo: whether invented parameters may decide.
        by: who runs it.
        at: when it is run (aware).
        division: a township or village only.
        on_step: told what is being done, in Chinese.

    Returns:
        The stored run; the earlier one if facts, rules and parameters are the same.

    Raises:
        AssessmentProblem: if there is nobody to assess.
    """
    on_step("读取家庭、成员和事实")
    arrays = arrays_on(as_of=as_of, known_at=known_at, division=division)
    if not arrays.size:
        raise AssessmentProblem(
            f"{as_of} 在{f'行政区划 {division.prefix} ' if division else '本县'}没有登记的家庭：请先导入台账或者核对日期、区划代码。"
        )
    on_step(f"核算 {arrays.size:,} 户、{len(arrays.ids[Level.MEMBER]):,} 人")
    results = compute(arrays, locality=locality, demo=demo)
    on_step("保存结果")
    run = _described(arrays, results, division=division, locality=locality, demo=demo)
    run.started_at, run.run_by = at, by
    return _stored(run, arrays, results)


def arrays_on(
    *, as_of: date, known_at: datetime, division: DivisionCode | None = None, households: list[int] | None = None
) -> CountyArrays:
    """The register on a day, with what grants in force say about its members."""
    arrays = load_population(as_of=as_of, known_at=known_at, division=division, households=households)
    numbers = {name: [BENEFIT_TYPE.number(key) for key in benefits] for name, benefits in RECEIVING.items()}
    found = persons_in_receipt(
        benefits=[number for each in numbers.values() for number in each], on=as_of, known_at=known_at,
        among=None if households is None else arrays.ids[Level.MEMBER].tolist(),
    )  # fmt: skip
    for name, benefits in numbers.items():
        arrays.mark_members(name, np.concatenate([found[benefit] for benefit in benefits]))
    return arrays


def _described(
    arrays: CountyArrays, results: Results, *, division: DivisionCode | None, locality: Locality, demo: bool
) -> Run:
    plan, parameters = results.grounds[0].plan, parameters_of(results.grounds)
    stood_on = json.dumps([sorted(ground.plan.digest for ground in results.grounds), parameters], sort_keys=True)
    return Run(
        as_of=arrays.as_of, known_at=arrays.known_at, division=division.prefix if division else "", locality=locality.code, demo=demo,
        households=arrays.size, people=len(arrays.ids[Level.MEMBER]),
        rules_digest=hashlib.sha256(stood_on.encode()).hexdigest(),
        inputs_digest=inputs_digest(arrays), results_digest=results.digest(), parameters=parameters,
        rules={name: {"digest": rule.digest, "place": rule.place} for name, rule in plan.rules.items()},
        conditions=conditions_of(plan),
    )  # fmt: skip


def _stored(run: Run, arrays: CountyArrays, results: Results) -> RunSummary:
    with transaction.atomic(), connection.cursor() as cursor:
        # Two assessments of the same facts at once: the second waits here and finds the first one's run.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assessments_run'))")
        earlier = Run.objects.filter(
            as_of=run.as_of, division=run.division, locality=run.locality, demo=run.demo, rules_digest=run.rules_digest,
            inputs_digest=run.inputs_digest,
        ).first()  # fmt: skip
        if earlier is not None:
            return summary(earlier, repeated=True)
        run.save(force_insert=True)
        cursor.execute("SELECT assessments_open_run(%s)", [run.pk])
        _write_households(cursor, run.pk, arrays, results)
        _HALF_STORED()
        _write_persons(cursor, run.pk, arrays, results)
        cursor.execute("SELECT assessments_close_run(%s)", [run.pk])
        _BEFORE_COMMIT()
    return summary(run)


def _write_households(cursor: Any, run: int, arrays: CountyArrays, results: Results) -> None:
    widths = {name: np.dtype(kind).itemsize for name, kind in HOUSEHOLD_COLUMNS.items()}
    columns: dict[str, Any] = {
        "run_id": (8, run),
        "household_id": (8, arrays.ids[Level.HOUSEHOLD]),
        "division": (8, arrays.divisions),
    }
    columns |= {name: (widths[name], column) for name, column in results.households.items()}
    write_columns(cursor, f"assessments_householdresult_{run}", columns, rows=arrays.size)


def _write_persons(cursor: Any, run: int, arrays: CountyArrays, results: Results) -> None:
    widths = {name: np.dtype(kind).itemsize for name, kind in PERSON_COLUMNS.items()}
    persons = arrays.ids[Level.MEMBER]
    households = np.repeat(arrays.ids[Level.HOUSEHOLD], np.diff(arrays.offsets[Level.MEMBER]))
    columns: dict[str, Any] = {"run_id": (8, run), "person_id": (8, persons), "household_id": (8, households)}
    columns |= {name: (widths[name], column) for name, column in results.persons.items()}
    write_columns(cursor, f"assessments_personresult_{run}", columns, rows=len(persons))


def summary(run: Run, *, repeated: bool = False) -> RunSummary:
    """A run in short."""
    return RunSummary(
        run.pk, run.as_of, run.known_at.isoformat(), run.division, run.households, run.people, run.rules_digest, run.inputs_digest,
        run.results_digest, repeated,
    )  # fmt: skip
