from django.db import models

from minzheng.engine.cases.models.cases import Case


class Movement(models.Model):
    """One thing that happened to a case: a step of its flow, or an extension or hand-over beside it. Never changed.

    `given` seals what was said (reason, list of missing papers); `data` holds what is not personal (letter, notice, decision, gates).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="log")
    serial = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    actor_kind = models.PositiveSmallIntegerField()
    person = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    role = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=50, blank=True, default="")
    at = models.DateTimeField()
    given = models.BinaryField(null=True)
    data = models.JSONField(default=dict)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["case", "serial"], name="cases_movement_in_order"),)

    def __str__(self) -> str:
        return f"{self.case.pk} {self.serial} {self.step}"


class CaseRecord(models.Model):
    """A record made on the way: a home visit, a hearing, a verification report. A later one of the kind takes its place."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=40)
    content = models.BinaryField()
    recorded_by = models.BigIntegerField(null=True)
    recorder = models.CharField(max_length=50, blank=True, default="")
    role = models.CharField(max_length=60, blank=True, default="")
    recorded_at = models.DateTimeField()
    after_movement = models.PositiveIntegerField()

    class Meta:
        """How records are read."""

        indexes = (models.Index(fields=["case", "kind", "id"], name="cases_caserecord_of_case"),)

    def __str__(self) -> str:
        return f"{self.case.pk} {self.kind}"
