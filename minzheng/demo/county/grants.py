"""What the old ledgers say is being paid: mostly right, some of it stale, some undue, and some who ought to be there missing."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from minzheng.demo.county.as_arrays import arrays_of
from minzheng.demo.county.county import County
from minzheng.demo.county.draws import Draws, Ints, Mask, streams
from minzheng.demo.county.residents import per_household
from minzheng.engine.assessments.computing import Results, compute
from minzheng.engine.catalogue.localities import locality
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.id_numbers import DEMO_AREA

TEKUN, DIBAO, DIBAO_SINGLE = (BENEFIT_TYPE.number(key) for key in ("TEKUN", "DIBAO", "DIBAO_SINGLE"))
NOBODY = -1

_MISSED, _STALE, _WRONG = 600, 1_800, 300
"""Ten-thousandths of those entitled who are not paid; of those paid whose amount is last year's, or simply wrong."""
_MISSED_SINGLES = 3_500
_UNDUE_OF_EDGE, _UNDUE_OF_OTHERS = 900, 50
_UNDUE_DESTITUTE, _UNDUE_AMOUNT = 3_000, 90_000
_WHOLE_YUAN = 100
_YEARS_PAID = 8


@dataclass(frozen=True)
class Grants:
    """Grants in payment, one row each.

    Attributes:
        household: position in the county.
        person: position of the one person it belongs to, or NOBODY.
        benefit: BENEFIT_TYPE number.
        amount: fen a month, everything included.
        part: the uplift (分类施保) within the amount.
        heads: how many people it covers.
        since: first month paid, in months since 1970-01.
    """

    household: Ints
    person: Ints
    benefit: Ints
    amount: Ints
    part: Ints
    heads: Ints
    since: Ints

    def __len__(self) -> int:
        return len(self.household)

    def of(self, chosen: Mask | Ints) -> "Grants":
        """Return some of the rows, by mask or by position."""
        return Grants(*(column[chosen] for column in vars(self).values()))


def grants_of(county: County) -> Grants:
    """Return what was being paid on the county's day, as the rules of this day and of a year before would have it, with errors."""
    draws = streams(people=county.people, seed=county.seed)["ledgers"]
    now = _assessed(county, county.as_of)
    before = _assessed(county, _year_before(county.as_of))
    parts = (_family_grants(draws, county, now, before), *_personal_grants(draws, county, now, before))
    joined = Grants(
        *(np.concatenate(columns) for columns in zip(*(vars(part).values() for part in parts), strict=True))
    )
    paid = joined.of(joined.amount > 0)
    return paid.of(np.lexsort((paid.person, paid.household)).astype(np.int64))


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, 1)


def _assessed(county: County, on: date) -> Results:
    return compute(arrays_of(county, as_of=on), locality=locality(DEMO_AREA), demo=True)


def _family_grants(draws: Draws, county: County, now: Results, before: Results) -> Grants:
    """Minimum living allowances of families."""
    result, count = now.households["result"], len(now.households["result"])
    due = _allowance(now)
    entitled = (result == DIBAO) & ~draws.chance(_MISSED, count)
    amount = _as_written(draws, due, _allowance(before))
    undue = _undue(draws, result, now.households["size"].astype(np.int64))
    chosen = np.flatnonzero(entitled | (undue > 0))
    amount = np.where(entitled, amount, undue)[chosen]
    uplift = np.where(amount == due[chosen], now.households["dibao_uplift"][chosen], 0)
    heads = np.maximum(now.households["size"][chosen], 1).astype(np.int64)
    nobody = np.full(len(chosen), NOBODY, dtype=np.int64)
    return Grants(
        chosen, nobody, np.full(len(chosen), DIBAO), amount, uplift, heads, _since(draws, county, len(chosen))
    )


def _allowance(results: Results) -> Ints:
    return np.asarray(results.households["dibao_base"] + results.households["dibao_uplift"], dtype=np.int64)


def _as_written(draws: Draws, due: Ints, earlier: Ints) -> Ints:
    """Return the amounts due with the errors of ledgers: last year's amount, or a sum somebody got wrong."""
    count = len(due)
    written = np.where(draws.chance(_STALE, count) & (earlier > 0), earlier, due)
    slip = draws.between(20, 200, count) * _WHOLE_YUAN * np.where(draws.chance(5_000, count), 1, -1)
    wrong = draws.chance(_WRONG, count)
    return np.where(wrong, np.maximum(written + slip, 10 * _WHOLE_YUAN), written)


def _undue(draws: Draws, result: Ints, size: Ints) -> Ints:
    """Return what families without a right to it are paid all the same, 0 for nearly all."""
    edge, none = BENEFIT_TYPE.number("EDGE"), BENEFIT_TYPE.number("NONE")
    parts = np.select([result == edge, result == none], [_UNDUE_OF_EDGE, _UNDUE_OF_OTHERS], 0)
    paid = draws.chance(parts, len(result))
    return np.where(paid, draws.between(12, 32, len(result)) * 10 * _WHOLE_YUAN * np.maximum(size, 1), 0)


def _personal_grants(draws: Draws, county: County, now: Results, before: Results) -> list[Grants]:
    """Destitute support, and allowances of single members of families just above the line."""
    benefit, due = now.persons["benefit"].astype(np.int64), now.persons["amount"].astype(np.int64)
    missed = draws.chance(np.where(benefit == TEKUN, _MISSED, _MISSED_SINGLES), len(benefit))
    earlier = np.where(before.persons["benefit"] == benefit, before.persons["amount"], 0)
    written = _as_written(draws, due, earlier)
    asked = (county.persons.facts["asks_destitute_support"] > 0) & (benefit != TEKUN)
    undue = asked & draws.chance(_UNDUE_DESTITUTE, len(benefit))
    already = per_household(county.persons.household, benefit == TEKUN, len(county.households.village))
    found = []
    for kind, chosen, amount in (
        (TEKUN, (benefit == TEKUN) & ~missed, written),
        (DIBAO_SINGLE, (benefit == DIBAO_SINGLE) & ~missed, written),
        (TEKUN, undue & (already[county.persons.household] == 0), np.full(len(due), _UNDUE_AMOUNT)),
    ):
        who = np.flatnonzero(chosen)
        since, one = _since(draws, county, len(who)), np.ones(len(who), dtype=np.int64)
        care = np.zeros(len(who), dtype=np.int64)
        grants = Grants(county.persons.household[who], who, one * kind, amount[who], care, one, since)
        found.append(grants)
    return found


def _since(draws: Draws, county: County, count: int) -> Ints:
    last = (county.as_of.year - 1970) * 12 + county.as_of.month - 2
    return last - draws.below(_YEARS_PAID * 12, count)
