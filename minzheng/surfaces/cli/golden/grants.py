"""Golden cases of the life of a grant: standards change, members die, take work or refuse it, banks return money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from minzheng.engine.rules.columns import Numbers
from minzheng.engine.rules.evaluation import Evaluation
from minzheng.engine.rules.exact import Bounded
from minzheng.engine.rules.parameters import Setting
from minzheng.kernel import deadlines, payment_plans
from minzheng.kernel.facts import Level
from minzheng.kernel.months import Month
from minzheng.kernel.periods import add_months
from minzheng.surfaces.cli.golden import spellings
from minzheng.surfaces.cli.golden.evaluating import (
    Case,
    Given,
    answer,
    day_of,
    fen,
    flag,
    money,
    number,
    put_before_the_rules,
    settings_on,
    yuan,
)
from minzheng.surfaces.cli.golden.parameter_sets import with_values

USUAL_DAY = date(2026, 1, 1)
"""The day of a case that states none."""
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _with_standard(settings: Mapping[str, Setting], area: str, amount: Any) -> dict[str, Setting]:
    """The same settings, the standard being this one; of the other area the case says nothing."""
    return with_values(settings, {"dibao_standard": {area.upper(): amount}})


def _entitled(size: int, income_month: Any) -> Given:
    """A household whose size and monthly income are stated; every member counts."""
    return lambda people: {
        "household_size": number(size, people),
        "monthly_income": number(fen(income_month), people),
        "assessed": flag(True, people, Level.MEMBER),
    }


def _grown(on: date, years: int = 40) -> date:
    return add_months(on, -12 * years)


def _members(size: int, groups: Iterable[Any], on: date) -> list[tuple[dict[str, Any], list[Any], list[Any]]]:
    """As many members as the case states; the first of them of the groups that get an uplift."""
    rows = [_of_group(str(group["group"] if isinstance(group, Mapping) else group), on) for group in groups]
    rows += [{"birth_on": _grown(on)}] * (size - len(rows))
    return [({"relation": "01", **row}, [], []) for row in rows]


def _of_group(group: str, on: date) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {
        "ELDERLY": {"birth_on": _grown(on, 90)},
        "MINOR": {"birth_on": _grown(on, 10)},
        "SEVERE_DISABILITY": {"birth_on": _grown(on), "disability_type": "PHYSICAL", "disability_grade": "GRADE_1"},
        "SERIOUS_ILLNESS": {"birth_on": _grown(on), "serious_illness": True},
    }
    return rows[group.upper()]


def standard_change(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A standard raised and applied late: arrears of the months between."""
    effective, applied = (Month.parse(str(case[key])) for key in ("effective_month", "first_recalculated_month"))
    on, size, area = effective.first_day, int(case["household_size"]), case["area"]
    settings = settings_on(sets, case, on)
    people = _members(size, case.get("uplift_persons") or [], on)

    def paid(standard: Any, names: list[str], **grant: Any) -> Evaluation:
        return put_before_the_rules(
            _with_standard(settings, area, standard), on, names, _entitled(size, case["income_month"]),
            household={"area": area.upper(), **grant}, members=people,
        )  # fmt: skip

    old = money(paid(case["old_standard"], ["dibao_total"]), "dibao_total")
    months = len(list(effective.until(applied)))
    new = paid(
        case["new_standard"], ["dibao_total", "arrears", "payment_with_arrears"],
        granted_amount=old, months_not_applied=months,
    )  # fmt: skip
    first = money(new, "payment_with_arrears")
    return {
        "old_benefit": old,
        "new_benefit": money(new, "dibao_total"),
        "arrears_months": months,
        "arrears": money(new, "arrears"),
        f"{MONTH_NAMES[applied.month - 1]}_payment": first,
        "first_payment": first,
    }


