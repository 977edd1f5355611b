from django.db import models
from django.db.models import Q

from minzheng.engine.cases.models.cases import Case


class Material(models.Model):
    """One page of what was handed in or photographed for a case: JPEG, drawn anew and sealed.

    `upload` holds the pages of one file together; `digest` is SHA-256 of the page as kept, by which the same page sent again is known.
    Never changed: what does not belong here is struck out, and is shown to nobody from then on.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=60)
    upload = models.UUIDField()
    page = models.PositiveSmallIntegerField()
    pages = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    content = models.BinaryField()
    added_by = models.BigIntegerField(null=True)
    adder = models.CharField(max_length=50, blank=True, default="")
    role = models.CharField(max_length=60, blank=True, default="")
    added_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.BigIntegerField(null=True)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "digest"], condition=Q(struck_at__isnull=True), name="cases_material_once"
            ),
        )
        indexes = (models.Index(fields=["case", "id"], name="cases_material_of_case"),)

    def __str__(self) -> str:
        return f"{self.case.pk} {self.title} {self.page}"
