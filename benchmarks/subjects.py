"""The cascade as the benchmarks run it: rules, the demo county's parameters, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.populations import AS_OF
from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.rules.evaluation import Evaluation, evaluate_all
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.ruleset import Plan

DEMO_COUNTY = "530199"
MATTERS = ("dibao", "edge", "rigid")
MONEY = ("dibao_base", "dibao_uplift", "dibao_total", "monthly_total")
PERSONAL = ("single_person_total", "destitute_total")


@dataclass(frozen=True)
class Cascade:
    """Rules and parameters of one county on one day."""

    chapter: Chapter
    settings: Mapping[str, Setting]

    @classmethod
    def of_demo_county(cls, **raised_by: int) -> Cascade:
        """Parameters as the demo county sets them, some amounts by area raised by so many fen."""
        chapter = load_chapter("social_assistance")
        settings = chapter.parameters.at(place=DEMO_COUNTY, on=AS_OF, demo=True)
        for name, fen in raised_by.items():
            row = settings[name].row
            assert row is not None
            values: Any = row.value
            raised = {area: value + fen for area, value in values.items()}
            settings[name] = replace(settings[name], row=replace(row, value=raised))
        return cls(chapter, settings)

    @cached_property
    def plan(self) -> Plan:
        return self.chapter.rules.on(AS_OF, self.settings)

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        conditions = dict.fromkeys(rule.name for matter in MATTERS for rule in self.plan.conditions[matter])
        return ("assistance_result", "household_income", *MONEY, *PERSONAL, *conditions)

    def run(self, population: Population, plan: Plan | None = None) -> tuple[Evaluation, dict[str, NDArray[Any]]]:
        """Everything for every household: columns, and the conditions that failed as bits."""
        done = evaluate_all(plan or self.plan, population, self.settings, self.outputs, totals=PERSONAL)
        return done, {f"{matter}_reasons": done.failed(matter) for matter in MATTERS}


def plain(done: Evaluation, arrays: Mapping[str, NDArray[Any]], unit: int) -> dict[str, NDArray[Any]]:
    """Results as whole numbers: fen, code numbers, bits; household_income in 1/unit fen."""
    results = dict(arrays) | {name: np.asarray(done[name].top.values) for name in (*MONEY, *PERSONAL)}
    assert all(done[name].bottom == 1 for name in (*MONEY, *PERSONAL))
    income = done["household_income"]
    assert unit % income.bottom == 0
    results["household_income"] = income.top.values * (unit // income.bottom)
    return results | {"assistance_result": np.asarray(done["assistance_result"].values)}
