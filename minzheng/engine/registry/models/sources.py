from django.db import models


class Source(models.Model):
    """Where data came from: one ledger, one declaration, one survey, one feed."""

    kind = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=200, blank=True, default="")
    batch_id = models.BigIntegerField(null=True, db_index=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.title
