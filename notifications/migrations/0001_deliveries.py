"""Who is told what by which means, and how far the relay has read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casework.migrations._together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0005_kept_rows'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='casework.caseevent')),
                    ('channel', models.CharField(choices=[('sms', '短信'), ('inbox', '站内消息')], max_length=8, verbose_name='方式')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
                    ('complaint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='casework.complaint', verbose_name='投诉')),
                    ('state', models.CharField(choices=[('pending', '待发送'), ('sent', '已发送'), ('failed', '发送失败，将重试'), ('dead', '不再发送')], default='pending', max_length=8, verbose_name='状态')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                    ('next_try_at', models.DateTimeField(verbose_name='下次发送')),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发送时间')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                    ('provider_ref', models.CharField(blank=True, max_length=80, verbose_name='回执号')),
                    ('error', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': '通知',
                    'verbose_name_plural': '通知',
                    'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'failed'])), fields=['next_try_at'], name='delivery_due'), models.Index(condition=models.Q(('channel', 'inbox')), fields=['user', '-id'], name='delivery_inbox'), models.Index(condition=models.Q(('channel', 'inbox'), ('read_at__isnull', True)), fields=['user'], name='delivery_unread')],
                    'constraints': [models.UniqueConstraint(fields=('event', 'channel', 'user', 'complaint'), name='delivery_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), ('complaint__isnull', False), ('user__isnull', True)), models.Q(('channel', 'inbox'), ('user__isnull', False)), ('state', 'dead'), _connector='OR'), name='delivery_has_recipient')],
                },
            ),
            migrations.CreateModel(
                name='InboxNotice',
                fields=[
                ],
                options={
                    'verbose_name': '站内消息',
                    'verbose_name_plural': '站内消息',
                    'proxy': True,
                    'indexes': [],
                    'constraints': [],
                },
                bases=('notifications.delivery',),
            ),
            migrations.CreateModel(
                name='RelayCursor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('xid', models.BigIntegerField(default=0)),
                    ('event_id', models.BigIntegerField(default=0)),
                    ('moved_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'verbose_name': '发送进度',
                    'verbose_name_plural': '发送进度',
                },
            ),
        ),
    ]
