from django.db import models
from django.db.models import Q

from minzheng.engine.registry.models import Division, Household, Person


class Case(models.Model):
    """Something asked of the bureau, in the version of procedure and form it was asked under.

    `in_time` says of a closed case whether it was done within its statutory limit, and nothing where none ran;
    it follows from the movements and stands here to be counted by.
    `movements` counts what happened to it; a step wins only if it still finds the state and the count it saw. `waits_for` (the role
    that is next), `step_due`, `total_due`, `due` (the earlier) and `paused` are computed from the movements and stand here to be sorted by; a limit is kept as the first instant that is too late.
    """

    number = models.CharField(max_length=20, unique=True)
    chapter = models.CharField(max_length=60)
    procedure = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    channel = models.PositiveSmallIntegerField()
    restricted = models.BooleanField(default=False)
    near_relative = models.BooleanField(default=False)
    complaint_open = models.BooleanField(default=False)
    urged_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=40)
    state_since = models.DateTimeField()
    waits_for = models.CharField(max_length=40, blank=True, default="")
    movements = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)
    handler = models.BigIntegerField(null=True)

    opened_at = models.DateTimeField()
    submitted_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    step_due = models.DateTimeField(null=True)
    total_due = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)

    in_time = models.BooleanField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    decided_on = models.DateField(null=True)

    answers = models.BinaryField(null=True)
    submission_key = models.UUIDField(null=True, unique=True)
    submission_digest = models.CharField(max_length=64, blank=True, default="")
    related = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="follow_ups")

    class Meta:
        """What the database promises, and how queues are read."""

        indexes = (
            models.Index(fields=["waits_for", "due", "id"], name="cases_case_queue", condition=Q(closed=False)),
            models.Index(fields=["due", "id"], name="cases_case_by_deadline", condition=Q(closed=False)),
            models.Index(fields=["division", "due", "id"], name="cases_case_of_place", condition=Q(closed=False)),
            models.Index(fields=["handler", "due"], name="cases_case_of_handler", condition=Q(closed=False)),
            models.Index(fields=["division", "-opened_at"], name="cases_case_newest"),
            models.Index(fields=["division", "state_since"], name="cases_case_done", condition=Q(closed=True)),
            models.Index(fields=["division", "submitted_on"], name="cases_case_submitted"),
        )

    def __str__(self) -> str:
        return self.number


class CaseCounter(models.Model):
    """The last number given in a township in a year."""

    township = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["township", "year"], name="cases_casecounter_once"),)

    def __str__(self) -> str:
        return f"{self.township} {self.year} {self.serial}"
