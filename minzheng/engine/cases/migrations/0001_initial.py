import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0005_statistics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('chapter', models.CharField(max_length=60)),
                ('procedure', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField()),
                ('channel', models.PositiveSmallIntegerField()),
                ('restricted', models.BooleanField(default=False)),
                ('near_relative', models.BooleanField(default=False)),
                ('complaint_open', models.BooleanField(default=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('waits_for', models.CharField(blank=True, default='', max_length=40)),
                ('movements', models.PositiveIntegerField(default=0)),
                ('closed', models.BooleanField(default=False)),
                ('handler', models.BigIntegerField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('submitted_on', models.DateField(null=True)),
                ('accepted_on', models.DateField(null=True)),
                ('step_due', models.DateTimeField(null=True)),
                ('total_due', models.DateTimeField(null=True)),
                ('due', models.DateTimeField(null=True)),
                ('paused', models.BooleanField(default=False)),
                ('extended', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, default='', max_length=20)),
                ('decided_on', models.DateField(null=True)),
                ('answers', models.BinaryField(null=True)),
                ('submission_key', models.UUIDField(null=True, unique=True)),
                ('submission_digest', models.CharField(blank=True, default='', max_length=64)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.division')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='registry.household')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='registry.person')),
                ('related', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('township', models.PositiveIntegerField()),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('township', 'year'), name='cases_casecounter_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('content', models.BinaryField()),
                ('recorded_by', models.BigIntegerField(null=True)),
                ('recorder', models.CharField(blank=True, default='', max_length=50)),
                ('role', models.CharField(blank=True, default='', max_length=60)),
                ('recorded_at', models.DateTimeField()),
                ('after_movement', models.PositiveIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('result', models.PositiveSmallIntegerField(null=True)),
                ('amount', models.BigIntegerField(null=True)),
                ('persons', models.PositiveSmallIntegerField(null=True)),
                ('from_month', models.DateField(null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('as_of', models.DateField(null=True)),
                ('known_at', models.DateTimeField()),
                ('rules', models.CharField(blank=True, default='', max_length=64)),
                ('inputs', models.CharField(blank=True, default='', max_length=64)),
                ('grounds', models.BinaryField()),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('attacks', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attacked_by', to='cases.decision')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveIntegerField()),
                ('step', models.CharField(max_length=40)),
                ('source', models.CharField(max_length=40)),
                ('target', models.CharField(max_length=40)),
                ('actor_kind', models.PositiveSmallIntegerField()),
                ('person', models.BigIntegerField(null=True)),
                ('account', models.BigIntegerField(null=True)),
                ('role', models.CharField(blank=True, default='', max_length=60)),
                ('name', models.CharField(blank=True, default='', max_length=50)),
                ('at', models.DateTimeField()),
                ('given', models.BinaryField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('key', models.UUIDField(null=True, unique=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='cases.case')),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed', False)), fields=['waits_for', 'due', 'id'], name='cases_case_queue'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed', False)), fields=['due', 'id'], name='cases_case_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed', False)), fields=['division', 'due', 'id'], name='cases_case_of_place'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed', False)), fields=['handler', 'due'], name='cases_case_of_handler'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['division', '-opened_at'], name='cases_case_newest'),
        ),
        migrations.AddIndex(
            model_name='caserecord',
            index=models.Index(fields=['case', 'kind', 'id'], name='cases_caserecord_of_case'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.UniqueConstraint(fields=('case', 'serial'), name='cases_movement_in_order'),
        ),
    ]
