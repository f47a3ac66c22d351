"""A report is never changed once it is made; the mark of the figures exists from the start."""

from __future__ import annotations

from django.db import migrations

MARK = "INSERT INTO casework_figuremark (id, xid, event_id) VALUES (1, 0, 0)"
KEPT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON casework_figurereport
  FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_figurereport
  FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
NOT_KEPT = """
DROP TRIGGER append_only ON casework_figurereport;
DROP TRIGGER never_emptied ON casework_figurereport;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_figures_and_campaigns")]

    operations = [
        migrations.RunSQL(MARK, "DELETE FROM casework_figuremark"),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
