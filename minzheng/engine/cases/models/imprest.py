from django.db import models
from django.db.models import Q

from minzheng.engine.cases.models.cases import Case
from minzheng.engine.cases.models.decisions import Decision
from minzheng.engine.registry.models import Division


class ImprestFund(models.Model):
    """The petty fund for temporary assistance that a township keeps (临时救助备用金): whoever books, locks its row first."""

    division = models.OneToOneField(Division, on_delete=models.PROTECT, related_name="+")
    ceiling = models.BigIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=50)

    class Meta:
        """What the database promises."""

        constraints = (models.CheckConstraint(condition=Q(ceiling__gt=0), name="cases_imprestfund_ceiling_positive"),)

    def __str__(self) -> str:
        return str(self.division_id)


class ImprestEntry(models.Model):
    """One line of a fund, in fen: `amount` is what came (positive) or went (negative), `balance` what is there afterwards.

    Never changed. A trigger refuses a line that does not follow from the one before; a balance is never below zero.
    """

    fund = models.ForeignKey(ImprestFund, on_delete=models.PROTECT, related_name="entries")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    kind = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    balance = models.BigIntegerField()
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="imprest_entries")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="imprest_entry")
    document = models.CharField(max_length=60, blank=True, default="")
    booked_on = models.DateField()
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=50)
    person = models.BigIntegerField(null=True)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(fields=["fund", "serial"], name="cases_imprestentry_in_order"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="cases_imprestentry_never_negative"),
            models.CheckConstraint(
                condition=(Q(kind=1) & Q(amount__gt=0)) | (Q(kind__in=[2, 3]) & Q(amount__lt=0)),
                name="cases_imprestentry_sign",
            ),
            models.CheckConstraint(
                condition=~Q(kind=2) | (Q(case__isnull=False) & Q(decision__isnull=False)),
                name="cases_imprestentry_spent_on_a_case",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fund_id} {self.serial} {self.amount}"


class ImprestReconciliation(models.Model):
    """A month of a fund held against the statement of the bank; never changed."""

    fund = models.ForeignKey(ImprestFund, on_delete=models.PROTECT, related_name="reconciliations")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    last_serial = models.PositiveIntegerField()
    balance = models.BigIntegerField()
    statement = models.BigIntegerField()
    explanation = models.TextField(blank=True, default="")
    reconciled_at = models.DateTimeField()
    reconciled_by = models.CharField(max_length=50)
    person = models.BigIntegerField(null=True)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(fields=["fund", "until"], name="cases_imprestreconciliation_once"),
            models.CheckConstraint(
                condition=Q(balance=models.F("statement")) | ~Q(explanation=""),
                name="cases_imprestreconciliation_difference_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fund_id} {self.until}"
