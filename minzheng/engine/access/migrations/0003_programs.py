from django.db import migrations, models


class Migration(migrations.Migration):
    """What programs were answered, for the day in which they may ask again, and where they are told what happened."""

    dependencies = [("access", "0002_shared_cache")]
    operations = [
        migrations.CreateModel(
            name="AnsweredCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.BinaryField(null=True)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField("client", "callback_url", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField("client", "callback_secret", models.BinaryField(null=True)),
    ]
