"""Phone and bank card move from the person to the claim: they count for the filing that told them."""

import django.db.models
from django.db import migrations

import casework.fields

COPY = """
UPDATE casework_wageclaim c
SET phone = w.phone, phone_index = w.phone_index, bank_card = w.bank_card
FROM casework_worker w WHERE w.id = c.worker_id
"""
BACK = """
UPDATE casework_worker w
SET phone = c.phone, phone_index = c.phone_index, bank_card = c.bank_card
FROM casework_wageclaim c WHERE c.worker_id = w.id
"""


def _secret(label):
    return casework.fields.EncryptedTextField(blank=True, default="", verbose_name=label)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_append_only")]

    operations = [
        migrations.AddField("wageclaim", "phone", _secret("手机号码")),
        migrations.AddField(
            "wageclaim",
            "phone_index",
            django.db.models.CharField(blank=True, db_index=True, default="", max_length=64),
        ),
        migrations.AddField("wageclaim", "bank_card", _secret("银行卡号")),
        migrations.RunSQL(COPY, BACK),
        migrations.RemoveField("worker", "phone"),
        migrations.RemoveField("worker", "phone_index"),
        migrations.RemoveField("worker", "bank_card"),
    ]
