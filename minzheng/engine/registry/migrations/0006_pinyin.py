"""A name is found by its pinyin written together, as people type it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_statistics")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX registry_person_pinyin ON registry_person (replace(name_pinyin, ' ', '') varchar_pattern_ops)",
            "DROP INDEX registry_person_pinyin",
        ),
    ]
