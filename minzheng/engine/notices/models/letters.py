from django.db import models
from django.db.models import F, Q

from minzheng.engine.notices.types import DeliveryResult


class LetterSeries(models.Model):
    """The last number given under a word in a year; its row is locked while a number is given."""

    word = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["word", "year"], name="notices_series_once"),)

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕"


class TemplateSource(models.Model):
    """The text of a template that letters were written from, kept so that they can be printed again as they were."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    path = models.CharField(max_length=200)
    text = models.TextField()
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class Letter(models.Model):
    """A letter that was issued: numbered, never changed, at most superseded or withdrawn."""

    word = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    template = models.CharField(max_length=60)
    code = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    source = models.ForeignKey(TemplateSource, on_delete=models.PROTECT, related_name="letters")
    snapshot = models.BinaryField()
    addressee = models.CharField(max_length=200)
    addressee_person = models.BigIntegerField(null=True, db_index=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    division = models.BigIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    issuer = models.BigIntegerField(null=True)
    superseded_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="supersedes"
    )  # fmt: skip
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True, default="")
    closed_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(fields=["word", "year", "serial"], name="notices_letter_number_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="notices_letter_number_positive"),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(closed_at__isnull=False),
                name="notices_letter_superseded_closed",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")), name="notices_letter_not_by_itself"
            ),
        )
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "id"], name="notices_letter_subject"),
            models.Index(fields=["division", "id"], name="notices_letter_division"),
        )

    @property
    def number(self) -> str:
        """The number as printed: 寻民救〔2026〕12号."""
        return f"{self.word}〔{self.year}〕{self.serial}号"

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """One attempt to hand a letter over. The first that succeeded starts the clocks of appeal."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    way = models.PositiveSmallIntegerField()
    attempted_on = models.DateField()
    result = models.PositiveSmallIntegerField()
    served_on = models.DateField(null=True)
    receiver = models.CharField(max_length=100, blank=True, default="")
    receipt_sha256 = models.CharField(max_length=64, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(
                fields=["letter"], condition=Q(result=DeliveryResult.SERVED), name="notices_delivery_served_once"
            ),
            models.CheckConstraint(
                condition=Q(result=DeliveryResult.SERVED, served_on__isnull=False)
                | Q(result=DeliveryResult.FAILED, served_on__isnull=True),
                name="notices_delivery_served_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id} {self.attempted_on}"
