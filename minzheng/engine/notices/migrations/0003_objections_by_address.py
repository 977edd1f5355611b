"""From where an objection was sent is kept as a keyed digest, so that one address cannot send any number of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_never_changed")]

    operations = [
        migrations.AddField("objection", "address_index", models.BinaryField(default=b"")),
        migrations.AddIndex(
            "objection", models.Index(fields=["address_index", "recorded_at"], name="notices_objection_address")
        ),
    ]
