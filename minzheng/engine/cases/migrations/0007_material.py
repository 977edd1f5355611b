"""Pages of what was handed in, seen by whoever sees the case; nothing of them is ever changed but that they are struck out."""

import django.db.models.deletion
from django.db import migrations, models


SEEN = "EXISTS (SELECT FROM cases_case c WHERE c.id = cases_material.case_id)"
STRUCK_ALONE = """
CREATE FUNCTION cases_material_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.struck_at IS NULL AND (to_jsonb(NEW) - '{struck_at,struck_by,content}'::text[])
        = (to_jsonb(OLD) - '{struck_at,struck_by,content}'::text[]) AND NEW.content = OLD.content THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'cases_material: what was handed in is struck out, never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_material_kept BEFORE UPDATE OR DELETE ON cases_material FOR EACH ROW EXECUTE FUNCTION cases_material_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_urged'),
    ]

    operations = [
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60)),
                ('upload', models.UUIDField()),
                ('page', models.PositiveSmallIntegerField()),
                ('pages', models.PositiveSmallIntegerField()),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('digest', models.BinaryField()),
                ('content', models.BinaryField()),
                ('added_by', models.BigIntegerField(null=True)),
                ('adder', models.CharField(blank=True, default='', max_length=50)),
                ('role', models.CharField(blank=True, default='', max_length=60)),
                ('added_at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(null=True)),
                ('struck_by', models.BigIntegerField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='cases_material_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('struck_at__isnull', True)), fields=('case', 'digest'), name='cases_material_once')],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_material ENABLE ROW LEVEL SECURITY; ALTER TABLE cases_material FORCE ROW LEVEL SECURITY;",
            "ALTER TABLE cases_material NO FORCE ROW LEVEL SECURITY; ALTER TABLE cases_material DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"CREATE POLICY cases_material_scope ON cases_material USING ({SEEN}) WITH CHECK ({SEEN})",
            "DROP POLICY cases_material_scope ON cases_material",
        ),
        migrations.RunSQL(
            STRUCK_ALONE, "DROP TRIGGER cases_material_kept ON cases_material; DROP FUNCTION cases_material_kept();"
        ),
    ]