def death_change(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A member who died: from when the household is entitled to less, and what was paid too much."""
    died, decided = day_of(case["death_date"]), day_of(case["decision_date"])
    changed, applied = deadlines.death_effect(died), deadlines.first_payment_month(decided)
    late, size = list(changed.until(applied)), int(case["household_size_after"])
    groups = spellings.first(case, "uplift_persons_after", "uplift_persons") or []
    done = put_before_the_rules(
        settings_on(sets, case, decided),
        decided,
        ["dibao_total", "overpayment", "arrears"],
        _entitled(size, case.get("income_month_after", 0)),
        household={
            "area": case["area"].upper(),
            "granted_amount": case["benefit_before"],
            "months_not_applied": len(late),
        },
        members=_members(size, groups, decided),
    )
    overpaid = money(done, "overpayment")
    return {
        "benefit_after": money(done, "dibao_total"),
        "entitlement_changes_from": str(changed),
        "new_amount_paid_from": str(applied),
        "overpaid_months": [] if overpaid == yuan(Fraction(0)) else [str(month) for month in late],
        "overpaid": overpaid,
        "arrears": money(done, "arrears"),
        "review_due": deadlines.death_review_due(died),
    }


def gradual_exit(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A family whose income rises by work: how long it is still paid, and how much."""
    decided = day_of(case["decision_date"])
    settings, first = settings_on(sets, case, decided), deadlines.first_payment_month(decided)

    def in_month(position: int) -> Evaluation:
        return put_before_the_rules(
            settings, decided, ["gradual_exit_granted", "in_gradual_exit", "gradual_exit_payment"],
            _entitled(1, case["per_capita_after"]),
            household={
                "area": case["area"].upper(), "granted_amount": case["benefit_before"], "exit_month": position,
                "exit_by_employment": case.get("caused_by_employment", False),
            },
        )  # fmt: skip

    row = settings["gradual_exit_months"].row
    months = [in_month(position) for position in range(1, 1 + int(row.value if row else 0))]  # type: ignore[arg-type]
    payments = [month["gradual_exit_payment"].fraction(0) for month in months if answer(month, "in_gradual_exit")]
    while payments and not payments[-1]:
        payments.pop()
    if not payments:
        return {"granted": False, "terminated_from": str(first)}
    each = [yuan(payment) for payment in payments]
    return {
        "granted": True,
        "first_month": str(first),
        "last_month": str(first + (len(payments) - 1)),
        "months": len(payments),
        "monthly": each[0] if len(set(each)) == 1 else each,
        **dict.fromkeys(("payments", "schedule", "amounts", "monthly_payments"), each),
        "total": yuan(sum(payments, Fraction(0))),
        "terminated_from": str(first + len(payments)),
    }


def refusal(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """A member who refuses suitable work: the share withheld."""
    on, size = day_of(case.get("as_of", USUAL_DAY)), int(case["household_size"])
    times = spellings.first(case, "refusals", "times")
    uplifts = [fen(case.get("uplift_own", 0)), fen(case.get("uplift_others", 0))]

    def given(people: Any) -> dict[str, Any]:
        each = np.zeros(people.tables[Level.MEMBER].size, np.int64)
        each[: min(2, size)] = uplifts[: min(2, size)]
        return {
            "household_size": number(size, people),
            "dibao_base": number(fen(case["benefit_base"]), people),
            "uplift": Numbers(Bounded.of(each), 1, people.tables[Level.MEMBER]),
            "assessed": flag(True, people, Level.MEMBER),
            "qualifies_for_dibao": flag(True, people),
        }

    refuses = {"birth_on": _grown(on), "work_refusals": 3 if times is None else times}
    done = put_before_the_rules(
        settings_on(sets, case, on),
        on,
        ["own_share", "share_withheld", "base_after_refusal", "total_after_refusal"],
        given,
        members=[(refuses, [], []), *[({"birth_on": _grown(on)}, [], [])] * (size - 1)],
    )
    return {
        "own_share": money(done, "own_share"),
        "withheld": money(done, "share_withheld"),
        "remaining_base": money(done, "base_after_refusal"),
        "benefit_total": money(done, "total_after_refusal"),
    }


def payment(case: Case, _sets: Mapping[str, Any]) -> dict[str, Any]:
    """Monthly rolls, with what the bank returned before."""
    events = case["events"]
    due = [(fen(event.get("monthly", case["monthly"])), event["outcome"] == "PAID") for event in events]
    rolls = list(payment_plans.with_arrears(due))
    paid = sum(roll.total for roll, (_, arrived) in zip(rolls, due, strict=True) if arrived)
    return {
        "rolls": [
            {"month": str(event["month"]), "current": yuan(Fraction(roll.current)), "arrears": yuan(Fraction(roll.arrears)), "total": yuan(Fraction(roll.total))}
            for event, roll in zip(events, rolls, strict=True)
        ],
        "paid_total": yuan(Fraction(paid)),
    }  # fmt: skip
