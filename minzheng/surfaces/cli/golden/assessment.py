"""Golden cases computed by rules: assessment of a household, rigid-expenditure families, destitute persons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.kernel.codes import BENEFIT_TYPE, COUNTING_GROUND
from minzheng.kernel.facts import Level
from minzheng.kernel.money import format_yuan, round_half_up
from minzheng.kernel.periods import add_months
from minzheng.surfaces.cli.golden import households, spellings
from minzheng.surfaces.cli.golden.evaluating import (
    CHAPTER,
    Case,
    code,
    day_of,
    flag,
    number,
    put_before_the_rules,
    yuan,
)
from minzheng.surfaces.cli.golden.parameter_sets import settings_of

OUTPUTS = [
    "household_size",
    "household_income",
    "monthly_income",
    "income_per_head",
    "support_month",
    "household_imputed_income",
    "assistance_result",
    "dibao_base",
    "dibao_uplift",
    "dibao_total",
    "counting_ground",
    "own_single_basis",
    "single_person_base",
    "single_person_uplift",
    "single_person_total",
    "qualifies_for_dibao_single",
    "income_without_imputation",
    "refused_only_by_imputation",
]
DECIDED_ABOVE = frozenset({"PROVINCIAL_OTHER"})
"""Reasons for which a province, not these rules, leaves a member out."""


def _evaluated(case: Case, sets: Mapping[str, Any], outputs: list[str], given: Any = None, **parts: Any) -> Evaluation:
    settings = settings_of(sets, case["params"], load_chapter(CHAPTER).parameters.parameters)
    household = {"area": case["area"].upper(), **parts.pop("household", {})}
    return put_before_the_rules(settings, day_of(case["as_of"]), outputs, given, household=household, **parts)


def _members(case: Case) -> list[tuple[Any, Any, Any]]:
    waivers = {waiver["member"]: spellings.first(waiver, "code", "waiver") for waiver in case.get("waivers") or []}

    def of(kind: str, key: str, row: Any) -> list[Any]:
        return [row(item) for item in case.get(kind) or [] if item["member"] == key]

    return [
        (
            households.member_row(member, day_of(case["as_of"]), waivers.get(member["key"])),
            of("income", member["key"], households.income_row),
            of("expenses", member["key"], households.expense_row),
        )
        for member in case["members"]
    ]


def _obligors(case: Case) -> list[Any]:
    return [households.obligor_row(obligor, day_of(case["as_of"])) for obligor in case.get("obligors") or []]


def assessment(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """The cascade for one household."""
    done = _evaluated(
        case,
        sets,
        OUTPUTS,
        household={"single_basis": case.get("single_basis", "NONE")},
        members=_members(case),
        assets=[households.asset_row(asset) for asset in case.get("assets") or []],
        obligors=_obligors(case),
    )
    money = {
        "income_window": "household_income",
        "income_month": "monthly_income",
        "per_capita_display": "income_per_head",
        "alimony_month": "support_month",
        "imputed_window": "household_imputed_income",
        "income_window_without_imputation": "income_without_imputation",
        "benefit_base": "dibao_base",
        "uplift": "dibao_uplift",
        "benefit_total": "dibao_total",
    }
    reasons = [reason.code for matter in ("dibao", "edge") for reason in done.reasons(matter, 0)]
    result = _result(done)
    return {
        **{key: yuan(done[name].fraction(0)) for key, name in money.items()},
        "members_counted": int(done["household_size"].fraction(0)),
        "result": result,
        "reasons": [] if result == "DIBAO" else list(dict.fromkeys(reasons)),
        "single_person": _single_persons(case, done),
        **_counting(case, done),
    }


def _result(done: Evaluation) -> str:
    """The household's category; open where a fact that the case leaves out would decide."""
    column = done["assistance_result"]
    if column.unknown is not None and np.any(column.unknown):
        return "NEEDS_REVIEW"
    return str(BENEFIT_TYPE.key(int(np.atleast_1d(column.values)[0])))


