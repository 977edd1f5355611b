from django.contrib.postgres.fields import DateRangeField
from django.db import models

from minzheng.engine.registry.bitemporal import Recorded
from minzheng.engine.registry.models.people import Household, Person
from minzheng.engine.registry.models.sources import Source


class Asset(Recorded):
    """Something a household owns; its value, area and exemption are facts."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="assets")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField()
    period = DateRangeField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.pk} ∈ {self.household_id}"


class BankAccount(Recorded):
    """Where money for a household goes; the account number is sealed and found by its blind index."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=100, blank=True, default="")
    account = models.BinaryField()
    account_index = models.BinaryField(db_index=True)
    period = DateRangeField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.bank} ({self.pk})"
