"""Ways beside SMS and inbox, receipts of what was sent, rules and what each wants."""

import django.db.models.deletion
import notifications.models
from django.conf import settings
from django.db import migrations, models

from casework.migrations._together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_dead_deliveries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='NoticeRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('who', models.CharField(max_length=20)),
                    ('way', models.CharField(choices=notifications.models.ways, max_length=8)),
                    ('is_on', models.BooleanField()),
                ],
                options={
                    'verbose_name': '通知规则',
                    'verbose_name_plural': '通知规则',
                    'constraints': [models.UniqueConstraint(fields=('kind', 'who', 'way'), name='notice_rule_once')],
                },
            ),
            migrations.CreateModel(
                name='NoticeSettings',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_settings', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('choices', models.JSONField(default=dict)),
                    ('digest', models.CharField(blank=True, choices=notifications.models.digests, default='daily', max_length=8, verbose_name='汇总邮件')),
                    ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='免打扰开始')),
                    ('quiet_to', models.TimeField(blank=True, null=True, verbose_name='免打扰结束')),
                ],
                options={
                    'verbose_name': '通知设置',
                    'verbose_name_plural': '通知设置',
                },
            ),
            migrations.RemoveConstraint(
                model_name='delivery',
                name='delivery_once',
            ),
            migrations.RemoveConstraint(
                model_name='delivery',
                name='delivery_has_recipient',
            ),
            migrations.AddField(
                model_name='delivery',
                name='delivered_at',
                field=models.DateTimeField(blank=True, null=True, verbose_name='送达时间'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='in_digest',
                field=models.BooleanField(default=False, verbose_name='汇总发送'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='language',
                field=models.CharField(blank=True, max_length=10, verbose_name='语言'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='office',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.office', verbose_name='机构'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='sent_text',
                field=models.CharField(blank=True, max_length=500, verbose_name='发出的内容'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='sent_to',
                field=models.CharField(blank=True, max_length=60, verbose_name='发往'),
            ),
            migrations.AddField(
                model_name='delivery',
                name='template',
                field=models.CharField(blank=True, max_length=60, verbose_name='模板'),
            ),
            migrations.AlterField(
                model_name='delivery',
                name='channel',
                field=models.CharField(choices=notifications.models.ways, max_length=8, verbose_name='方式'),
            ),
            migrations.AlterField(
                model_name='delivery',
                name='state',
                field=models.CharField(choices=notifications.models.delivery_states, default='pending', max_length=8, verbose_name='状态'),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('channel', 'sms'), ('delivered_at__isnull', True), models.Q(('provider_ref', ''), _negated=True)), fields=['provider_ref'], name='delivery_receipt'),
            ),
            migrations.AddIndex(
                model_name='delivery',
                index=models.Index(condition=models.Q(('state', 'dead')), fields=['-id'], name='delivery_dead_list'),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.UniqueConstraint(fields=('event', 'channel', 'user', 'complaint', 'office'), name='delivery_once', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='delivery',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), models.Q(('complaint__isnull', False), ('user__isnull', False), _connector='XOR')), models.Q(('channel__in', ['inbox', 'email']), ('user__isnull', False)), models.Q(('channel__in', ['wecom', 'dingtalk', 'webhook']), ('office__isnull', False)), ('state', 'dead'), _connector='OR'), name='delivery_has_recipient'),
            ),
        ),
    ]
