from django.db import models
from django.db.models import Q

from minzheng.engine.cases.models.cases import Case


class Rating(models.Model):
    """How content a family was with a case that is done (好差评): one a case, never changed; `grade` is one of RATING.

    Who of the family gave it is not kept.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    grade = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        """What the database promises."""

        constraints = (models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="cases_rating_of_five"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.grade}"
