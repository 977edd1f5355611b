from django.contrib.postgres.fields import ArrayField
from django.db import models

from minzheng.engine.cases.models.cases import Case


class Decision(models.Model):
    """What was decided on a case, and everything it stood on. Never changed; a later decision may take its place.

    `kind` is what the step decides (grant, refuse, reduce …), `result` and `amount` what the rules came to: a number of BENEFIT_TYPE
    and fen a month. `grounds` seals the explanation, the parameter rows and the members.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20)
    result = models.PositiveSmallIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    persons = models.PositiveSmallIntegerField(null=True)
    from_month = models.DateField(null=True)
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    as_of = models.DateField(null=True)
    known_at = models.DateTimeField()
    rules = models.CharField(max_length=64, blank=True, default="")
    inputs = models.CharField(max_length=64, blank=True, default="")
    grounds = models.BinaryField()
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    attacks = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="attacked_by")

    def __str__(self) -> str:
        return f"{self.case.pk} {self.kind}"
