from django.db import models


class Run(models.Model):
    """One assessment: what was asked, what it stood on, what came out. Never changed once written."""

    as_of = models.DateField()
    known_at = models.DateTimeField()
    division = models.CharField(max_length=12, blank=True, default="")
    locality = models.CharField(max_length=6)
    demo = models.BooleanField()
    households = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    rules_digest = models.CharField(max_length=64)
    inputs_digest = models.CharField(max_length=64)
    results_digest = models.CharField(max_length=64)
    rules = models.JSONField()
    parameters = models.JSONField()
    conditions = models.JSONField()
    started_at = models.DateTimeField()
    run_by = models.CharField(max_length=100)

    class Meta:
        """What the database promises."""

        constraints = (
            models.UniqueConstraint(
                fields=("as_of", "division", "locality", "demo", "rules_digest", "inputs_digest"),
                name="assessments_run_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of} {self.division or self.locality}"


class HouseholdResult(models.Model):
    """What a run says of one household; one partition per run. Money in fen a month, incomes rounded for display."""

    pk = models.CompositePrimaryKey("run_id", "household_id")
    run = models.ForeignKey(Run, on_delete=models.DO_NOTHING, related_name="results", db_constraint=False)
    household_id = models.BigIntegerField()
    division = models.BigIntegerField()
    members = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    result = models.PositiveSmallIntegerField()
    notice = models.PositiveSmallIntegerField()
    monthly_income = models.BigIntegerField()
    income_per_head = models.BigIntegerField()
    dibao_base = models.BigIntegerField()
    dibao_uplift = models.BigIntegerField()
    single_amount = models.BigIntegerField()
    destitute_amount = models.BigIntegerField()
    failed_dibao = models.BigIntegerField()
    failed_edge = models.BigIntegerField()
    failed_rigid = models.BigIntegerField()

    class Meta:
        """The table is made by migration 0002, partitioned by run."""

        managed = False
        db_table = "assessments_householdresult"


class PersonResult(models.Model):
    """What a run says of one member: whether counted and why, and what the person gets alone. Money in fen a month."""

    pk = models.CompositePrimaryKey("run_id", "person_id")
    run = models.ForeignKey(Run, on_delete=models.DO_NOTHING, related_name="person_results", db_constraint=False)
    person_id = models.BigIntegerField()
    household_id = models.BigIntegerField()
    ground = models.PositiveSmallIntegerField()
    benefit = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        """The table is made by migration 0002, partitioned by run."""

        managed = False
        db_table = "assessments_personresult"
