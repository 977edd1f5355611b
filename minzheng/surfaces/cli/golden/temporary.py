"""Golden cases of temporary assistance: hardship and expense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minzheng.surfaces.cli.golden import spellings
from minzheng.surfaces.cli.golden.evaluating import Case, answer, code, day_of, money, put_before_the_rules, settings_on


def temp_hardship(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """Aid in sudden hardship: how much, by whom, and what is left after aid given first."""
    on = day_of(case["as_of"])
    amounts = {
        "gross": "hardship_grant",
        "first_payment": "hardship_first_payment",
        "remaining": "hardship_remaining",
        "overpaid": "paid_first_beyond_grant",
    }
    done = put_before_the_rules(
        settings_on(sets, case, on),
        on,
        [*amounts.values(), "hardship_approver", "hardship_over_cap"],
        household={
            "area": case.get("area", "urban").upper(),
            "hardship_cause": case.get("cause", "OTHER"),
            "hardship_persons": spellings.first(case, "persons", "household_size") or 1,
            "hardship_months": case.get("months") or 0,
            "paid_first": spellings.first(case, "paid_first", "first_payment") or 0,
        },
    )
    return {
        **{key: money(done, name) for key, name in amounts.items()},
        "approver": code(done, "hardship_approver"),
        "collective_decision": answer(done, "hardship_over_cap"),
    }


def temp_expense(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """Aid in expenses beyond what a family can bear."""
    on = day_of(case["as_of"])
    done = put_before_the_rules(
        settings_on(sets, case, on),
        on,
        ["expense_grant", "expense_approver", "expense_over_cap"],
        household={"eligible_expense": case["eligible_expense"]},
    )
    amount = money(done, "expense_grant")
    return {
        "amount": amount,
        "gross": amount,
        "approver": code(done, "expense_approver"),
        "collective_decision": answer(done, "expense_over_cap"),
    }
