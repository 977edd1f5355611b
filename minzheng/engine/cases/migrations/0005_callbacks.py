"""What programs of other bureaus are told of a case, seen by whoever sees what happened to it."""

import django.db.models.deletion
from django.db import migrations, models

SEEN = "EXISTS (SELECT FROM cases_movement m WHERE m.id = cases_callback.movement_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_imprest_walls"), ("access", "0003_programs")]

    operations = [
        migrations.CreateModel(
            name="Callback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client", models.BigIntegerField()),
                ("state", models.PositiveSmallIntegerField(default=1)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="callbacks", to="cases.movement"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", 1)), fields=["due_at"], name="cases_callback_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "movement"), name="cases_callback_once")
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_callback ENABLE ROW LEVEL SECURITY; ALTER TABLE cases_callback FORCE ROW LEVEL SECURITY;"
            f"CREATE POLICY cases_callback_scope ON cases_callback USING ({SEEN}) WITH CHECK ({SEEN})",
            "DROP POLICY cases_callback_scope ON cases_callback; ALTER TABLE cases_callback NO FORCE ROW LEVEL SECURITY;"
            "ALTER TABLE cases_callback DISABLE ROW LEVEL SECURITY;",
        ),
    ]
