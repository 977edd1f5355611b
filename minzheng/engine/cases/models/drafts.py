from django.db import models
from django.db.models import Q

from minzheng.engine.cases.models.cases import Case
from minzheng.engine.registry.models import Division, Person


class Draft(models.Model):
    """An application a family fills in for itself, from the first page until it is a case.

    It belongs to whoever holds the phone `phone_index` stands for. `person` is set where that phone was registered to the applicant
    before: only then is it known who asks, and handing it in makes a case at once. Otherwise it waits, handed in, until somebody in
    office has made sure of it. What is filled in is sealed, and gone once the case has it.
    """

    chapter = models.CharField(max_length=60)
    procedure = models.CharField(max_length=120)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    phone_index = models.BinaryField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.BinaryField(null=True)
    page = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    sent_back = models.CharField(max_length=300, blank=True, default="")
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        """What the database promises, and how drafts are found."""

        constraints = (
            models.CheckConstraint(
                condition=Q(case__isnull=True, answers__isnull=False) | Q(case__isnull=False, answers__isnull=True),
                name="cases_draft_kept_once",
            ),
        )
        indexes = (
            models.Index(fields=["phone_index"], name="cases_draft_of_phone"),
            models.Index(
                fields=["handed_in_at"],
                name="cases_draft_waiting",
                condition=Q(case__isnull=True, handed_in_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk}"
