"""Incomes of the last twelve months by kind, adding up to what the household's place in the county says."""

import numpy as np

from minzheng.demo.county.draws import Draws, Ints, Mask
from minzheng.demo.county.health import is_severe
from minzheng.demo.county.items import Collected, Items, fen
from minzheng.demo.county.means import Means, counts
from minzheng.demo.county.residents import Residents, per_household
from minzheng.kernel.codes import AREA_CLASS, EMPLOYMENT, INCOME_KIND, SCHOOLING

MONTHS = 12
_BASE_PENSION = 140
_WORK_COST = 200
_PENSION_AGE, _BENEFIT_AGE = 60, 80
_PENSIONS_ABOVE_BASE = ((0, 0), (5_000, 18), (9_000, 70), (10_000, 260))
_RETIREMENT_PAY = ((0, 1_800), (7_000, 3_200), (10_000, 5_600))
_FARM_SUBSIDY = ((0, 120), (8_000, 620), (10_000, 1_500))
_OWN_WAGES = ((0, 9_000), (5_000, 27_000), (9_000, 46_000), (10_000, 80_000))
_LAND_RENT_UP_TO = 2_600
_EARNING_POWER = {"EMPLOYED": 150, "MIGRANT": 140, "FLEXIBLE": 90, "FARMING": 60}
_OLD_FARMERS_POWER = 30
_PUBLIC_JOB_BELOW = 12_000
_ODD_JOBS_BELOW = 24_000
_MIGRANT_MONTH, _ODD_JOB_MONTH = 2_600, 2_000
_INSURANCE_SHARE = 105


class _Incomes:
    """Collects income items; amounts are given in yuan, what is nothing is left out."""

    def __init__(self) -> None:
        self._collected = Collected(("income_amount", "income_months"))

    def add(self, kind: str, chosen: Mask, yuan: Ints, months: int | Ints = MONTHS) -> None:
        amounts = fen(yuan)
        owners = np.flatnonzero(chosen & (amounts > 0))
        each = np.broadcast_to(np.asarray(months), chosen.shape)[owners]
        self._collected.add(INCOME_KIND.number(kind), owners, income_amount=amounts[owners], income_months=each)

    def items(self) -> Items:
        return self._collected.items()


def incomes(draws: Draws, who: Residents, facts: dict[str, Ints], how: Means, *, area: Ints) -> Items:
    """Draw the income items of all residents; `area` is the AREA_CLASS of each household."""
    found = _Incomes()
    rural = area == AREA_CLASS.number("RURAL")
    certain = _add_transfers(draws, found, who, facts, how, rural)
    left = np.maximum(how.target - per_household(who.household, certain, len(how.target)), 0)
    _add_earnings(draws, found, who, facts, left)
    _add_uncounted(draws, found, who, facts)
    return found.items()


def _add_transfers(
    draws: Draws, found: _Incomes, who: Residents, facts: dict[str, Ints], how: Means, rural: Mask
) -> Ints:
    """Add what comes every year by law; return what of it counts as income."""
    count = len(who)
    retired = facts["employment"] == EMPLOYMENT.number("RETIRED")
    pay = np.where(retired, draws.spread(_RETIREMENT_PAY, count) * MONTHS, 0)
    found.add("T01", retired, pay)
    pensioner = (who.age >= _PENSION_AGE) & ~retired & draws.chance(9_700, count)
    above = np.where(pensioner, draws.spread(_PENSIONS_ABOVE_BASE, count) * MONTHS, 0)
    found.add("T02", pensioner, above + _BASE_PENSION * MONTHS)
    farms = (who.role == 0) & rural[who.household] & draws.chance(8_800, count)
    subsidy = np.where(farms, draws.spread(_FARM_SUBSIDY, count), 0)
    subsidy = np.minimum(subsidy, how.target[who.household] // 3)
    found.add("T08", farms, subsidy)
    return pay + above + subsidy


def _add_earnings(draws: Draws, found: _Incomes, who: Residents, facts: dict[str, Ints], left: Ints) -> None:
    """Divide what is left of the household's income among those who earn."""
    power = _earning_power(who, facts)
    together = per_household(who.household, power, len(left))[who.household]
    share = left[who.household] * power // np.maximum(together, 1)
    _add_work(draws, found, facts["employment"], share)
    heads_alone = (who.role == 0) & (together == 0)
    found.add("P02", heads_alone, np.minimum(left[who.household], _LAND_RENT_UP_TO))
    found.add("T09", heads_alone, left[who.household] - _LAND_RENT_UP_TO)


def _earning_power(who: Residents, facts: dict[str, Ints]) -> Ints:
    power = np.zeros(len(who), dtype=np.int64)
    for key, value in _EARNING_POWER.items():
        power[facts["employment"] == EMPLOYMENT.number(key)] = value
    power = np.where(who.age >= _PENSION_AGE, np.minimum(power, _OLD_FARMERS_POWER), power)
    return np.where(counts(who, facts), power, 0)


def _add_work(draws: Draws, found: _Incomes, employment: Ints, share: Ints) -> None:
    """Add net earnings of `share` yuan by the kind of work; wages are before the fixed cost of working."""
    count = len(share)
    does = {key: employment == EMPLOYMENT.number(key) for key in _EARNING_POWER}
    months = np.clip(share // _MIGRANT_MONTH + 1, 1, 11)
    found.add("W02", does["MIGRANT"] & (share > 0), share + months * _WORK_COST, months)
    public = does["EMPLOYED"] & (share < _PUBLIC_JOB_BELOW)
    found.add("W03", public & (share > 0), share + MONTHS * _WORK_COST)
    wages = share + MONTHS * _WORK_COST
    found.add("W01", does["EMPLOYED"] & ~public, wages + wages * _INSURANCE_SHARE // 1_000)
    found.add("O02", does["EMPLOYED"] & ~public, wages * _INSURANCE_SHARE // 1_000)
    odd = does["FLEXIBLE"] & (share < _ODD_JOBS_BELOW)
    months = np.clip(share // _ODD_JOB_MONTH + 1, 1, 12)
    found.add("W02", odd & (share > 0), share + months * _WORK_COST, months)
    found.add("B04", does["FLEXIBLE"] & ~odd, share)
    crops = share * draws.between(40, 100, count) // 100
    found.add("B01", does["FARMING"], crops)
    found.add("B02", does["FARMING"], share - crops)


def _add_uncounted(draws: Draws, found: _Incomes, who: Residents, facts: dict[str, Ints]) -> None:
    """Add earnings of members who do not count, and incomes the law leaves out."""
    count = len(who)
    grown = ~counts(who, facts) & who.is_child & (facts["conscript"] == 0) & (facts["imprisoned"] == 0)
    works = grown & np.isin(
        facts["employment"], [EMPLOYMENT.number(key) for key in ("MIGRANT", "EMPLOYED", "FLEXIBLE")]
    )
    found.add("W02", works, draws.spread(_OWN_WAGES, count), draws.between(6, 11, count))
    found.add("X06", is_severe(facts), np.full(count, 1_440))
    found.add("X07", who.age >= _BENEFIT_AGE, np.full(count, 720))
    student = facts["schooling"] == SCHOOLING.number("UNDERGRADUATE")
    found.add("X03", student & draws.chance(3_000, count), draws.between(2_000, 4_400, count))
    found.add("X08", facts["orphan_benefit_chosen"] > 0, np.full(count, 16_800))
    found.add("P04", (who.role == 0) & draws.chance(700, count), draws.between(50, 400, count))
