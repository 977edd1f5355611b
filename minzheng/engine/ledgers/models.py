from typing import Any

from django.db import models
from django.db.models import Q

from minzheng.engine.ledgers.types import BatchState


class Batch(models.Model):
    """One ledger file that somebody brought in."""

    file_name = models.CharField(max_length=255)
    path = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.PositiveSmallIntegerField(default=BatchState.READING)
    layout = models.CharField(max_length=60, blank=True, default="")
    as_of = models.DateField()
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    failure = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=100, blank=True, default="")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(state__in=[BatchState.READING, BatchState.STAGED, BatchState.CONFIRMED]),
                name="ledgers_batch_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class StagedRow(models.Model):
    """A data row on its way: what it says (sealed), what is wrong with it (masked)."""

    pk: Any = models.CompositePrimaryKey("batch_id", "position")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    family = models.PositiveIntegerField()
    sheet = models.TextField()
    row = models.PositiveIntegerField()
    state = models.PositiveSmallIntegerField()
    problems = models.JSONField(default=list)
    payload = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.sheet}›{self.row}"
