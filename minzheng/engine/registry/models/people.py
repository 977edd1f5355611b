from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from minzheng.engine.registry.bitemporal import BELIEVED, Recorded, same
from minzheng.engine.registry.models.divisions import Division
from minzheng.engine.registry.models.sources import Source


class Person(Recorded):
    """A natural person: identity and name only. Birth, sex, ethnicity … are facts.

    Identity number and phone are sealed (SM4-GCM bound to this row) and found by their blind index (HMAC-SM3).
    """

    id_kind = models.PositiveSmallIntegerField()
    id_number = models.BinaryField(null=True)
    id_number_index = models.BinaryField(null=True)
    name = models.CharField(max_length=50)
    name_pinyin = models.CharField(max_length=300, default="")
    name_initials = models.CharField(max_length=50, default="", db_index=True)
    name_grams = ArrayField(models.TextField(), default=list)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """What the database promises."""

        indexes = (GinIndex(fields=["name_grams"], name="registry_person_name_grams"),)
        constraints = (
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=BELIEVED & Q(id_number_index__isnull=False),
                name="registry_person_one_per_number",
            ),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_number_index__isnull=True)
                | Q(id_number__isnull=False, id_number_index__isnull=False),
                name="registry_person_number_has_index",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Household(Recorded):
    """A family at a place. `division` and `address` are the current values; who belongs when is in memberships."""

    number = models.CharField(max_length=40, blank=True, default="")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True, default="")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """What the database promises."""

        constraints = (
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["division", "number"],
                condition=BELIEVED & ~Q(number=""),
                name="registry_household_number_unique",
            ),
        )

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Membership(Recorded):
    """A person belongs to a household during a period, in a relation to its head (GB/T 4761)."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.PositiveSmallIntegerField()
    period = DateRangeField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """What the database promises."""

        constraints = (
            *Recorded.Meta.constraints,
            ExclusionConstraint(
                name="registry_membership_one_household_at_a_time",
                expressions=[(same("person"), "="), ("period", "&&")],
                condition=BELIEVED,
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.household_id}"


class Obligor(Recorded):
    """Someone outside the household who is bound by law to support it (法定赡养、抚养、扶养义务人).

    `person` is set where the obligor is registered, `supports` where one member is supported; `name` is what the household said.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="obligors")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    supports = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=50, blank=True, default="", db_default="")
    relation = models.PositiveSmallIntegerField()
    period = DateRangeField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.pk} → {self.household_id}"