def _single_persons(case: Case, done: Evaluation) -> list[dict[str, str]]:
    chosen = np.broadcast_to(done["qualifies_for_dibao_single"].mask, len(case["members"]))
    amounts = {
        "benefit_base": "single_person_base",
        "uplift": "single_person_uplift",
        "benefit_total": "single_person_total",
    }
    return [
        {
            "member": member["key"],
            "basis": code(done, "own_single_basis", row),
            **{key: yuan(done[name].fraction(row)) for key, name in amounts.items()},
        }
        for row, member in enumerate(case["members"])
        if chosen[row]
    ]


def _counting(case: Case, done: Evaluation) -> dict[str, str]:
    """For members the case says do not count, the reason the rules give."""
    grounds = np.broadcast_to(done["counting_ground"].values, len(case["members"]))
    return {
        f"members.{member['key']}.not_counted_reason": COUNTING_GROUND.key(int(grounds[row]))
        for row, member in enumerate(case["members"])
        if member.get("not_counted_reason") not in {None, *DECIDED_ABOVE}
    }


def expected_assessment(case: Case) -> dict[str, Any]:
    """What the case expects, with the reasons it states for members not counted."""
    reasons = {
        f"members.{member['key']}.not_counted_reason": member["not_counted_reason"]
        for member in case["members"]
        if member.get("not_counted_reason") not in {None, *DECIDED_ABOVE}
    }
    return {**case["expected"], **reasons}


def rigid(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A rigid-expenditure family whose size, income and property are given."""

    def given(people: Any) -> dict[str, Any]:
        size = number(case["household_size"], people)
        within = case.get("property_ok", True)
        return {
            "household_size": size,
            "income_before_deduction": number(Fraction(case["income_window"]) * 100, people),
            "financial_assets_within_edge_limit": flag(within, people),
        }

    expenses = [
        households.expense_row({"type": kind, "window_total": amount}) for kind, amount in case["expenses"].items()
    ]
    member: tuple[Any, ...] = ({"birth_on": case["as_of"], "relation": "01"}, [], expenses)
    done = _evaluated(case, sets, ["qualifies_for_rigid", "annual_income", "rigid_expense"], given, members=[member])
    total, income = done["rigid_expense"].fraction(0), done["annual_income"].fraction(0)
    qualifies, start = bool(np.atleast_1d(done["qualifies_for_rigid"].mask)[0]), day_of(case["as_of"])
    return {
        "per_capita_year": yuan(income / int(case["household_size"])),
        "rigid_total": yuan(total),
        "ratio_percent": None if income == 0 else format_yuan(round_half_up(total / income * 10_000), grouping=False),
        "result": "RIGID" if qualifies else "NONE",
        "reasons": list(dict.fromkeys(reason.code for reason in done.reasons("rigid", 0))),
        **(
            {"valid_from": start.isoformat(), "valid_to": (add_months(start, 12) - timedelta(days=1)).isoformat()}
            if qualifies
            else {}
        ),
    }


def tekun(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A destitute person whose own income and property are given."""
    person = case["person"]

    def given(people: Any) -> dict[str, Any]:
        income = number(Fraction(person.get("income_month", 0)) * 100, people, Level.MEMBER)
        return {
            "destitute_income_month": income,
            "property_within_destitute_limit": flag(person.get("property_ok", True), people),
        }

    row = {
        **households.member_row(person, day_of(case["as_of"])),
        **households.self_care_row(case.get("self_care") or {}),
        "asks_destitute_support": True,
        "orphan_benefit_chosen": spellings.chooses_orphan_benefit({**case, **person}),
    }
    outputs = ["qualifies_for_destitute_support", "care_level", "destitute_basic", "destitute_care", "destitute_total"]
    done = _evaluated(case, sets, outputs, given, members=[(row, [], [])], obligors=_obligors(case))
    if not np.atleast_1d(done["qualifies_for_destitute_support"].mask)[0]:
        return {"eligible": False, "reasons": [reason.code for reason in done.reasons("destitute_support", 0)]}
    return {
        "eligible": True,
        "reasons": [],
        "ability": code(done, "care_level"),
        **{key: yuan(done[f"destitute_{key}"].fraction(0)) for key in ("basic", "care", "total")},
    }
