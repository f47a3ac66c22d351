"""Processes and tasks of the desks."""

import casework.choices
import django.db.models.deletion
import django.utils.timezone
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.db import migrations, models

from casework.migrations._together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0005_kept_rows'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='DeskProcess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('flow_class', viewflow.workflow.fields.FlowReferenceField(max_length=250, verbose_name='Flow')),
                    ('status', models.CharField(choices=[('CANCELED', 'Canceled'), ('DONE', 'Done'), ('NEW', 'New')], default='NEW', max_length=50, verbose_name='Status')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Created')),
                    ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                    ('complaint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='casework.complaint')),
                    ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='casework.case')),
                    ('withdrawal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='casework.withdrawalrequest')),
                    ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='casework.branch')),
                ],
                options={
                    'verbose_name': '办理流程',
                    'verbose_name_plural': '办理流程',
                },
            ),
            migrations.CreateModel(
                name='DeskTask',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('flow_task', viewflow.workflow.fields.TaskReferenceField(max_length=255, verbose_name='Task')),
                    ('flow_task_type', models.CharField(max_length=50, verbose_name='Type')),
                    ('status', models.CharField(choices=[('ASSIGNED', 'Assigned'), ('CANCELED', 'Canceled'), ('DONE', 'Done'), ('ERROR', 'Error'), ('NEW', 'New'), ('REVIVED', 'Revived'), ('SCHEDULED', 'Scheduled'), ('STARTED', 'Started')], db_index=True, default='NEW', max_length=50, verbose_name='Status')),
                    ('created', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='Created')),
                    ('assigned', models.DateTimeField(blank=True, null=True, verbose_name='Assigned')),
                    ('started', models.DateTimeField(blank=True, null=True, verbose_name='Started')),
                    ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                    ('scheduled', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='Scheduled')),
                    ('token', viewflow.workflow.fields.TokenField(default=viewflow.workflow.token.Token('start'), max_length=150, verbose_name='Token')),
                    ('external_task_id', models.CharField(blank=True, db_index=True, max_length=50, null=True, verbose_name='External Task ID')),
                    ('owner_permission', models.CharField(blank=True, max_length=255, null=True, verbose_name='Permission')),
                    ('owner_permission_content_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                    ('owner_permission_obj_pk', models.CharField(blank=True, max_length=255, null=True)),
                    ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='workflows.deskprocess')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_tasks', to=settings.AUTH_USER_MODEL)),
                    ('node', models.CharField(max_length=40)),
                    ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_tasks', to='casework.office')),
                    ('role', models.CharField(blank=True, choices=casework.choices.roles, max_length=20)),
                    ('complaint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_tasks', to='casework.complaint')),
                    ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_tasks', to='casework.case')),
                    ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_tasks', to='casework.branch')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                    ('came_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='workflows.desktask')),
                    ('outcome', models.CharField(blank=True, max_length=30)),
                    ('previous', models.ManyToManyField(related_name='leading', to='workflows.desktask', verbose_name='Previous')),
                ],
                options={
                    'verbose_name': '任务',
                    'verbose_name_plural': '任务',
                    'indexes': [models.Index(condition=models.Q(('finished__isnull', True)), fields=['office', 'due_on', 'id'], name='desk_of_office'), models.Index(condition=models.Q(('finished__isnull', True)), fields=['owner', 'due_on', 'id'], name='desk_of_owner'), models.Index(condition=models.Q(('finished__isnull', True)), fields=['complaint'], name='desk_of_complaint'), models.Index(condition=models.Q(('finished__isnull', True)), fields=['case'], name='desk_of_case'), models.Index(condition=models.Q(('finished__isnull', True)), fields=['branch'], name='desk_of_branch')],
                },
            ),
        ),
    ]
