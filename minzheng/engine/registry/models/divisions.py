from django.db import models

from minzheng.engine.registry.bitemporal import WITHOUT_END


class Division(models.Model):
    """An administrative division by its 12-digit statistical code (统计用区划代码); dated, because villages merge."""

    code = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(default=WITHOUT_END)
    urban_rural = models.PositiveSmallIntegerField(null=True)
    is_statistical_only = models.BooleanField(default=False)

    class Meta:
        """What the database promises."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__gte=10**11, code__lt=10**12), name="registry_division_twelve_digits"
            ),
        )

    def __str__(self) -> str:
        return self.name
