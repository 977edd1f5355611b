"""Record what was granted, and end it. Rows are superseded, never overwritten."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg import errors

from minzheng.engine.awards.models import Grant
from minzheng.engine.awards.types import AwardProblem
from minzheng.engine.registry.bitemporal import supersede
from minzheng.engine.registry.models import Household, Person, Source
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.months import Month

_SENTENCES = {
    "awards_grant_no_overlap": ("这一户（这个人）在同一时期已有同一种待遇。", "请先终止原待遇。"),
    "awards_grant_amount_positive": ("月金额应大于零。", "请核对金额。"),
    "awards_grant_for_somebody": ("保障人数应至少1人。", "请核对家庭成员。"),
}


def record_grant(
    *, household: Household, person: Person | None = None, benefit: str, from_month: Month, until_month: Month | None = None,
    monthly_amount: int, persons: int, number: str = "", legacy: bool = False, source: Source, at: datetime,
) -> Grant:  # fmt: skip
    """Record a benefit in payment.

    Args:
        household: the payee.
        person: the one member it belongs to (单人户, 特困人员), None for the household as a whole.
        benefit: key of BENEFIT_TYPE.
        from_month: first month paid.
        until_month: first month no more paid, None while it lasts.
        monthly_amount: fen a month.
        persons: how many people it covers.
        number: number of the certificate.
        legacy: taken over from an old ledger, without a decision of ours.
        source: where it comes from.
        at: when it is recorded.

    Raises:
        AwardProblem: it overlaps another grant of the same benefit, or amount or persons are not positive.
    """
    with _explained():
        return Grant.objects.create(
            household=household, person=person, benefit=BENEFIT_TYPE.number(benefit), from_month=from_month.first_day,
            until_month=None if until_month is None else until_month.first_day, monthly_amount=monthly_amount, persons=persons, number=number,
            legacy=legacy, source=source, recorded_at=at,
        )  # fmt: skip


def record_grants(grants: Sequence[Grant]) -> None:
    """Record many prepared grants at once. Raises AwardProblem as `record_grant` does."""
    with _explained():
        Grant.objects.bulk_create(grants, batch_size=5_000)


def end_grant(*, grant: Grant, until_month: Month, source: Source, at: datetime) -> Grant | None:
    """End a grant: `until_month` is the first month not paid. Ended before its first month, nothing of it remains."""
    with _explained():
        supersede(Grant.objects.filter(pk=grant.pk), at=at)
        if until_month.first_day <= grant.from_month:
            return None
        return Grant.objects.create(
            household_id=grant.household_id, person_id=grant.person_id, benefit=grant.benefit, from_month=grant.from_month,
            until_month=until_month.first_day, monthly_amount=grant.monthly_amount, persons=grant.persons,
            number=grant.number, legacy=grant.legacy, source=source, recorded_at=at,
        )  # fmt: skip


@contextmanager
def _explained() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, errors.IntegrityError) else None
        if name not in _SENTENCES:
            raise
        what, remedy = _SENTENCES[name]
        raise AwardProblem(what, remedy=remedy) from error
