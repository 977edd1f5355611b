from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from minzheng.engine.audit.types import Outcome


class Event(models.Model):
    """Somebody did something: one row for ever.

    `at` is what the actor's clock said, `recorded_at` what the database's said. `cluster`, `xid` and `recorded_at` are set by a
    trigger, whatever is given: they are the order of the chain, and nobody may put an event before what is already sealed.
    """

    cluster = models.BigIntegerField(db_default=0)
    xid = models.BigIntegerField(db_default=0)
    recorded_at = models.DateTimeField(db_default=Now())
    at = models.DateTimeField()
    actor_kind = models.PositiveSmallIntegerField()
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    role = models.CharField(max_length=60, blank=True, default="")
    origin = models.CharField(max_length=100, blank=True, default="")
    purpose = models.CharField(max_length=300, blank=True, default="")
    action = models.CharField(max_length=80)
    outcome = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    division = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["cluster", "xid", "id"], name="audit_event_order"),)
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_event_subject"),
            models.Index(fields=["actor_kind", "person", "id"], name="audit_event_actor"),
            models.Index(fields=["id"], condition=Q(outcome=Outcome.DENIED), name="audit_event_denied"),
            models.Index(fields=["id"], condition=Q(action="audit.override"), name="audit_event_override"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class Seal(models.Model):
    """A batch of events closed for ever: their digests in `entries`, and a digest over them, the header and the previous seal."""

    id = models.BigIntegerField(primary_key=True)
    cluster = models.BigIntegerField()
    through_xid = models.BigIntegerField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    events = models.PositiveIntegerField()
    entries = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        """How seals are found."""

        indexes = (models.Index(fields=["cluster", "id"], name="audit_seal_cluster"),)

    def __str__(self) -> str:
        return f"{self.pk}"
