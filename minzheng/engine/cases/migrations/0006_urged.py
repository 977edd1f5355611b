"""When a family last asked how its case goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_callbacks")]

    operations = [migrations.AddField("case", "urged_at", models.DateTimeField(null=True))]
