"""Applications that families fill in for themselves, seen in office by whoever answers for the place."""

import django.db.models.deletion
from django.db import migrations, models

from minzheng.engine.access.scoping import row_level_security


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_material")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chapter", models.CharField(max_length=60)),
                ("procedure", models.CharField(max_length=120)),
                ("phone_index", models.BinaryField()),
                ("answers", models.BinaryField(null=True)),
                ("page", models.CharField(blank=True, default="", max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("sent_back", models.CharField(blank=True, default="", max_length=300)),
                ("case", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="draft", to="cases.case")),
                ("division", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.division")),
                ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_index"], name="cases_draft_of_phone"),
                    models.Index(condition=models.Q(("case__isnull", True), ("handed_in_at__isnull", False)), fields=["handed_in_at"], name="cases_draft_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("answers__isnull", False), ("case__isnull", True)), models.Q(("answers__isnull", True), ("case__isnull", False)), _connector="OR"),
                        name="cases_draft_kept_once",
                    ),
                ],
            },
        ),
        *row_level_security("cases_draft", service="chapter"),
    ]
