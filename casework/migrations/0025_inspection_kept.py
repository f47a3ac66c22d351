"""What a supervisor said of an alert, the settings of patterns and the scores of a review stay as written."""

from __future__ import annotations

from django.db import migrations

TABLES = ("casework_alertmark", "casework_alertsetting", "casework_reviewscore")


def _append_only(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER never_emptied ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_inspection_of_inspectors")]

    operations = [_append_only(table) for table in TABLES]
