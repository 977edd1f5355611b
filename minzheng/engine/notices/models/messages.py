from django.db import models
from django.db.models import Q

from minzheng.engine.notices.types import Channel, MessageState


class Message(models.Model):
    """A short message on its way out: to whom and what is sealed; `key` is given on to the provider, who sends it once."""

    key = models.CharField(max_length=100, unique=True)
    channel = models.PositiveSmallIntegerField(default=Channel.SMS)
    template = models.CharField(max_length=60)
    content = models.BinaryField()
    phone_index = models.BinaryField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    state = models.PositiveSmallIntegerField(default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=100, blank=True, default="")
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """How messages are found."""

        indexes = (
            models.Index(fields=["due_at"], condition=Q(state=MessageState.WAITING), name="notices_message_due"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="notices_message_subject"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.template}"


class OneTimeCode(models.Model):
    """A code sent to a phone, known only by its keyed digest; good for few tries and few minutes."""

    phone_index = models.BinaryField()
    address_index = models.BinaryField()
    digest = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """How codes are counted."""

        indexes = (
            models.Index(fields=["phone_index", "created_at"], name="notices_code_phone"),
            models.Index(fields=["address_index", "created_at"], name="notices_code_address"),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
