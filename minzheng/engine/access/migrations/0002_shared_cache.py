from django.db import migrations


class Migration(migrations.Migration):
    """What every web process must know at once: a code that was already used. The table of Django's database cache."""

    dependencies = [("access", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE TABLE web_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX web_cache_expires ON web_cache (expires);",
            "DROP TABLE web_cache;",
        )
    ]
