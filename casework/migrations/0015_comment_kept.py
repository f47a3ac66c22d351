"""A comment stays as it was written; once, it can be marked as taken back."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION casework_comment_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'a comment is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.retracted_at IS NOT NULL
     OR (NEW.id, NEW.case_id, NEW.author_id, NEW.text, NEW.mentions, NEW.written_at)
     IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.author_id, OLD.text, OLD.mentions, OLD.written_at)
  THEN
    RAISE EXCEPTION 'a comment stays as it was written' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON casework_comment
  FOR EACH ROW EXECUTE FUNCTION casework_comment_kept();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_comment
  FOR EACH STATEMENT EXECUTE FUNCTION casework_comment_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_casepage")]

    operations = [
        migrations.RunSQL(KEPT, "DROP FUNCTION casework_comment_kept() CASCADE;"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
