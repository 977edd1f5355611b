"""Whether a closed case was done within its limit, and the ways by which what came and what was done is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_draft")]

    operations = [
        migrations.AddField("case", "in_time", models.BooleanField(null=True)),
        migrations.AddIndex(
            "case",
            models.Index(fields=["division", "state_since"], name="cases_case_done", condition=models.Q(closed=True)),
        ),
        migrations.AddIndex("case", models.Index(fields=["division", "submitted_on"], name="cases_case_submitted")),
    ]
