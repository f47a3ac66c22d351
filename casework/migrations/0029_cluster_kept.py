"""What a cluster warning came to each time it grew is append-only, as the journal is."""

from __future__ import annotations

from django.db import migrations

TABLE = "casework_clustergrowth"


class Migration(migrations.Migration):
    dependencies = [("casework", "0028_risk")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();",
            f"DROP TRIGGER append_only ON {TABLE}; DROP TRIGGER never_emptied ON {TABLE};",
        )
    ]
