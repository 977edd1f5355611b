from django.db import models
from django.db.models import F, Q

from minzheng.engine.registry.bitemporal import BELIEVED, WITHOUT_END, Recorded
from minzheng.engine.registry.models.sources import Source


class FactName(models.Model):
    """The names of the declared facts, for people who read the database by hand."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Fact(Recorded):
    """One value about one subject: valid from–until in the world, recorded–superseded in our knowledge.

    `name` and `source` carry no foreign key in the database: a check for each of several million rows would cost more
    than the load itself. The writers in `bulk.py` and `actions/` are the only way in, and they take declared facts.
    """

    subject = models.BigIntegerField()
    value = models.BigIntegerField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    valid_from = models.DateField()
    valid_until = models.DateField(default=WITHOUT_END, db_default=WITHOUT_END)
    subject_kind = models.PositiveSmallIntegerField()
    name = models.PositiveSmallIntegerField()
    key = models.PositiveSmallIntegerField(default=0, db_default=0)
    item = models.PositiveSmallIntegerField(default=0, db_default=0)
    standing = models.PositiveSmallIntegerField()
    evidence = models.TextField(blank=True, default="", db_default="")
    entered_by = models.CharField(max_length=100, blank=True, default="", db_default="")
    text = models.TextField(null=True)

    class Meta:
        """What the database promises."""

        indexes = (
            models.Index(fields=["subject_kind", "subject"], condition=~BELIEVED, name="registry_fact_past_by_subject"),
        )
        constraints = (
            *Recorded.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="registry_fact_valid_in_order"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "name", "key", "item", "standing", "valid_from"],
                condition=BELIEVED,
                name="registry_fact_believed_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
