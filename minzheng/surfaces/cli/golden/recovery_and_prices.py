"""Golden cases of recovery, of fines for fraud and of the price subsidy."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from minzheng.kernel.months import Month
from minzheng.kernel.payment_plans import instalments
from minzheng.surfaces.cli.golden.evaluating import (
    Case,
    answer,
    day_of,
    fen,
    money,
    put_before_the_rules,
    settings_on,
    yuan,
)
from minzheng.surfaces.cli.golden.grants import USUAL_DAY
from minzheng.surfaces.cli.golden.parameter_sets import with_values

BASIS = {"社会救助法 第七十三条": "SOCIAL_ASSISTANCE_LAW_73", "社会救助暂行办法 第六十八条": "INTERIM_MEASURES_68"}
RECEIVED = {
    "DIBAO": {"receives_dibao": True},
    "DIBAO_SINGLE": {"receives_dibao": True},
    "TEKUN": {"receives_destitute_support": True},
    "EDGE": {"edge_member": True},
}


def recovery_offset(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """An overpayment taken back out of later grants."""
    on = day_of(case.get("as_of", USUAL_DAY))
    done = put_before_the_rules(
        settings_on(sets, case, on), on, ["offset_limit"], household={"granted_amount": case["monthly"]}
    )
    owed, monthly = fen(case["overpaid"]), fen(case["monthly"])
    parts = instalments(owed, done["offset_limit"].fraction(0))
    return {
        "instalment": yuan(Fraction(max(parts, default=0))),
        "instalments": [yuan(Fraction(part)) for part in parts],
        "net_payments": [yuan(Fraction(monthly - part)) for part in parts],
        "months": len(parts),
    }


def fraud(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """Bounds of a fine by the law on the day of the decision; a fine need not be imposed at all."""
    on = day_of(case["decision_date"])
    names = {"refund": "refund", "fine_max": "fine_limit", "fine_if_imposed_min": "fine_least_if_imposed"}
    done = put_before_the_rules(
        settings_on(sets, case, on), on, list(names.values()), household={"obtained_by_fraud": case["illegally_obtained"]}
    )  # fmt: skip
    return {
        **{key: money(done, name) for key, name in names.items()},
        "fine_min": yuan(Fraction(0)),
        "basis": BASIS[done.plan.rules["fine_limit"].mark.cites[0]],
    }


def price(case: Case, sets: Mapping[str, Any]) -> dict[str, Any]:
    """The price subsidy of persons in receipt in the month of an index."""
    index = case["index"]
    on = Month.parse(str(index["month"])).first_day
    rises = {"cpi_rise": index.get("cpi"), "food_price_rise": index.get("food", index.get("cpi"))}
    settings = with_values(
        settings_on(sets, case, on), {name: Fraction(rise) / 100 for name, rise in rises.items() if rise is not None}
    )
    found = [
        put_before_the_rules(
            settings, on, ["price_triggered", "price_rate", "price_subsidy"],
            household={"area": person.get("area", "rural").upper()},
            members=[({"birth_on": on, **RECEIVED[person["category"]]}, [], [])],
        )
        for person in case["persons"]
    ]  # fmt: skip
    each = [money(done, "price_subsidy") for done in found]
    counts = [int(person.get("count", 1)) for person in case["persons"]]
    triggered = bool(found and answer(found[0], "price_triggered"))
    rate = found[0]["price_rate"].fraction(0) * 100 if triggered else Fraction(0)
    return {
        "triggered": triggered,
        "rate_percent": _decimal(rate),
        "per_person": each,
        "total": yuan(sum((Fraction(fen(amount)) * count for amount, count in zip(each, counts, strict=True)), Fraction(0))),
    }  # fmt: skip


def _decimal(value: Fraction) -> str:
    """A percentage as statistics are published: at least one decimal."""
    text = f"{float(value):.4f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text
