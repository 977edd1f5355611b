"""How content families were with cases that are done: seen with the case, never changed."""

import django.db.models.deletion
from django.db import migrations, models

SEEN = "EXISTS (SELECT FROM cases_case c WHERE c.id = cases_rating.case_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_in_time")]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grade", models.PositiveSmallIntegerField()),
                ("rated_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grade__range", (1, 5))), name="cases_rating_of_five"
                    )
                ]
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_rating ENABLE ROW LEVEL SECURITY; ALTER TABLE cases_rating FORCE ROW LEVEL SECURITY;",
            "ALTER TABLE cases_rating NO FORCE ROW LEVEL SECURITY; ALTER TABLE cases_rating DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"CREATE POLICY cases_rating_scope ON cases_rating USING ({SEEN}) WITH CHECK ({SEEN})",
            "DROP POLICY cases_rating_scope ON cases_rating",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER cases_never_change BEFORE UPDATE OR DELETE ON cases_rating FOR EACH ROW EXECUTE FUNCTION cases_never_change()",
            "DROP TRIGGER cases_never_change ON cases_rating",
        ),
    ]
