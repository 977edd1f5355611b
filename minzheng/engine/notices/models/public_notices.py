from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from minzheng.engine.notices.types import NoticeKind


class PublicNotice(models.Model):
    """What is posted in a village and on the public list; `content` was made by a masking policy and holds nothing else."""

    kind = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    division = models.BigIntegerField()
    places = ArrayField(models.CharField(max_length=100))
    policy = models.CharField(max_length=20)
    content = models.JSONField()
    posted_on = models.DateField()
    days = models.PositiveSmallIntegerField(null=True)
    ends_on = models.DateField(null=True)
    posted_at = models.DateTimeField()
    posted_by = models.CharField(max_length=100)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.CharField(max_length=100, blank=True, default="")
    taken_down_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=(Q(days__isnull=True) & Q(ends_on__isnull=True)) | Q(days__gt=0, ends_on__gt=F("posted_on")),
                name="notices_notice_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.BEFORE_DECISION) | Q(days__isnull=False),
                name="notices_notice_publicity_has_an_end",
            ),
            models.CheckConstraint(condition=Q(places__len__gt=0), name="notices_notice_somewhere"),
        )
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "id"], name="notices_notice_subject"),
            models.Index(
                fields=["division", "posted_on"], condition=Q(taken_down_at=None), name="notices_notice_public"
            ),
            models.Index(fields=["ends_on"], condition=Q(taken_down_at=None), name="notices_notice_due"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {NoticeKind(self.kind).label}"


class Evidence(models.Model):
    """A photograph that a notice hung where it should."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["notice", "sha256"], name="notices_evidence_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.place}"


class Objection(models.Model):
    """Somebody objects to a notice: who and what is sealed; it waits until somebody says what became of it."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections")
    content = models.BinaryField()
    real_name = models.BooleanField()
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=100, blank=True, default="")
    result = models.PositiveSmallIntegerField(null=True)
    conclusion = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, result__isnull=True)
                | Q(handled_at__isnull=False, result__isnull=False),
                name="notices_objection_handled_with_a_result",
            ),
        )
        indexes = (models.Index(fields=["notice"], condition=Q(handled_at=None), name="notices_objection_open"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.received_on}"
