"""Additional compensation belongs to the handling decision that orders it; what a developer still owes."""

import decimal

import django.db.models.deletion
from django.db import migrations, models

from casework.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_team_and_batches")]

    operations = [
        migrations.RemoveConstraint("surcharge", "one_surcharge_per_case"),
        Together(
            migrations.RenameField("priornotice", "extra_rate", "surcharge_rate"),
            migrations.AddField(
                "priornotice",
                "surcharge_base_yuan",
                models.DecimalField(decimal_places=2, default=decimal.Decimal("0.00"), max_digits=14),
            ),
            migrations.AddField(
                "priornotice",
                "violation",
                models.CharField(blank=True, default="", max_length=30, verbose_name="违法行为"),
                preserve_default=False,
            ),
            migrations.AddField(
                "priornotice",
                "departure",
                models.CharField(
                    blank=True, default="", max_length=300, verbose_name="偏离裁量基准的理由"
                ),
                preserve_default=False,
            ),
            migrations.RemoveField("decision", "extra_rate"),
            migrations.RemoveField("decision", "extra_yuan"),
            migrations.RemoveField("decision", "extra_paid_yuan"),
            migrations.AddField(
                "decision",
                "departure",
                models.CharField(
                    blank=True, default="", max_length=300, verbose_name="偏离裁量基准的理由"
                ),
                preserve_default=False,
            ),
            migrations.RemoveField("surcharge", "case"),
            migrations.RemoveField("surcharge", "state"),
            migrations.RemoveField("surcharge", "reason"),
            migrations.RemoveField("surcharge", "proposed_at"),
            migrations.RemoveField("surcharge", "proposed_by"),
            migrations.RemoveField("surcharge", "decided_at"),
            migrations.RemoveField("surcharge", "decided_by"),
            migrations.RemoveField("surcharge", "answer"),
            migrations.RemoveField("surcharge", "document"),
            # No default: a surcharge decided before there was a decision to carry it cannot stand.
            migrations.AddField(
                "surcharge",
                "decision",
                models.OneToOneField(
                    default=None, on_delete=django.db.models.deletion.PROTECT,
                    related_name="surcharge", to="casework.decision",
                ),
                preserve_default=False,
            ),
            migrations.AddField(
                "constructionproject",
                "unsettled_yuan",
                models.DecimalField(
                    blank=True, decimal_places=2, max_digits=14, null=True,
                    verbose_name="未结清的工程款",
                ),
            ),
            migrations.AddField(
                "constructionproject",
                "unsettled_on",
                models.DateField(blank=True, null=True, verbose_name="未结清工程款的截止日"),
            ),
        ),
    ]  # fmt: skip
