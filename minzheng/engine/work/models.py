"""When each periodic job last did its work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    """One periodic job. Times are the database's: a business day may be moved in a demonstration, these are not."""

    name = models.CharField(max_length=80, primary_key=True)
    since = models.DateTimeField(db_default=Now())
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        """No default order: always asked for by name."""

        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(name=""), name="work_heartbeat_named")]

    def __str__(self) -> str:
        return self.name
