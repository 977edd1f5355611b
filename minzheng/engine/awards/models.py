from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from minzheng.engine.registry.bitemporal import BELIEVED, Recorded, same
from minzheng.engine.registry.models import Household, Person, Source

_MONTHS = Func(F("from_month"), F("until_month"), Value("[)"), function="daterange")
_PERSON_OR_NOBODY = Func(Coalesce("person", 0), Coalesce("person", 0), Value("[]"), function="int8range")


class Grant(Recorded):
    """A benefit in payment: `monthly_amount` fen a month from `from_month` until (exclusive) `until_month`.

    `person` is set where the benefit belongs to one member (单人户, 特困人员), else the household is the payee.
    A change of amount ends one grant and begins another; rows are superseded, never overwritten.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="grants")
    benefit = models.PositiveSmallIntegerField()
    from_month = models.DateField()
    until_month = models.DateField(null=True)
    monthly_amount = models.BigIntegerField()
    persons = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, blank=True, default="")
    legacy = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """What the database promises."""

        constraints = (
            *Recorded.Meta.constraints,
            models.CheckConstraint(condition=Q(monthly_amount__gt=0), name="awards_grant_amount_positive"),
            models.CheckConstraint(condition=Q(persons__gt=0), name="awards_grant_for_somebody"),
            models.CheckConstraint(
                condition=Q(from_month__day=1) & (Q(until_month__isnull=True) | Q(until_month__day=1)),
                name="awards_grant_whole_months",
            ),
            ExclusionConstraint(
                name="awards_grant_no_overlap",
                expressions=[
                    (same("household"), "="),
                    (_PERSON_OR_NOBODY, "="),
                    (same("benefit"), "="),
                    (_MONTHS, "&&"),
                ],
                condition=BELIEVED,
            ),
        )

    def __str__(self) -> str:
        return self.number or str(self.pk)
