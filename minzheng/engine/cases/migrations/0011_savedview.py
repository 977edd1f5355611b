"""Filters of the work list that officers keep."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_rating")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.BigIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("query", models.CharField(max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="cases_savedview_once")
                ]
            },
        ),
    ]
