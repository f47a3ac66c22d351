"""A referral is never deleted, and a decision on it once made stands (Order 310 art. 5)."""

from django.db import migrations

FUNCTION = """
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
TRIGGERS = """
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON casework_referral
  FOR EACH ROW EXECUTE FUNCTION casework_referral_kept();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_referral
  FOR EACH STATEMENT EXECUTE FUNCTION casework_referral_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_referral")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION casework_referral_kept() CASCADE;"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
