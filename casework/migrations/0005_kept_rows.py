"""What must stay as it was written: law changes, ledgers, evidence of a referral's decision."""

from django.db import migrations

TABLES = (
    "casework_lawchange",
    "casework_extrapayment",
    "casework_surchargepayment",
    "casework_recoursereceipt",
)
REFERRAL_KEPT = """
CREATE OR REPLACE FUNCTION casework_referral_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'a referral is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.decided_at IS NOT NULL AND (NEW.decided_at, NEW.decided_by_id, NEW.decision_reason)
     IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision_reason) THEN
    RAISE EXCEPTION 'a decision on a referral stands' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
REFERRAL_TRIGGERS = """
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON casework_referral
  FOR EACH ROW EXECUTE FUNCTION casework_referral_kept();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_referral
  FOR EACH STATEMENT EXECUTE FUNCTION casework_referral_kept();
"""


def _append_only(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_append_only")]

    operations = [
        *[_append_only(table) for table in TABLES],
        migrations.RunSQL(REFERRAL_KEPT, "DROP FUNCTION casework_referral_kept() CASCADE;"),
        migrations.RunSQL(REFERRAL_TRIGGERS, migrations.RunSQL.noop),
    ]
