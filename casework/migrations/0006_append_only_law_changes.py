"""Who changed the law book is append-only: the database refuses to change or delete a row."""

from django.db import migrations

TABLE = "casework_lawchange"
TRIGGER = (
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION casework_append_only();"
    f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_limits_and_clocks")]

    operations = [
        migrations.RunSQL(
            TRIGGER,
            f"DROP TRIGGER append_only ON {TABLE}; DROP TRIGGER never_emptied ON {TABLE};",
        )
    ]
