"""Grants that a ledger of recipients tells of: taken over as legacy grants, without a decision of ours."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from minzheng.engine.awards.actions import record_grants
from minzheng.engine.awards.models import Grant
from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.people import Line
from minzheng.engine.registry.bitemporal import BELIEVED, supersede
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.months import Month

_FOR_ONE_PERSON = frozenset({"TEKUN"})
_AMOUNTS = ("monthly_amount", "uplift_amount", "basic_amount", "care_amount")

_Payee = tuple[int, int | None]


class _Told(NamedTuple):
    """A grant as the ledger tells it."""

    payee: _Payee
    amount: int
    persons: int
    since: date
    number: str


def take_over_grants(families: Sequence[list[Line]], context: Confirming) -> None:
    """Record the grants the ledger tells of.

    The same amount for the same people is no news. Another amount ends the earlier grant and begins with the ledger's month,
    because the ledger does not say since when it has been paid.
    """
    benefit = context.meaning.benefit
    if benefit is None:
        return
    told: dict[_Payee, _Told] = {}
    for family in families:
        for grant in _told(family, benefit, context):
            # Two families of the ledger in one registered household: the second is its head's own grant.
            shared = grant.payee in told
            payee = (grant.payee[0], family[0].person) if shared else grant.payee
            told[payee] = grant._replace(payee=payee)
    kept = _registered(told, BENEFIT_TYPE.number(benefit))
    news: list[Grant] = []
    for payee, grant in told.items():
        news += _news(grant, kept.get(payee, []), BENEFIT_TYPE.number(benefit), context)
    record_grants(news)
    context.outcome.grants += sum(1 for grant in news if grant.until_month is None)


def _told(family: list[Line], benefit: str, context: Confirming) -> Iterator[_Told]:
    one_person = benefit in _FOR_ONE_PERSON
    for line in family if one_person else family[:1]:
        amount = sum(line.values.get(name, 0) for name in _AMOUNTS)
        if amount and line.household:
            since: Month = line.values.get("from_month", Month.of(context.as_of))
            persons = 1 if one_person else line.values.get("covered_persons") or len(family)
            payee = (line.household, line.person if one_person else None)
            yield _Told(payee, amount, persons, since.first_day, line.values.get("grant_number", "")[:60])


def _registered(payees: Iterable[_Payee], benefit: int) -> dict[_Payee, list[Grant]]:
    households = {household for household, _ in payees}
    found: dict[_Payee, list[Grant]] = {}
    for grant in Grant.objects.filter(BELIEVED, household__in=households, benefit=benefit).order_by("from_month"):
        found.setdefault((grant.household_id, grant.person_id), []).append(grant)
    return found


def _news(told: _Told, registered: list[Grant], benefit: int, context: Confirming) -> Iterator[Grant]:
    since = told.since
    for earlier in registered:
        if earlier.until_month is not None:
            since = max(since, earlier.until_month)
        elif (earlier.monthly_amount, earlier.persons) == (told.amount, told.persons):
            return
        else:
            since = Month.of(context.as_of).first_day
            supersede(Grant.objects.filter(pk=earlier.pk), at=context.at)
            if earlier.from_month < since:
                yield _ended(earlier, since, context)
    yield Grant(
        household_id=told.payee[0], person_id=told.payee[1], benefit=benefit, from_month=since, monthly_amount=told.amount,
        persons=told.persons, number=told.number, legacy=True, source_id=context.source, recorded_at=context.at,
    )  # fmt: skip


def _ended(grant: Grant, until: date, context: Confirming) -> Grant:
    return Grant(
        household_id=grant.household_id, person_id=grant.person_id, benefit=grant.benefit, from_month=grant.from_month,
        until_month=until, monthly_amount=grant.monthly_amount, persons=grant.persons, number=grant.number,
        legacy=grant.legacy, source_id=context.source, recorded_at=context.at,
    )  # fmt: skip
