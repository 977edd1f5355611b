from django.db import models
from django.db.models import Q

from minzheng.engine.cases.models.movements import Movement
from minzheng.engine.cases.types import CallbackState


class Callback(models.Model):
    """What a program is still to be told, was told, or could not be told: a movement of a case."""

    client = models.BigIntegerField()
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="callbacks")
    state = models.PositiveSmallIntegerField(default=CallbackState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """What the database promises, and how the next one is found."""

        constraints = (models.UniqueConstraint(fields=["client", "movement"], name="cases_callback_once"),)
        indexes = (
            models.Index(fields=["due_at"], condition=Q(state=CallbackState.WAITING), name="cases_callback_due"),
        )

    def __str__(self) -> str:
        return f"{self.client} {self.movement_id}"
