from django.db import models


class SavedView(models.Model):
    """A filter of the work list that an officer keeps under a name; `query` is what stands in the address."""

    person = models.BigIntegerField()
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=300)

    class Meta:
        """What the database promises."""

        constraints = (models.UniqueConstraint(fields=["person", "name"], name="cases_savedview_once"),)

    def __str__(self) -> str:
        return self.name
